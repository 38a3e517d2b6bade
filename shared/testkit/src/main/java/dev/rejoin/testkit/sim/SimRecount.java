package dev.rejoin.testkit.sim;

import dev.rejoin.replica.Recount;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/** Takes in what a region's lost records would have told, until nothing is left to do. */
final class SimRecount {
    private static final int BACKOFF_STEPS = 40;

    private final World world;
    private final SimRegion region;
    private boolean atIt;

    SimRecount(World world, SimRegion region) {
        this.world = world;
        this.region = region;
    }

    boolean isAtIt() {
        return atIt;
    }

    void begin() {
        if (atIt) {
            return;
        }
        atIt = true;
        Invocation process = Invocation.immortal(world, "recount " + region.self());
        Recount recount = new Recount(region.replica(process), region.hints().seenBy(process));
        List<CompletableFuture<Boolean>> checks =
                region.everyKey().stream().map(recount::check).toList();
        CompletableFuture<Void> unused = CompletableFuture.allOf(checks.toArray(new CompletableFuture<?>[0]))
                .handle((done, error) -> {
                    recounted(error != null || checks.stream().anyMatch(CompletableFuture::join));
                    return null;
                });
    }

    /** Until nothing is left to do; what is under way is waited for. */
    private void recounted(boolean again) {
        atIt = again && !region.isGone();
        region.peers().greet();
        if (atIt) {
            world.later(Invocation.immortal(world, "recount " + region.self()), BACKOFF_STEPS, () -> {
                atIt = false;
                begin();
            });
        }
    }
}
