package dev.rejoin.testkit.sim;

import dev.rejoin.replica.DeletedItem;
import dev.rejoin.replica.DeletedItems;
import java.util.concurrent.CompletableFuture;

/** A bin that may be throttled. It takes no step of its own: nobody but the oracles reads it. */
final class SimBin implements DeletedItems {
    private final World world;
    private final SimRegion region;

    SimBin(World world, SimRegion region) {
        this.world = world;
        this.region = region;
    }

    @Override
    public CompletableFuture<Void> keep(DeletedItem deleted) {
        if (world.chance(region.chances().unkept())) {
            world.sometimes.reached(Sometimes.Path.THROTTLED);
            return CompletableFuture.failedFuture(new SimStore.Throttled());
        }
        region.log().journal().binned(region, deleted);
        return CompletableFuture.completedFuture(null);
    }
}
