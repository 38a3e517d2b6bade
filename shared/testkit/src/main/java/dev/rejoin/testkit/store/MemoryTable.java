package dev.rejoin.testkit.store;

import dev.rejoin.item.Attributes;
import dev.rejoin.item.ItemKey;
import dev.rejoin.item.ItemSize;
import dev.rejoin.item.Value;
import dev.rejoin.replica.ItemWrite;
import dev.rejoin.replica.StoredItem;
import dev.rejoin.replica.StreamRecord;
import dev.rejoin.replica.WriteResult;
import dev.rejoin.tombstone.Tombstone;
import dev.rejoin.version.SequenceNumber;
import dev.rejoin.version.ShadowRow;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.LongSupplier;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * One region's table with its stream and its shadow table, as DynamoDB has them. Deterministic, synchronous, not thread-safe.
 * What it hands out is immutable, so a snapshot is a reference.
 *
 * <p>Methods named as in {@code Store} are what a replica does, and count in {@link #counts}. The others are the doings of
 * applications and the looks of tests, and do not.
 */
public final class MemoryTable {
    /** The reserved attribute's name, which counts for an item's size. */
    private static final String RESERVED = "_rejoin";

    private final SortedMap<ItemKey, StoredItem> items = new TreeMap<>();
    private final MemoryShadows shadows = new MemoryShadows();
    private final OperationCounts counts = new OperationCounts();
    private final MemoryStream stream;

    /**
     * An empty table.
     *
     * @param timeMillis the table's own clock, in milliseconds since 1970
     * @param recordGranularityMillis the interval to which it rounds its records' times down, 1 ms or more
     */
    public MemoryTable(LongSupplier timeMillis, long recordGranularityMillis) {
        stream = new MemoryStream(timeMillis, recordGranularityMillis);
    }

    /** The item of a key. */
    public Optional<StoredItem> item(ItemKey key) {
        return Optional.ofNullable(items.get(key));
    }

    /**
     * The shadow row of a key.
     *
     * @throws dev.rejoin.version.FormatException if the row cannot be read
     */
    public Optional<ShadowRow> shadow(ItemKey key) {
        return shadows.row(key);
    }

    /** The keys that have an item, sorted. A live view. */
    public Set<ItemKey> keys() {
        return Collections.unmodifiableSet(items.keySet());
    }

    /** The keys that have a shadow row, sorted. A live view. */
    public Set<ItemKey> shadowKeys() {
        return shadows.keys();
    }

    /** What replicas did so far; counts on. */
    public OperationCounts counts() {
        return counts;
    }

    /** As {@code Store.readItems}. */
    public Map<ItemKey, StoredItem> readItems(Collection<ItemKey> keys) {
        Map<ItemKey, StoredItem> found = new TreeMap<>();
        for (ItemKey key : Set.copyOf(keys)) {
            counts.count(Operation.ITEM_READ);
            item(key).ifPresent(item -> found.put(key, item));
        }
        return found;
    }

    /**
     * As {@code Store.readShadows}.
     *
     * @throws dev.rejoin.version.FormatException if one of the rows cannot be read
     */
    public Map<ItemKey, ShadowRow> readShadows(Collection<ItemKey> keys) {
        Map<ItemKey, ShadowRow> found = new TreeMap<>();
        for (ItemKey key : Set.copyOf(keys)) {
            counts.count(Operation.SHADOW_READ);
            shadow(key).ifPresent(row -> found.put(key, row));
        }
        return found;
    }

    /** As {@code Store.write}. */
    public WriteResult<StoredItem> write(ItemWrite write) {
        WriteResult<StoredItem> result = tried(write);
        counts.count(result.isDone() ? Operation.ITEM_WRITE : Operation.ITEM_WRITE_REFUSED);
        return result;
    }

    private WriteResult<StoredItem> tried(ItemWrite write) {
        StoredItem before = items.get(write.key());
        if (!ItemWrites.conditionsHold(write, before)) {
            return WriteResult.refused(Optional.ofNullable(before));
        }
        if (ItemWrites.overflows(write, before)) {
            return WriteResult.tooLarge();
        }
        StoredItem after = ItemWrites.applied(write, before);
        if (after != null && isTooLarge(after)) {
            return WriteResult.tooLarge();
        }
        replace(write.key(), after, false, Origin.OWN);
        return WriteResult.done();
    }

    /**
     * As {@code Store.writeShadow}.
     *
     * @throws dev.rejoin.version.FormatException if it is refused because of a row that cannot be read
     */
    public WriteResult<ShadowRow> writeShadow(ItemKey key, ShadowRow row, ShadowRow asRead) {
        WriteResult<ShadowRow> result = shadows.write(key, row, asRead);
        counts.count(result.isDone() ? Operation.SHADOW_WRITE : Operation.SHADOW_WRITE_REFUSED);
        return result;
    }

    /**
     * As {@code Store.writeTombstone}.
     *
     * @throws dev.rejoin.version.FormatException if it is refused because of a row that cannot be read
     */
    public WriteResult<ShadowRow> writeTombstone(ItemKey key, ShadowRow row, ShadowRow asRead) {
        WriteResult<ShadowRow> result =
                items.containsKey(key) ? WriteResult.refused(shadow(key)) : shadows.write(key, row, asRead);
        counts.count(result.isDone() ? Operation.TRANSACTION : Operation.TRANSACTION_REFUSED);
        return result;
    }

    /** As {@code Tombstones.look}, of one key. */
    public Tombstone tombstone(ItemKey key) {
        return new Tombstone(key, items.containsKey(key), shadow(key).orElse(ShadowRow.NONE), shadows.mark(key));
    }

    /** As {@code Tombstones.mark}. */
    public boolean mark(ItemKey key, ShadowRow asRead, long nowMillis) {
        return shadows.mark(key, asRead, nowMillis);
    }

    /** As {@code Tombstones.forget}. */
    public boolean forget(ItemKey key, ShadowRow asRead, long markedMillis) {
        return shadows.forget(key, asRead, markedMillis);
    }

    /** The shadow row of a key goes, whatever it is. */
    public void removeShadow(ItemKey key) {
        shadows.remove(key);
    }

    /** PutItem: replaces everything; without a clock if that is null. */
    public void put(ItemKey key, Attributes attributes, @Nullable Value clock) {
        transact(new PlainWrite.Put(key, attributes, clock));
    }

    /** UpdateItem: changes attributes, keeps the clock, creates the item if there is none. */
    public void update(ItemKey key, UnaryOperator<Attributes> change) {
        transact(new PlainWrite.Update(key, change));
    }

    /** DeleteItem. */
    public void delete(ItemKey key) {
        transact(new PlainWrite.Delete(key));
    }

    /**
     * TransactWriteItems: all of the writes or none.
     *
     * @throws IllegalArgumentException if two name the same key, or an item would be too large; nothing is written
     */
    public void transact(PlainWrite... writes) {
        List<@Nullable StoredItem> after = new ArrayList<>();
        Set<ItemKey> keys = new HashSet<>();
        for (PlainWrite write : writes) {
            StoredItem item = write.on(items.get(write.key()));
            if (!keys.add(write.key()) || (item != null && isTooLarge(item))) {
                throw new IllegalArgumentException("DynamoDB refuses to write " + write.key());
            }
            after.add(item);
        }
        for (int i = 0; i < writes.length; i++) {
            replace(writes[i].key(), after.get(i), false, Origin.PLAIN);
        }
    }

    /** The table's TTL deletes the item, if there is one. */
    public void expire(ItemKey key) {
        replace(key, null, true, Origin.PLAIN);
    }

    /** Stores bytes as a shadow row, whatever they are. */
    public void putRawShadow(ItemKey key, Value.B bytes) {
        shadows.putRaw(key, bytes);
    }

    /** Every record that retention left. A live view. */
    public List<StreamRecord> stream() {
        return stream.records();
    }

    /** At most so many records from an index on; if retention took that, from the oldest that is left. */
    public List<StreamRecord> records(int fromIndex, int max) {
        return stream.records(fromIndex, max);
    }

    /** The index of the oldest record that retention left; {@link #endIndex} if none. */
    public int firstIndex() {
        return stream.first();
    }

    /** The index of the next record to come, which is how many there ever were. */
    public int endIndex() {
        return stream.end();
    }

    /** Retention: the records before that index are gone. */
    public void trimBefore(int index) {
        stream.trimBefore(index);
    }

    /** Whose write a record tells, also after retention took it. */
    public Origin origin(SequenceNumber sequence) {
        return stream.origin(sequence);
    }

    private void replace(ItemKey key, @Nullable StoredItem after, boolean expired, Origin origin) {
        StoredItem before = after == null ? items.remove(key) : items.put(key, after);
        if (before == null ? after != null : !before.equals(after)) {
            stream.append(key, before, after, expired, origin);
        }
    }

    private static boolean isTooLarge(StoredItem item) {
        Value clock = item.clock();
        int size = ItemSize.of(item.key().attributes()) + ItemSize.of(item.attributes());
        return size + (clock == null ? 0 : ItemSize.of(RESERVED, clock)) > ItemSize.LIMIT;
    }
}
