package dev.rejoin.tombstone;

import dev.rejoin.clock.Actor;
import dev.rejoin.item.ItemKey;
import dev.rejoin.version.ShadowRow;
import java.util.Collection;
import java.util.Map;
import java.util.concurrent.CompletableFuture;

/** The tombstones of one region. A future that fails means that the region does not answer. Implementations pass {@code StoreContract}. */
public interface Tombstones {
    /** The region. */
    Actor region();

    /** What the region has of these keys, strongly consistent: one for each. */
    CompletableFuture<Map<ItemKey, Tombstone>> look(Collection<ItemKey> keys);

    /**
     * Marks a row that is still as it was read. The mark goes with whatever writes the row next.
     *
     * @param nowMillis what the mark says
     * @return whether it is marked
     */
    CompletableFuture<Boolean> mark(ItemKey key, ShadowRow asRead, long nowMillis);

    /**
     * Removes a row that is still as it was read, under the same mark. If its item has come back meanwhile, the record of that is still to
     * be folded, and is folded like that of any new item.
     *
     * @return whether it is removed
     */
    CompletableFuture<Boolean> forget(ItemKey key, ShadowRow asRead, long markedMillis);
}
