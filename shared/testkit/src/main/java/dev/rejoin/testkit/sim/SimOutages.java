package dev.rejoin.testkit.sim;

import dev.rejoin.item.ItemKey;
import dev.rejoin.outage.FenceRecord.Reason;
import dev.rejoin.outage.FenceRecord.State;
import dev.rejoin.outage.OnIsolation;
import dev.rejoin.testkit.sim.Sometimes.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Regions that are cut off and fence themselves, directions that are paused, regions that are given up for others. */
final class SimOutages {
    private static final double PAUSES = .01;
    private static final double CUTS = .006;
    private static final double BY_HAND = .002;
    private static final double FAILOVERS = .006;

    private final RandomWorld world;
    private final SimNetwork network;
    private final List<SimRegion> regions;
    private final List<ItemKey> keys;
    private final List<SimSentinel> sentinels = new ArrayList<>();
    private final List<SimRegion> cut = new ArrayList<>();
    private @Nullable SimFailover failover;
    private boolean healed;

    SimOutages(RandomWorld world, SimNetwork network, List<SimRegion> regions, List<ItemKey> keys) {
        this.world = world;
        this.network = network;
        this.regions = regions;
        this.keys = keys;
        OnIsolation onIsolation = world.pick(List.of(OnIsolation.values()));
        regions.forEach(region -> sentinels.add(new SimSentinel(world, network, region, onIsolation, keys)));
        sentinels.forEach(sentinel -> sentinel.meet(sentinels));
    }

    /** What happens now. */
    void step() {
        if (!healed) {
            disturb();
        }
        sentinels.forEach(SimSentinel::step);
        if (failover != null && failover.step()) {
            failover = null;
        }
    }

    private void disturb() {
        SimSentinel some = world.pick(sentinels);
        SimSentinel other = world.pick(sentinels);
        if (some == other) {
            return;
        }
        if (world.chance(PAUSES)) {
            pause(some.region(), other.region(), world.coin());
        }
        if (world.chance(CUTS)) {
            isolate(some.region());
        }
        if (world.chance(BY_HAND)) {
            Reason reason = new Reason(world.millis(), "operator", "by hand");
            some.change(record -> record.isWanted() ? record.openedByHand() : record.fencedByHand(reason));
        }
        if (failover == null && world.chance(FAILOVERS)) {
            begin(some, other);
        }
    }

    private void pause(SimRegion from, SimRegion to, boolean paused) {
        world.sometimes.reached(Path.PAUSED, paused ? 1 : 0);
        world.note(71, () -> from.self() + " to " + to.self() + (paused ? " is paused" : " is resumed"));
        from.peers().pause(to.self(), paused);
    }

    /** Cuts a region off from all others, or brings it back. */
    private void isolate(SimRegion region) {
        boolean cuts = !cut.remove(region);
        if (cuts) {
            cut.add(region);
        }
        regions.stream().filter(other -> other != region).forEach(other -> network.setCut(region, other, cuts));
    }

    private void begin(SimSentinel from, SimSentinel to) {
        boolean silent = cut.contains(from.region()) && world.coin();
        if (silent) {
            SimFailover.unplanned(world, from, to);
        } else if (!from.region().peers().isPaused(to.region().self())) {
            List<SimSentinel> thirds = new ArrayList<>(sentinels);
            thirds.removeAll(List.of(from, to));
            failover = SimFailover.planned(world, from, to, thirds, keys);
        }
    }

    /** Everybody reaches everybody, nothing is paused; fences by hand stay. */
    void heal() {
        healed = true;
        cut.clear();
        for (SimRegion from : regions) {
            regions.forEach(to -> from.peers().pause(to.self(), false));
        }
        sentinels.forEach(SimSentinel::look);
    }

    boolean isSettled() {
        return failover == null && sentinels.stream().allMatch(SimSentinel::isSettled);
    }

    /** What is not as it must be at the end, null if nothing; regions that are fenced by hand are asked for the same as others. */
    @Nullable
    String wrongAtTheEnd() {
        for (SimSentinel sentinel : sentinels) {
            world.sometimes.reached(Path.FENCED_TO_THE_END, sentinel.fence().state() == State.FENCED ? 1 : 0);
            String wrong = sentinel.wrongAtTheEnd();
            if (wrong != null) {
                return wrong;
            }
        }
        return null;
    }
}
