package dev.rejoin.bench.verify;

import dev.rejoin.clock.Actor;
import dev.rejoin.item.Attributes;
import dev.rejoin.item.ItemKey;
import dev.rejoin.item.ItemSize;
import dev.rejoin.item.Value;
import dev.rejoin.policy.MergePolicy;
import dev.rejoin.replica.ItemWrite;
import dev.rejoin.replica.Store;
import dev.rejoin.replica.StoredItem;
import dev.rejoin.replica.WriteResult;
import dev.rejoin.testkit.store.MemoryStore;
import dev.rejoin.testkit.store.MemoryTable;
import dev.rejoin.verify.Bucket;
import dev.rejoin.verify.BucketItems;
import dev.rejoin.verify.BucketTree;
import dev.rejoin.verify.HashRange;
import dev.rejoin.verify.ItemDigest;
import dev.rejoin.verify.RegionView;
import dev.rejoin.version.Home;
import dev.rejoin.version.ShadowRow;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.LongAdder;

/** One region's table in memory, and what comparing it takes. */
final class MemoryRegion {
    private static final int KEPT_RECORDS = 10_000;
    private static final MergePolicy POLICY = MergePolicy.counting(Set.of("stock"));

    private final MemoryTable table = new MemoryTable(() -> 0, 1);
    private final LongAdder lookedAt = new LongAdder();
    private final Actor actor;

    MemoryRegion(String name) {
        this.actor = new Actor(name);
    }

    void put(ItemKey key, Attributes attributes) {
        table.put(key, attributes, null);
        // Nobody reads the stream, and a million records would only fill the memory.
        if (table.endIndex() - table.firstIndex() > KEPT_RECORDS) {
            table.trimBefore(table.endIndex());
        }
    }

    void change(ItemKey key) {
        table.update(key, before -> before.with("status", new Value.S("changed here only")));
    }

    void delete(ItemKey key) {
        table.delete(key);
    }

    /** As DynamoDB counts them, of keys and attributes. */
    long bytes() {
        return table.keys().stream()
                .mapToLong(key ->
                        ItemSize.of(key.attributes()) + ItemSize.of(item(key).attributes()))
                .sum();
    }

    BucketTree tree(int leafBits) {
        BucketTree tree = new BucketTree(leafBits);
        table.keys().forEach(key -> tree.add(HashRange.position(key), digest(key)));
        return tree;
    }

    BucketItems items(List<Bucket> leaves) {
        BucketItems items = new BucketItems(leaves);
        table.keys().forEach(key -> items.add(key, digest(key)));
        return items;
    }

    private long digest(ItemKey key) {
        return ItemDigest.of(key, item(key).attributes(), POLICY);
    }

    private StoredItem item(ItemKey key) {
        return table.item(key).orElseThrow();
    }

    RegionView view() {
        return new RegionView(new Home(actor, "orders"), new Weighed(new MemoryStore(table)));
    }

    /** The bytes of all items that a view of this region has handed out. */
    long lookedAtBytes() {
        return lookedAt.sum();
    }

    private final class Weighed implements Store {
        private final Store store;

        Weighed(Store store) {
            this.store = store;
        }

        @Override
        public CompletableFuture<Map<ItemKey, StoredItem>> readItems(Collection<ItemKey> keys) {
            return store.readItems(keys).whenComplete((found, error) -> {
                if (error == null) {
                    found.forEach((key, item) ->
                            lookedAt.add((long) ItemSize.of(key.attributes()) + ItemSize.of(item.attributes())));
                }
            });
        }

        @Override
        public CompletableFuture<Map<ItemKey, ShadowRow>> readShadows(Collection<ItemKey> keys) {
            return store.readShadows(keys);
        }

        @Override
        public CompletableFuture<WriteResult<StoredItem>> write(ItemWrite write) {
            return store.write(write);
        }

        @Override
        public CompletableFuture<WriteResult<ShadowRow>> writeShadow(ItemKey key, ShadowRow row, ShadowRow asRead) {
            return store.writeShadow(key, row, asRead);
        }

        @Override
        public CompletableFuture<WriteResult<ShadowRow>> writeTombstone(ItemKey key, ShadowRow row, ShadowRow asRead) {
            return store.writeTombstone(key, row, asRead);
        }
    }
}
