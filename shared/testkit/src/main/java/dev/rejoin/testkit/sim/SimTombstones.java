package dev.rejoin.testkit.sim;

import dev.rejoin.clock.Actor;
import dev.rejoin.item.ItemKey;
import dev.rejoin.testkit.sim.Sometimes.Path;
import dev.rejoin.tombstone.Tombstone;
import dev.rejoin.tombstone.Tombstones;
import dev.rejoin.version.ShadowRow;
import java.util.Collection;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;

/** A region's tombstones as one process sees them: each operation is a step, which may be throttled, or its answer lost. */
final class SimTombstones implements Tombstones {
    private final World world;
    private final Invocation process;
    private final SimRegion region;

    SimTombstones(World world, Invocation process, SimRegion region) {
        this.world = world;
        this.process = process;
        this.region = region;
    }

    @Override
    public Actor region() {
        return region.name();
    }

    @Override
    public CompletableFuture<Map<ItemKey, Tombstone>> look(Collection<ItemKey> keys) {
        return step("look for tombstones", () -> {
            Map<ItemKey, Tombstone> seen = new TreeMap<>();
            keys.forEach(key -> seen.put(key, region.table().tombstone(key)));
            return seen;
        });
    }

    @Override
    public CompletableFuture<Boolean> mark(ItemKey key, ShadowRow asRead, long nowMillis) {
        return step("mark " + key, () -> region.table().mark(key, asRead, nowMillis));
    }

    @Override
    public CompletableFuture<Boolean> forget(ItemKey key, ShadowRow asRead, long markedMillis) {
        return step("forget " + key, () -> {
            boolean gone = region.table().forget(key, asRead, markedMillis);
            if (gone) {
                world.sometimes.reached(Path.TOMBSTONE_FORGOTTEN);
                region.log().forgotten(key, asRead.known());
            }
            return gone;
        });
    }

    private <T> CompletableFuture<T> step(String name, Supplier<T> operation) {
        CompletableFuture<T> future = new CompletableFuture<>();
        world.soon(process, () -> {
            world.note(name.hashCode(), () -> process + ": " + name + " in " + region.self());
            boolean lost = world.chance(region.chances().uncertain());
            T result = world.chance(region.chances().throttle()) ? null : operation.get();
            if (result == null || lost) {
                future.completeExceptionally(new SimStore.Throttled());
            } else {
                future.complete(result);
            }
        });
        return future;
    }
}
