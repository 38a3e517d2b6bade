package dev.rejoin.replica;

import java.util.concurrent.CompletableFuture;

/**
 * Where deleted items are kept for a while, so that they can be brought back. Written before the record of the delete is done
 * with; if the future fails, the record comes again. The same delete may be kept many times, and counts once.
 */
@FunctionalInterface
public interface DeletedItems {
    /** Keeps nothing, at no cost. */
    DeletedItems NONE = deleted -> CompletableFuture.completedFuture(null);

    /** Keeps an item as it was before its delete. */
    CompletableFuture<Void> keep(DeletedItem deleted);
}
