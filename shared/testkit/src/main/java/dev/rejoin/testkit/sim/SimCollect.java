package dev.rejoin.testkit.sim;

import dev.rejoin.item.ItemKey;
import dev.rejoin.replica.LivingItems;
import dev.rejoin.replica.Prune;
import dev.rejoin.testkit.sim.Sometimes.Path;
import dev.rejoin.tombstone.Collector;
import dev.rejoin.tombstone.Fate;
import dev.rejoin.tombstone.RemovedAttributes;
import java.util.Collection;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/**
 * Tombstones are collected now and then, while applications write. Whenever nothing happens to be under way, weeks may pass: hints may wait
 * for longer, but no process, no message and no record is that old.
 */
final class SimCollect {
    private static final long GRACE_MILLIS = TimeUnit.DAYS.toMillis(35);
    private static final double COLLECTS = .15;
    private static final double WEEKS_PASS = .5;
    private static final int MOST_LEAPS = 12;
    private static final Set<Fate> AT_LAST = EnumSet.of(Fate.NOTHING, Fate.ALIVE, Fate.STAYS, Fate.FORGOTTEN);

    private final RandomWorld world;
    private final SimNetwork network;
    private final List<SimRegion> regions;
    private final List<ItemKey> keys;
    private int leaps;
    private int left = Integer.MAX_VALUE;
    private boolean atIt;

    SimCollect(RandomWorld world, SimNetwork network, List<SimRegion> regions, List<ItemKey> keys) {
        this.world = world;
        this.network = network;
        this.regions = regions;
        this.keys = keys;
    }

    /** What may happen now. */
    void step() {
        if (leaps < MOST_LEAPS && world.chance(WEEKS_PASS) && isQuiet()) {
            leaps++;
            pass();
            if (!atIt) {
                collect();
            }
        }
        if (!atIt && left > 0 && world.chance(COLLECTS)) {
            collect();
        }
    }

    /** Nobody writes any more: once all has arrived, what is dead is marked, and forgotten when its time has come. */
    void heal() {
        left = 2;
        leaps = MOST_LEAPS;
    }

    /** Whether all that can be forgotten is. */
    boolean isSettled() {
        if (left > 0 && regions.stream().allMatch(SimRegion::isDone) && isQuiet()) {
            left--;
            pass();
            collect();
        }
        return left == 0 && !atIt;
    }

    private void pass() {
        world.note(61, () -> "five weeks pass");
        world.sometimes.reached(Path.WEEKS_PASSED);
        world.passMillis(GRACE_MILLIS);
    }

    private boolean isQuiet() {
        return !atIt
                && world.isNobodyAtWork()
                && regions.stream().allMatch(region -> region.isAtRest() && network.isQuiet(region));
    }

    private void collect() {
        atIt = true;
        boolean last = left == 0;
        Invocation process = new Invocation(world, "collector", regions.get(0).chances(), () -> atIt = false);
        List<SimTombstones> everywhere = regions.stream()
                .map(region -> new SimTombstones(world, process, region))
                .toList();
        world.started(process);
        CompletableFuture<Void> unused = new Collector(
                        List.copyOf(everywhere), Set.of(), world::millis, GRACE_MILLIS, false)
                .collect(keys)
                .thenCompose(fates -> prune(process).thenApply(done -> fates))
                .handle((fates, error) -> {
                    world.ended(process);
                    if (!process.isCrashed()) {
                        atIt = false;
                    }
                    if (last && error == null) {
                        judge(fates.values());
                    }
                    return null;
                });
    }

    private CompletableFuture<?> prune(Invocation process) {
        List<LivingItems> items = regions.stream()
                .<LivingItems>map(region -> new Prune(region.replica(process)))
                .toList();
        return new RemovedAttributes(items, Set.of(), world::millis, GRACE_MILLIS, 0, false).collect(keys);
    }

    private void judge(Collection<Fate> fates) {
        for (Fate fate : fates) {
            if (!AT_LAST.contains(fate)) {
                regions.get(0).log().error("a tombstone that could go is there at the end: " + fate);
            }
        }
    }
}
