package dev.rejoin.replica;

import dev.rejoin.item.ItemKey;
import dev.rejoin.version.ShadowRow;
import java.util.Collection;
import java.util.Map;
import java.util.concurrent.CompletableFuture;

/**
 * One region's table and its shadow table. Never blocks; every future is completed exactly once. Reads are strongly
 * consistent. Each write is one atomic conditional write. The store retries what can be retried (throttling, connections); a
 * future that fails means that the infrastructure is broken and that nothing is known of the write, which callers treat like
 * {@code UNCERTAIN}. Safe for use by many threads and processes at once. Implementations pass {@code StoreContract}.
 */
public interface Store {
    /** The items of these keys; a key without an item is not in the map. */
    CompletableFuture<Map<ItemKey, StoredItem>> readItems(Collection<ItemKey> keys);

    /**
     * The shadow rows of these keys; a key without a row is not in the map. A row that this release cannot read fails the
     * future with {@code FormatException}; so that one key never stops others, callers then ask key by key.
     */
    CompletableFuture<Map<ItemKey, ShadowRow>> readShadows(Collection<ItemKey> keys);

    /** Writes an item if its conditions hold; a refusal tells the item as it is. */
    CompletableFuture<WriteResult<StoredItem>> write(ItemWrite write);

    /**
     * Writes a shadow row if it is still as it was read; a refusal tells the row as it is.
     *
     * @param asRead the row as read, {@code ShadowRow.NONE} if there must be none
     */
    CompletableFuture<WriteResult<ShadowRow>> writeShadow(ItemKey key, ShadowRow row, ShadowRow asRead);

    /**
     * Writes a shadow row if it is still as it was read and the item is absent, in one transaction.
     *
     * @param asRead the row as read, {@code ShadowRow.NONE} if there must be none
     */
    CompletableFuture<WriteResult<ShadowRow>> writeTombstone(ItemKey key, ShadowRow row, ShadowRow asRead);
}
