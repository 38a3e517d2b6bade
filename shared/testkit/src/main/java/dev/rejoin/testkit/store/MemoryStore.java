package dev.rejoin.testkit.store;

import dev.rejoin.item.ItemKey;
import dev.rejoin.replica.ItemWrite;
import dev.rejoin.replica.Store;
import dev.rejoin.replica.StoredItem;
import dev.rejoin.replica.WriteResult;
import dev.rejoin.version.ShadowRow;
import java.util.Collection;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import java.util.function.Supplier;

/** A store in memory for tests of whatever uses one. Thread-safe; every future is complete when it is returned. */
public final class MemoryStore implements Store {
    private final MemoryTable table;

    /** @param table where everything is kept; while the store is in use, to be reached through {@link #inTable} only */
    public MemoryStore(MemoryTable table) {
        this.table = table;
    }

    /** Does something with the table while nobody else can; for the part of the applications in a test. */
    public <T> T inTable(Function<MemoryTable, T> work) {
        synchronized (table) {
            return work.apply(table);
        }
    }

    @Override
    public CompletableFuture<Map<ItemKey, StoredItem>> readItems(Collection<ItemKey> keys) {
        return done(() -> table.readItems(keys));
    }

    @Override
    public CompletableFuture<Map<ItemKey, ShadowRow>> readShadows(Collection<ItemKey> keys) {
        return done(() -> table.readShadows(keys));
    }

    @Override
    public CompletableFuture<WriteResult<StoredItem>> write(ItemWrite write) {
        return done(() -> table.write(write));
    }

    @Override
    public CompletableFuture<WriteResult<ShadowRow>> writeShadow(ItemKey key, ShadowRow row, ShadowRow asRead) {
        return done(() -> table.writeShadow(key, row, asRead));
    }

    @Override
    public CompletableFuture<WriteResult<ShadowRow>> writeTombstone(ItemKey key, ShadowRow row, ShadowRow asRead) {
        return done(() -> table.writeTombstone(key, row, asRead));
    }

    private <T> CompletableFuture<T> done(Supplier<T> operation) {
        synchronized (table) {
            try {
                return CompletableFuture.completedFuture(operation.get());
            } catch (RuntimeException e) {
                return CompletableFuture.failedFuture(e);
            }
        }
    }
}
