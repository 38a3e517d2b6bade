package dev.rejoin.testkit.sim;

import dev.rejoin.rule.Rule;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.function.LongFunction;
import java.util.stream.LongStream;

/** Many runs, over all mixes, numbers of regions and faults. */
public final class Campaign {
    private static final Scenario.Faults[] FAULTS = {
        Scenario.Faults.NONE, Scenario.Faults.COMMON, Scenario.Faults.ALL, Scenario.Faults.ALL
    };
    private static final int FEWEST_REGIONS = 2;
    private static final int REGION_COUNTS = 4;
    private static final int FEWEST_OPS = 4;
    private static final int OP_COUNTS = 23;
    private static final int STRIDE = 7;

    private Campaign() {}

    /**
     * How a campaign ended.
     *
     * @param runs how many runs there were
     * @param failures the runs in which something did not hold, in their order
     * @param sometimes which rare paths were reached, in all
     * @param steps how many steps there were in all
     */
    public record Report(long runs, List<RunResult> failures, Sometimes sometimes, long steps) {}

    /** The scenario of a run: each seed goes through all mixes. */
    public static Scenario scenario(long run) {
        return scenario(run, Mix.untyped());
    }

    /** As {@link #scenario}, of the mixes of data types and other deletes. */
    public static Scenario typed(long run) {
        return scenario(run, Mix.typed());
    }

    private static Scenario scenario(long run, List<Mix> mixes) {
        long seed = Math.floorDiv(run, mixes.size());
        int regions = FEWEST_REGIONS + Math.floorMod(seed, REGION_COUNTS);
        int ops = FEWEST_OPS + (int) Math.floorMod(seed * STRIDE, (long) OP_COUNTS);
        Mix mix = mixes.get(Math.floorMod(run, mixes.size()));
        return new Scenario(seed, regions, ops, mix, FAULTS[Math.floorMod(seed / REGION_COUNTS, FAULTS.length)]);
    }

    /** The scenario of a run in which regions and tables go through something: as {@link #scenario}, but for that. */
    public static Scenario living(Scenario.Life life, long run) {
        return living(life, scenario(run));
    }

    /** As {@link #living}, of the mixes of data types and other deletes. */
    public static Scenario livingTyped(Scenario.Life life, long run) {
        return living(life, typed(run));
    }

    private static Scenario living(Scenario.Life life, Scenario steady) {
        return new Scenario(steady.seed(), steady.regions(), steady.ops(), steady.mix(), steady.faults(), life);
    }

    /** The scenario of a run in which regions are cut off, fenced and given up: as {@link #scenario}, but for that. */
    public static Scenario outages(long run) {
        return living(Scenario.Life.OUTAGE, run);
    }

    /** The scenarios of keys that are deleted and come back while what is dead is forgotten: as {@link #scenario}, but for that. */
    public static Scenario graves(long run) {
        return living(Scenario.Life.COLLECT, scenario(run, List.of(Mix.GRAVES)));
    }

    /** The same, but with damage that must be repaired. */
    public static Scenario damaged(long run) {
        Scenario drawn = scenario(run);
        return new Scenario(drawn.seed(), drawn.regions(), drawn.ops(), drawn.mix(), Scenario.Faults.DAMAGE);
    }

    /** The scenarios in which a broken rule matters; of one that hardly ever does, those of a shape in which it does. */
    public static LongFunction<Scenario> about(Rule rule) {
        return switch (rule) {
            case BARRIER_TAKES_UNSEEN,
                    MULTIS_WHOLE,
                    KEPT_BEFORE_TAKEN,
                    ADDITIONS_ARE_NEWS,
                    SPILLED_EVERYWHERE,
                    UNSEEN_STANDS,
                    ELEMENTS_STAY,
                    APPENDS_ONLY,
                    PLACES_KEPT,
                    PATHS_ALONE,
                    HIGHEST_SHOWN,
                    LOWEST_SHOWN,
                    TRUE_SHOWN,
                    FALSE_SHOWN,
                    RESOLVER_GETS_ALL,
                    WHOLE_ITEM_TAKEN,
                    ITEM_KEPT,
                    SIBLINGS_KEPT,
                    SPILLED_NOT_KEPT,
                    KEPT_IS_SEEN -> Campaign::typed;
            case LOOKED_AGAIN, LOST_TAKEN_IN, ABSENT_OWED -> Campaign::damaged;
            case FALLBACK_SAID -> run -> scenario(run, List.of(Mix.RESOLVER_FAILS));
            case PUT_BACK_TAKEN_IN -> seed -> new Scenario(seed, 3, 12, Mix.COPIES, Scenario.Faults.ALL);
            case TEXT_REPLACED -> seed -> new Scenario(seed, 4, 23, Mix.FLUXES, Scenario.Faults.COMMON);
            case CONTEXT_COMPARED -> seed -> new Scenario(seed, 5, 24, Mix.TYPES, Scenario.Faults.ALL);
            case FOUND_IN_PLACE ->
                seed -> new Scenario(seed, 3, 10, Mix.NODELETE, Scenario.Faults.ALL, Scenario.Life.RESTORE);
            case OWED_TWICE ->
                seed -> new Scenario(seed, 3, 15, Mix.PUT_DEL, Scenario.Faults.COMMON, Scenario.Life.RESTORE);
            case OLD_CLOCK_PLAIN, DEAD_EVERYWHERE, DEAD_LONG -> Campaign::graves;
            case REMOVED_EVERYWHERE ->
                seed -> new Scenario(seed, 2, 20, Mix.REMOVES, Scenario.Faults.ALL, Scenario.Life.COLLECT);
            case REMOVED_LONG ->
                seed -> new Scenario(seed, 4, 20, Mix.REMOVES, Scenario.Faults.ALL, Scenario.Life.COLLECT);
            case UNMOVED_SINCE ->
                seed -> new Scenario(seed, 4, 25, Mix.GRAVES, Scenario.Faults.ALL, Scenario.Life.COLLECT);
            case COUNTS_STAY ->
                seed -> new Scenario(seed, 3, 6, Mix.ADD_DEL, Scenario.Faults.ALL, Scenario.Life.COLLECT);
            case BARRIERS_STAY ->
                seed -> new Scenario(seed, 3, 15, Mix.DELETE_WINS_WIDE, Scenario.Faults.COMMON, Scenario.Life.COLLECT);
            case UNSHOWN_KEPT -> seed -> new Scenario(seed, 5, 22, Mix.ADD_DEL, Scenario.Faults.NONE);
            case KEPT_FOLDED_FIRST -> seed -> new Scenario(seed, 5, 21, Mix.KEEP_SPILLS, Scenario.Faults.ALL);
            case TWINS_TOGETHER -> seed -> new Scenario(seed, 5, 22, Mix.KEEP_SPILLS, Scenario.Faults.ALL);
            case CLEARED_FIRST, OVERTAKEN_BY_KEPT_TOLD ->
                seed -> new Scenario(seed, 4, 25, Mix.KEEP_SPILLS, Scenario.Faults.NONE);
            case FOLDED_UNSEEN_WAITS -> seed -> new Scenario(seed, 4, 19, Mix.KEEP_ITEMS_WIDE, Scenario.Faults.ALL);
            default -> run -> living(lifeOf(rule), run);
        };
    }

    /** What regions and tables have to go through for a broken rule to matter. */
    private static Scenario.Life lifeOf(Rule rule) {
        return switch (rule) {
            case ORIGINS_OLDEST, ORIGINS_AGREE, ORIGINS_COUNT_ONCE -> Scenario.Life.BACKFILL;
            case FORMER_KNOWN -> Scenario.Life.LEAVE;
            case PRUNING_TOLD -> Scenario.Life.COLLECT;
            case INCARNATION_TAKEN, FOUND_BY_EARLIER, EVERYBODY_OWES, ROWS_FORGOTTEN -> Scenario.Life.RESTORE;
            case IMPRINTED, GONE_BURIED, DEAD_ROWS_STAY, RETURNED_SINCE -> Scenario.Life.EXPEL;
            case ONE_MISSED_BEAT,
                    FENCE_PROVED,
                    PAUSE_OWES,
                    FAILOVER_FENCES,
                    FAILOVER_DRAINS,
                    FAILOVER_OWES_NOTHING,
                    OWED_AFTER_DRAIN,
                    FAILOVER_ASKS_OTHERS -> Scenario.Life.OUTAGE;
            default -> Scenario.Life.STEADY;
        };
    }

    /**
     * Runs scenarios on all cores.
     *
     * @param first the number of the first run
     * @param runs how many
     * @param scenarios the scenario of each run, as {@link #scenario}
     * @param afterEach called after each run, from many threads
     */
    public static Report run(long first, long runs, LongFunction<Scenario> scenarios, Runnable afterEach) {
        Sometimes sometimes = new Sometimes();
        List<RunResult> failures = new ArrayList<>();
        long steps = LongStream.range(first, first + runs)
                .parallel()
                .map(run -> {
                    RunResult result = Simulation.run(scenarios.apply(run));
                    sometimes.add(result.sometimes());
                    if (result.failure() != null) {
                        synchronized (failures) {
                            failures.add(result);
                        }
                    }
                    afterEach.run();
                    return result.steps();
                })
                .sum();
        failures.sort(
                Comparator.comparing((RunResult result) -> result.scenario().seed())
                        .thenComparing(result -> result.scenario().mix()));
        return new Report(runs, failures, sometimes, steps);
    }
}
