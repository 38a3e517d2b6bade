package dev.rejoin.bench.cost;

import dev.rejoin.item.ItemKey;
import dev.rejoin.replica.ItemWrite;
import dev.rejoin.replica.Store;
import dev.rejoin.replica.StoredItem;
import dev.rejoin.replica.WriteResult;
import dev.rejoin.version.ShadowRow;
import java.util.Collection;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.LongAdder;

/** Counts what goes to a store, item by item, as DynamoDB charges for it. */
public final class CountingStore implements Store {
    private final Store store;
    private final LongAdder itemReads = new LongAdder();
    private final LongAdder shadowReads = new LongAdder();
    private final LongAdder itemWrites = new LongAdder();
    private final LongAdder shadowWrites = new LongAdder();
    private final LongAdder transactions = new LongAdder();

    /** Counts nothing yet. */
    public CountingStore(Store store) {
        this.store = store;
    }

    /**
     * How much went to the store.
     *
     * @param itemReads items asked for
     * @param shadowReads shadow rows asked for
     * @param itemWrites conditional writes to items, done or refused
     * @param shadowWrites conditional writes to shadow rows, done or refused
     * @param transactions tombstones written in a transaction
     */
    public record Counts(long itemReads, long shadowReads, long itemWrites, long shadowWrites, long transactions) {
        /** What came since an earlier count. */
        public Counts since(Counts earlier) {
            return new Counts(
                    itemReads - earlier.itemReads,
                    shadowReads - earlier.shadowReads,
                    itemWrites - earlier.itemWrites,
                    shadowWrites - earlier.shadowWrites,
                    transactions - earlier.transactions);
        }
    }

    /** What went to the store so far. */
    public Counts counts() {
        return new Counts(itemReads.sum(), shadowReads.sum(), itemWrites.sum(), shadowWrites.sum(), transactions.sum());
    }

    @Override
    public CompletableFuture<Map<ItemKey, StoredItem>> readItems(Collection<ItemKey> keys) {
        itemReads.add(keys.size());
        return store.readItems(keys);
    }

    @Override
    public CompletableFuture<Map<ItemKey, ShadowRow>> readShadows(Collection<ItemKey> keys) {
        shadowReads.add(keys.size());
        return store.readShadows(keys);
    }

    @Override
    public CompletableFuture<WriteResult<StoredItem>> write(ItemWrite write) {
        itemWrites.increment();
        return store.write(write);
    }

    @Override
    public CompletableFuture<WriteResult<ShadowRow>> writeShadow(ItemKey key, ShadowRow row, ShadowRow asRead) {
        shadowWrites.increment();
        return store.writeShadow(key, row, asRead);
    }

    @Override
    public CompletableFuture<WriteResult<ShadowRow>> writeTombstone(ItemKey key, ShadowRow row, ShadowRow asRead) {
        transactions.increment();
        return store.writeTombstone(key, row, asRead);
    }
}
