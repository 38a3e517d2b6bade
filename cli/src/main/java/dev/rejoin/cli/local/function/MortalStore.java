package dev.rejoin.cli.local.function;

import dev.rejoin.item.ItemKey;
import dev.rejoin.replica.ItemWrite;
import dev.rejoin.replica.Store;
import dev.rejoin.replica.StoredItem;
import dev.rejoin.replica.WriteResult;
import dev.rejoin.version.ShadowRow;
import java.util.Collection;
import java.util.Map;
import java.util.concurrent.CompletableFuture;

/** A store as one function instance sees it: until the instance dies. */
record MortalStore(Store store, Lifeline life) implements Store {
    @Override
    public CompletableFuture<Map<ItemKey, StoredItem>> readItems(Collection<ItemKey> keys) {
        return life.operation(() -> store.readItems(keys));
    }

    @Override
    public CompletableFuture<Map<ItemKey, ShadowRow>> readShadows(Collection<ItemKey> keys) {
        return life.operation(() -> store.readShadows(keys));
    }

    @Override
    public CompletableFuture<WriteResult<StoredItem>> write(ItemWrite write) {
        return life.operation(() -> store.write(write));
    }

    @Override
    public CompletableFuture<WriteResult<ShadowRow>> writeShadow(ItemKey key, ShadowRow row, ShadowRow asRead) {
        return life.operation(() -> store.writeShadow(key, row, asRead));
    }

    @Override
    public CompletableFuture<WriteResult<ShadowRow>> writeTombstone(ItemKey key, ShadowRow row, ShadowRow asRead) {
        return life.operation(() -> store.writeTombstone(key, row, asRead));
    }
}
