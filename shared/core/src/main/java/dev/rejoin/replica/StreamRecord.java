package dev.rejoin.replica;

import dev.rejoin.item.ItemKey;
import dev.rejoin.version.SequenceNumber;
import org.jspecify.annotations.Nullable;

/**
 * One write to the table, as its stream tells it. The images are those of that write; the table may have moved on.
 *
 * @param key the item's key
 * @param before the item before the write, null for an insert
 * @param after the item after the write, null for a delete
 * @param sequence its place among this item's records
 * @param timeMillis about when it was written, rounded down; milliseconds since 1970
 * @param expired whether the table's TTL deleted the item
 */
public record StreamRecord(
        ItemKey key,
        @Nullable StoredItem before,
        @Nullable StoredItem after,
        SequenceNumber sequence,
        long timeMillis,
        boolean expired) {}
