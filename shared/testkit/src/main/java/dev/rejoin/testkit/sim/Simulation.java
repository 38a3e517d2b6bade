package dev.rejoin.testkit.sim;

import dev.rejoin.clock.Actor;
import dev.rejoin.item.ItemKey;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** One run: plain writes and faults, then rest, then the oracles. */
@SuppressWarnings("EnumOrdinal")
public final class Simulation {
    private static final int MOST_STEPS = 60_000;
    private static final long HEAL_MILLIS = 15 * 60_000L;
    private static final int LATEST_HEAL = 60;
    private static final double BACKFILL_BEGINS = .02;
    private static final double UNHURRIED = .25;

    private final Scenario scenario;
    private final RandomWorld world;
    private final Chances chances;
    private final SimNetwork network;
    private final FoldLog log = new FoldLog();
    private final List<SimRegion> regions = new ArrayList<>();
    private final List<ItemKey> keys = new ArrayList<>();
    private final Writer writer;
    private final Past past;
    private final Members members;
    private final double pace;
    private final @Nullable SimOutages outages;
    private final @Nullable SimRestore restore;
    private final @Nullable SimCollect collect;
    private final @Nullable SimExpel expel;
    private final List<SimRegion> everyone = new ArrayList<>();

    private Simulation(Scenario scenario, boolean keepTrace) {
        this.scenario = scenario;
        this.world = new RandomWorld(scenario.seed() * 31 + scenario.mix().ordinal(), keepTrace);
        this.chances = Chances.draw(scenario.faults(), world.random);
        this.network = new SimNetwork(world);
        RunShape shape = RunShape.draw(scenario, world.random);
        for (int i = 0; i < scenario.regions(); i++) {
            SimRegion region = region(new Actor(String.valueOf((char) ('a' + i))), shape);
            region.setSkew(shape.skewMillis(world.random));
            regions.add(region);
        }
        this.members = new Members(world, regions, scenario.life());
        for (int i = 0; i < shape.keys(); i++) {
            keys.add(ItemKey.of("pk", "key" + i));
        }
        this.writer = new Writer(world, members.present(), keys);
        this.past = new Past(world, regions, keys);
        this.pace = scenario.life() == Scenario.Life.COLLECT ? shape.pace() * UNHURRIED : shape.pace();
        this.outages = scenario.life() == Scenario.Life.OUTAGE ? new SimOutages(world, network, regions, keys) : null;
        this.restore = scenario.life() == Scenario.Life.RESTORE
                ? new SimRestore(world, network, members, regions, self -> region(self, shape))
                : null;
        this.collect = scenario.life() == Scenario.Life.COLLECT ? new SimCollect(world, network, regions, keys) : null;
        this.expel = scenario.life() == Scenario.Life.EXPEL
                ? new SimExpel(world, network, members, regions, everyone::add)
                : null;
        if (scenario.life() == Scenario.Life.BACKFILL) {
            past.lay();
        }
    }

    private SimRegion region(Actor self, RunShape shape) {
        SimRegion region = new SimRegion(world, network, self, log, chances, shape);
        everyone.add(region);
        return region;
    }

    /** Runs a scenario. */
    public static RunResult run(Scenario scenario) {
        return new Simulation(scenario, false).run();
    }

    /** Runs a scenario and keeps what happened. */
    public static RunResult traced(Scenario scenario) {
        return new Simulation(scenario, true).run();
    }

    private RunResult run() {
        String failure;
        try {
            failure = play();
        } catch (RuntimeException e) {
            StackTraceElement[] at = e.getStackTrace();
            failure = "threw " + e + (at.length == 0 ? "" : " at " + at[0]);
        }
        return new RunResult(
                scenario,
                failure,
                world.trace.hash(),
                world.trace.lines(),
                world.sometimes,
                world.steps(),
                regions.stream().map(region -> region.table().counts().copy()).toList(),
                log.sent());
    }

    private @Nullable String play() {
        String stuck = writes();
        if (stuck != null) {
            return stuck;
        }
        for (int until = world.random.nextInt(LATEST_HEAL); until > 0; until--) {
            world.step();
        }
        heal();
        return scenario.faults() == Scenario.Faults.DAMAGE ? repair() : settle();
    }

    private @Nullable String settle() {
        long start = world.steps();
        while (!world.isIdle() || !isSettled()) {
            world.step();
            go();
            if (world.steps() - start > MOST_STEPS) {
                return "did not settle: " + backlog();
            }
        }
        String wrong = outages == null ? null : outages.wrongAtTheEnd();
        if (wrong != null) {
            return wrong;
        }
        return regions.stream().allMatch(SimRegion::isDone) ? check() : "stopped before it was done: " + backlog();
    }

    private boolean isSettled() {
        return (outages == null || outages.isSettled())
                && (restore == null || restore.isSettled())
                && (collect == null || collect.isSettled())
                && (expel == null || expel.isSettled());
    }

    private @Nullable String writes() {
        boolean quiet = scenario.faults() == Scenario.Faults.QUIET;
        for (int left = scenario.ops(); left > 0; ) {
            if (quiet ? world.isIdle() : world.chance(pace)) {
                left--;
                writer.write(world.pick(scenario.mix().ops()));
            }
            disturb();
            go();
            world.step();
            if (world.steps() > MOST_STEPS) {
                return "did not end: " + backlog();
            }
        }
        return null;
    }

    private void go() {
        members.step();
        if (outages != null) {
            outages.step();
        }
        if (restore != null) {
            restore.step();
        }
        if (collect != null) {
            collect.step();
        }
        if (expel != null) {
            expel.step();
        }
    }

    private String backlog() {
        return String.join("; ", regions.stream().map(SimRegion::backlog).toList());
    }

    private void disturb() {
        if (scenario.life() == Scenario.Life.BACKFILL && world.chance(BACKFILL_BEGINS)) {
            world.pick(members.present()).backfill().begin();
        }
        if (world.chance(chances.cut())) {
            SimRegion from = world.pick(members.present());
            SimRegion to = world.pick(members.present());
            network.toggle(from, to);
            if (world.random.nextBoolean()) {
                network.toggle(to, from);
            }
        }
        if (world.chance(chances.outage())) {
            SimRegion region = world.pick(members.present());
            if (region.isDown()) {
                region.comeUp();
            } else {
                region.goDown();
            }
        }
    }

    private void heal() {
        chances.heal();
        network.heal();
        world.passMillis(HEAL_MILLIS);
        world.note(29, () -> "everything is healed");
        for (SimRegion region : regions) {
            region.setSkew(0);
            if (region.isDown()) {
                region.comeUp();
            }
            if (scenario.life() == Scenario.Life.BACKFILL) {
                region.backfill().begin();
            }
            region.wake();
        }
        members.move();
        if (outages != null) {
            outages.heal();
        }
        if (collect != null) {
            collect.heal();
        }
    }

    private @Nullable String repair() {
        Oracles oracles = new Oracles(members.present(), everyone, log, this::expectedCount, scenario.mix());
        SimRepair repair = new SimRepair(world, regions, log, oracles);
        String wrong = repair.run(keys);
        return wrong == null && repair.isAtRest() && !log.isDamaged() ? settle() : wrong;
    }

    private @Nullable String check() {
        return new Oracles(members.present(), everyone, log, this::expectedCount, scenario.mix()).check(keys);
    }

    private @Nullable BigDecimal expectedCount(ItemKey key) {
        BigDecimal added = writer.expectedCount(key);
        // What was added before anything was known of an item, and is in no record, is a part of where it began.
        boolean lost = (restore != null && restore.isSudden()) || (expel != null && expel.isUnfolded());
        boolean older = scenario.life() == Scenario.Life.BACKFILL || restore != null || expel != null;
        boolean unknown = lost || (older && log.isTrimmed(key));
        boolean none = scenario.mix() == Mix.WHOLE_ITEMS;
        return added == null || unknown || none ? null : added.add(past.start(key));
    }
}
