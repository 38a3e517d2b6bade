package dev.rejoin.testkit.store;

import dev.rejoin.clock.Actor;
import dev.rejoin.item.ItemKey;
import dev.rejoin.tombstone.Tombstone;
import dev.rejoin.tombstone.Tombstones;
import dev.rejoin.version.ShadowRow;
import java.util.Collection;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;

/** The tombstones of a table in memory. */
public record MemoryTombstones(Actor region, MemoryStore store) implements Tombstones {
    @Override
    public CompletableFuture<Map<ItemKey, Tombstone>> look(Collection<ItemKey> keys) {
        return CompletableFuture.completedFuture(store.inTable(table -> {
            Map<ItemKey, Tombstone> seen = new TreeMap<>();
            keys.forEach(key -> seen.put(key, table.tombstone(key)));
            return seen;
        }));
    }

    @Override
    public CompletableFuture<Boolean> mark(ItemKey key, ShadowRow asRead, long nowMillis) {
        return CompletableFuture.completedFuture(store.inTable(table -> table.mark(key, asRead, nowMillis)));
    }

    @Override
    public CompletableFuture<Boolean> forget(ItemKey key, ShadowRow asRead, long markedMillis) {
        return CompletableFuture.completedFuture(store.inTable(table -> table.forget(key, asRead, markedMillis)));
    }
}
