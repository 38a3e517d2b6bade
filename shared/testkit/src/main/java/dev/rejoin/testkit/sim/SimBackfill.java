package dev.rejoin.testkit.sim;

import dev.rejoin.item.ItemKey;
import dev.rejoin.replica.Backfill;
import dev.rejoin.testkit.sim.Sometimes.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/** Takes in a region's table page by page; a crash loses what is under way, and goes on from the last page that was done. */
final class SimBackfill {
    private static final int PAUSE_STEPS = 30;
    private static final int PAGE = 2;

    private final World world;
    private final SimRegion region;
    private final List<ItemKey> left = new ArrayList<>();
    private boolean begun;

    SimBackfill(World world, SimRegion region) {
        this.world = world;
        this.region = region;
    }

    /** Begins, once. */
    void begin() {
        if (!begun) {
            begun = true;
            left.addAll(region.everyKey());
            next();
        }
    }

    boolean isUnderWay() {
        return !left.isEmpty();
    }

    private void next() {
        if (left.isEmpty()) {
            return;
        }
        List<ItemKey> page = List.copyOf(left.subList(0, Math.min(left.size(), 1 + world.below(PAGE))));
        Runnable crashed = () -> {
            world.sometimes.reached(Path.BACKFILL_CRASHED);
            pause();
        };
        Invocation process =
                new Invocation(world, "backfill " + region.self(), region.chances(), crashed, region::isGone);
        world.started(process);
        CompletableFuture<Void> unused = new Backfill(
                        region.replica(process), region.hints().seenBy(process))
                .take(page, region.peers().names())
                .handle((progress, error) -> {
                    world.ended(process);
                    if (!process.isCrashed()) {
                        if (error == null) {
                            left.removeIf(key ->
                                    page.contains(key) && !progress.again().contains(key));
                        }
                        pause();
                    }
                    return null;
                });
    }

    private void pause() {
        world.later(Invocation.immortal(world, "backfill " + region.self()), PAUSE_STEPS, this::next);
    }
}
