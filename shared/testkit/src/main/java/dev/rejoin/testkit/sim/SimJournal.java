package dev.rejoin.testkit.sim;

import dev.rejoin.replica.Conflict;
import dev.rejoin.replica.ConflictJournal;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/** A journal that takes a step, and may be throttled. */
final class SimJournal implements ConflictJournal {
    private final World world;
    private final Invocation process;
    private final SimRegion region;

    SimJournal(World world, Invocation process, SimRegion region) {
        this.world = world;
        this.process = process;
        this.region = region;
    }

    @Override
    public CompletableFuture<Void> record(List<Conflict> conflicts) {
        CompletableFuture<Void> future = new CompletableFuture<>();
        world.alone(process, () -> {
            if (world.chance(region.chances().throttle())
                    || world.chance(region.chances().unkept())) {
                world.sometimes.reached(Sometimes.Path.THROTTLED);
                world.learned(process, Sometimes.Path.THROTTLED);
                future.completeExceptionally(new SimStore.Throttled());
                return;
            }
            world.note(23, () -> process + ": journal " + conflicts.size());
            conflicts.forEach(region.log()::journalled);
            world.learned(process, Sometimes.Path.CONFLICT);
            future.complete(null);
        });
        return future;
    }
}
