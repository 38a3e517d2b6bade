package dev.rejoin.outage;

import java.util.concurrent.CompletableFuture;

/** Tells whether what was written before a region was closed has left it. */
@FunctionalInterface
public interface Drain {
    /**
     * Whether everything that applications wrote until then was forwarded: taken by each peer, or owed to it.
     *
     * @param closedAt when the last write can have been accepted, in milliseconds since 1970
     */
    CompletableFuture<Boolean> isDrained(long closedAt);
}
