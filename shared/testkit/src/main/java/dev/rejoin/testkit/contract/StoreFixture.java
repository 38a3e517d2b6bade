package dev.rejoin.testkit.contract;

import dev.rejoin.item.Attributes;
import dev.rejoin.item.ItemKey;
import dev.rejoin.item.Value;
import dev.rejoin.replica.Store;
import dev.rejoin.replica.StreamRecord;
import dev.rejoin.tombstone.Tombstones;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A store under test, and what applications do to the same table. Every call returns when it is done. A table may be shared by
 * tests: each uses keys of its own.
 */
public interface StoreFixture {
    /** The store under test. */
    Store store();

    /** The tombstones of the same tables. */
    Tombstones tombstones();

    /** An application's PutItem; without a clock if that is null. */
    void put(ItemKey key, Attributes attributes, @Nullable Value clock);

    /** An application's UpdateItem that sets attributes. */
    void update(ItemKey key, Attributes set);

    /** An application's DeleteItem. */
    void delete(ItemKey key);

    /** Makes the table's TTL delete the item and waits for it; false if this engine cannot be made to. */
    boolean expire(ItemKey key);

    /** Stores bytes as a shadow row. */
    void putRawShadow(ItemKey key, Value.B bytes);

    /**
     * The stream's records of a key, in their order. Waits, a bounded time, until there are as many as asked for; more are not
     * waited for.
     */
    List<StreamRecord> records(ItemKey key, int atLeast);
}
