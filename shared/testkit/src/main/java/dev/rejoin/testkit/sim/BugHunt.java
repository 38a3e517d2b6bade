package dev.rejoin.testkit.sim;

import dev.rejoin.rule.PlantedBug;
import dev.rejoin.rule.Rule;
import java.util.Optional;
import java.util.Set;
import java.util.function.LongFunction;

/** Breaks a rule and looks for a run that notices: a simulator that finds no planted bug would find no other either. */
public final class BugHunt {
    private static final Set<Rule> AFTER_DAMAGE = Set.of(Rule.LOOKED_AGAIN, Rule.LOST_TAKEN_IN, Rule.ABSENT_OWED);

    private BugHunt() {}

    /**
     * What was found.
     *
     * @param runs how many runs it took
     * @param result the run that failed with the rule broken, and holds without
     */
    public record Found(Rule rule, long runs, RunResult result) {}

    /** Hunts one planted bug. Not to be run beside other simulations: the rule is broken for the whole process. */
    public static Optional<Found> hunt(Rule rule, long first, long runs, LongFunction<Scenario> scenarios) {
        return hunt(rule, first, runs, scenarios, () -> {});
    }

    /**
     * As the other one.
     *
     * @param afterEach called after each run
     */
    public static Optional<Found> hunt(
            Rule rule, long first, long runs, LongFunction<Scenario> scenarios, Runnable afterEach) {
        for (long run = first; run < first + runs; run++) {
            Scenario scenario = fitting(rule, scenarios.apply(run));
            RunResult broken = planted(rule, scenario);
            afterEach.run();
            if (broken.failure() != null && Simulation.run(scenario).failure() == null) {
                return Optional.of(new Found(rule, run - first + 1, broken));
            }
        }
        return Optional.empty();
    }

    /** A rule of the comparison or the repair is of no effect where there is nothing to repair. */
    private static Scenario fitting(Rule rule, Scenario drawn) {
        return AFTER_DAMAGE.contains(rule)
                ? new Scenario(drawn.seed(), drawn.regions(), drawn.ops(), drawn.mix(), Scenario.Faults.DAMAGE)
                : drawn;
    }

    /** One run with a rule broken. */
    public static RunResult planted(Rule rule, Scenario scenario) {
        return PlantedBug.during(rule, () -> Simulation.run(scenario));
    }
}
