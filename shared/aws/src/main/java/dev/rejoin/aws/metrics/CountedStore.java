package dev.rejoin.aws.metrics;

import dev.rejoin.item.ItemKey;
import dev.rejoin.replica.ItemWrite;
import dev.rejoin.replica.Store;
import dev.rejoin.replica.StoredItem;
import dev.rejoin.replica.WriteResult;
import dev.rejoin.version.ShadowRow;
import java.util.Collection;
import java.util.Map;
import java.util.concurrent.CompletableFuture;

/** Counts conditional writes as they are tried: one that is refused is paid for too. */
final class CountedStore implements Store {
    private final Store store;
    private final RegionMetrics metrics;

    CountedStore(Store store, RegionMetrics metrics) {
        this.store = store;
        this.metrics = metrics;
    }

    @Override
    public CompletableFuture<Map<ItemKey, StoredItem>> readItems(Collection<ItemKey> keys) {
        return store.readItems(keys);
    }

    @Override
    public CompletableFuture<Map<ItemKey, ShadowRow>> readShadows(Collection<ItemKey> keys) {
        return store.readShadows(keys);
    }

    @Override
    public CompletableFuture<WriteResult<StoredItem>> write(ItemWrite write) {
        metrics.writes(1);
        return store.write(write);
    }

    @Override
    public CompletableFuture<WriteResult<ShadowRow>> writeShadow(ItemKey key, ShadowRow row, ShadowRow asRead) {
        metrics.writes(1);
        return store.writeShadow(key, row, asRead);
    }

    @Override
    public CompletableFuture<WriteResult<ShadowRow>> writeTombstone(ItemKey key, ShadowRow row, ShadowRow asRead) {
        metrics.writes(1);
        return store.writeTombstone(key, row, asRead);
    }
}
