package dev.rejoin.testkit.sim;

import dev.rejoin.replica.Courier;
import dev.rejoin.replica.HintQueue;
import dev.rejoin.testkit.sim.Sometimes.Path;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/** What a region owes, and the courier that brings it; one invocation after the other. */
final class SimCourier {
    private static final int BACKOFF_STEPS = 40;

    private final World world;
    private final SimRegion region;
    private boolean atIt;
    private boolean backingOff;

    SimCourier(World world, SimRegion region) {
        this.world = world;
        this.region = region;
    }

    boolean isAtIt() {
        return atIt;
    }

    boolean isBackingOff() {
        return backingOff;
    }

    /** Begins with what is owed, unless somebody is at it or waits. */
    void wake() {
        if (!atIt && !backingOff && !region.hints().isEmpty()) {
            atIt = true;
            world.soon(Invocation.immortal(world, "poller of hints " + region.self()), this::deliver);
        }
    }

    private void deliver() {
        if (region.isGone()) {
            return;
        }
        Runnable crashed = () -> {
            world.sometimes.reached(Path.CRASHED_COURIER);
            delivered(true);
        };
        Invocation process =
                new Invocation(world, "courier " + region.self(), region.chances(), crashed, region::isGone);
        List<HintQueue.Hint> some =
                region.hints().take(1 + world.below(region.shape().batch()));
        world.started(process);
        world.learned(process, some);
        CompletableFuture<Void> unused = new Courier(
                        region.replica(process),
                        region.peers().links(process),
                        region.hints().seenBy(process))
                .deliver(some)
                .handle((kept, error) -> {
                    world.ended(process);
                    if (!process.isCrashed()) {
                        delivered(error != null || !kept.isEmpty());
                    }
                    return null;
                });
    }

    private void delivered(boolean waits) {
        atIt = false;
        if (waits && !backingOff && !region.isGone()) {
            backingOff = true;
            world.within(Invocation.immortal(world, "backoff " + region.self()), BACKOFF_STEPS, () -> {
                backingOff = false;
                region.wake();
            });
        }
        region.wake();
    }
}
