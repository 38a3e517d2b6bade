package dev.rejoin.testkit.store;

import dev.rejoin.clock.Actor;
import dev.rejoin.item.Attributes;
import dev.rejoin.item.ItemKey;
import dev.rejoin.item.Value;
import dev.rejoin.replica.Store;
import dev.rejoin.replica.StreamRecord;
import dev.rejoin.testkit.contract.StoreFixture;
import dev.rejoin.tombstone.Tombstones;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** A store in memory over a table of its own. */
final class MemoryFixture implements StoreFixture {
    private final MemoryStore store = new MemoryStore(new MemoryTable(System::currentTimeMillis, 1000));

    @Override
    public Store store() {
        return store;
    }

    @Override
    public Tombstones tombstones() {
        return new MemoryTombstones(new Actor("eu-west-1"), store);
    }

    @Override
    public void put(ItemKey key, Attributes attributes, @Nullable Value clock) {
        inTable(table -> table.put(key, attributes, clock));
    }

    @Override
    public void update(ItemKey key, Attributes set) {
        inTable(table -> table.update(key, before -> {
            Map<String, Value> after = new TreeMap<>(before.asMap());
            after.putAll(set.asMap());
            return Attributes.of(after);
        }));
    }

    @Override
    public void delete(ItemKey key) {
        inTable(table -> table.delete(key));
    }

    @Override
    public boolean expire(ItemKey key) {
        inTable(table -> table.expire(key));
        return true;
    }

    @Override
    public void putRawShadow(ItemKey key, Value.B bytes) {
        inTable(table -> table.putRawShadow(key, bytes));
    }

    @Override
    public List<StreamRecord> records(ItemKey key, int atLeast) {
        return store.inTable(table -> table.stream().stream()
                .filter(record -> record.key().equals(key))
                .toList());
    }

    private void inTable(Consumer<MemoryTable> work) {
        store.inTable(table -> {
            work.accept(table);
            return true;
        });
    }
}
