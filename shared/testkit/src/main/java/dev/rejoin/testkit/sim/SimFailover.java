package dev.rejoin.testkit.sim;

import dev.rejoin.clock.Actor;
import dev.rejoin.item.ItemKey;
import dev.rejoin.outage.FenceRecord;
import dev.rejoin.outage.FenceRecord.Reason;
import dev.rejoin.outage.FenceRecord.State;
import dev.rejoin.outage.Takeover;
import dev.rejoin.outage.Takeover.Left;
import dev.rejoin.replica.KeyState;
import dev.rejoin.replica.StreamRecord;
import dev.rejoin.testkit.sim.Sometimes.Path;
import dev.rejoin.version.Counter;
import dev.rejoin.version.ItemClock;
import dev.rejoin.version.Merge;
import dev.rejoin.version.Version;
import dev.rejoin.version.VersionBuilder;
import java.util.List;

/** An operator who gives a region up for another, and waits for what the command waits for. */
final class SimFailover {
    private static final int MOST_PATIENCE_MILLIS = 15_000;

    private final RandomWorld world;
    private final SimSentinel from;
    private final SimSentinel to;
    private final List<SimSentinel> others;
    private final List<ItemKey> keys;
    private final long until;
    private final boolean acceptsLoss;

    private SimFailover(
            RandomWorld world, SimSentinel from, SimSentinel to, List<SimSentinel> others, List<ItemKey> keys) {
        this.world = world;
        this.from = from;
        this.to = to;
        this.keys = keys;
        this.others = others;
        this.acceptsLoss = world.coin();
        this.until = world.millis() + world.below(MOST_PATIENCE_MILLIS);
    }

    /** Of a region that answers: fences it first. */
    static SimFailover planned(
            RandomWorld world, SimSentinel from, SimSentinel to, List<SimSentinel> others, List<ItemKey> keys) {
        world.note(53, () -> "failover from " + name(from) + " to " + name(to));
        from.change(record -> record.fencedByHand(new Reason(world.millis(), "operator", "failover")));
        from.remember();
        return new SimFailover(world, from, to, others, keys);
    }

    /** Of one that does not answer, by an operator who knows that the other may not have everything before the heal. */
    static void unplanned(RandomWorld world, SimSentinel from, SimSentinel to) {
        world.note(59, () -> "failover from " + name(from) + ", which does not answer, to " + name(to));
        world.sometimes.reached(Path.UNPLANNED_FAILOVER);
        open(to);
    }

    private static Actor name(SimSentinel sentinel) {
        return sentinel.region().self();
    }

    private static void open(SimSentinel sentinel) {
        if (sentinel.fence().state() != State.OPEN || sentinel.fence().isWanted()) {
            sentinel.change(FenceRecord::openedByHand);
        }
    }

    /** Looks how far it is; whether it came to an end. */
    boolean step() {
        Left left = Takeover.left(
                from.fence(),
                from.owed(name(to)),
                others.stream().map(other -> other.owed(name(to))).toList());
        if (left == Left.NOTHING && !needsRepair()) {
            world.note(61, () -> name(to) + " takes over from " + name(from));
            world.sometimes.reached(Path.PLANNED_FAILOVER);
            judge();
            open(to);
            return true;
        } else if (world.millis() < until) {
            return false;
        }
        world.note(67, () -> "failover from " + name(from) + " not done: " + left);
        if (acceptsLoss) {
            open(to);
        } else {
            open(from);
        }
        return true;
    }

    /** A direction is marked while records that were lost are taken in again. */
    private boolean needsRepair() {
        return from.region().isRecounting()
                || others.stream().anyMatch(other -> other.region().isRecounting());
    }

    /** The region that takes over must know what the other took, and what it showed when it was closed. */
    private void judge() {
        for (ItemKey key : keys) {
            Version here = known(to.region(), key);
            if (!ownPart(known(from.region(), key), name(from)).isWithin(here)) {
                from.region().log().error(name(to) + " took over from " + name(from) + " without all that it took");
            } else if (!Merge.of(from.showed(key), here).namesTheSame(here)) {
                from.region().log().error(name(to) + " took over from " + name(from) + " without all that it showed");
            }
        }
    }

    /** What a region itself wrote, of a version. */
    private static Version ownPart(Version version, Actor self) {
        VersionBuilder own = new VersionBuilder(Version.EMPTY);
        version.registers().forEach((name, cell) -> {
            if (cell.dot().actor().equals(self)) {
                own.register(name, cell);
            }
        });
        version.counters().forEach((name, counter) -> {
            Counter.Sum sum = counter.sums().get(self);
            if (sum != null) {
                own.counter(name, Counter.of(null, self, sum));
            }
        });
        if (version.existence() != null && version.existence().actor().equals(self)) {
            own.existence(version.existence());
        }
        Version without = own.build();
        boolean deleted = version.deleted() != null && version.deleted().actor().equals(self);
        return deleted
                ? new Version(
                        without.vector(),
                        version.deleted(),
                        without.existence(),
                        without.registers(),
                        without.counters())
                : without;
    }

    /** With what applications have replaced since, and is in the stream: a write that drops an item's clock has seen it. */
    static Version known(SimRegion region, ItemKey key) {
        Version known = Oracles.clock(region, key).bare();
        for (StreamRecord record : region.table().records(region.cursor(), Integer.MAX_VALUE)) {
            ItemClock clock = record.key().equals(key) ? KeyState.clockOf(region.home(), record.before()) : null;
            known = clock == null ? known : Merge.of(known, clock.version().bare());
        }
        return known;
    }
}
