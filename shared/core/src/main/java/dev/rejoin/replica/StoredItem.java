package dev.rejoin.replica;

import dev.rejoin.item.Attributes;
import dev.rejoin.item.ItemKey;
import dev.rejoin.item.Value;
import org.jspecify.annotations.Nullable;

/**
 * An item as a table holds it, taken apart.
 *
 * @param key its key attributes
 * @param attributes what applications see beside the key
 * @param clock the raw value of the reserved attribute, null if the item has none; whatever an application may have put there
 */
public record StoredItem(
        ItemKey key, Attributes attributes, @Nullable Value clock) {
    /** This item with other content and clock. */
    public StoredItem with(Attributes content, @Nullable Value newClock) {
        return new StoredItem(key, content, newClock);
    }
}
