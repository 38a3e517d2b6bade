package dev.rejoin.replica;

import dev.rejoin.item.ItemKey;
import dev.rejoin.item.Value;
import java.math.BigDecimal;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import org.jspecify.annotations.Nullable;

/** One conditional write to the table. Nothing happens unless every condition holds. */
public sealed interface ItemWrite {
    ItemKey key();

    /** Puts an item, if there is none. */
    record Insert(StoredItem item) implements ItemWrite {
        @Override
        public ItemKey key() {
            return item.key();
        }
    }

    /**
     * Changes an item that is there.
     *
     * @param set attributes to set
     * @param remove attributes to remove; no name is also set or added to
     * @param add amounts to add to number attributes, each of which must be absent or a number
     * @param clock the reserved attribute's new value
     * @param clockAsRead the reserved attribute must have this value, or be absent if null
     * @param asRead these attributes must have these values, or be absent if empty
     */
    record Update(
            ItemKey key,
            SortedMap<String, Value> set,
            Set<String> remove,
            SortedMap<String, BigDecimal> add,
            Value clock,
            @Nullable Value clockAsRead,
            SortedMap<String, Optional<Value>> asRead)
            implements ItemWrite {}

    /**
     * Deletes an item that is there.
     *
     * @param clockAsRead the reserved attribute must have this value
     * @param asRead these attributes must have these values, or be absent if empty
     */
    record Delete(ItemKey key, Value clockAsRead, SortedMap<String, Optional<Value>> asRead) implements ItemWrite {}
}
