package dev.rejoin.outage;

import java.util.concurrent.CompletableFuture;

/** Where a region's fence record is kept. Never blocks; a future that fails tells that it is not known what is kept. */
public interface FenceRecords {
    /** The record, {@link FenceRecord#NONE} if there is none; never older than a write that was answered. */
    CompletableFuture<FenceRecord> read();

    /**
     * Keeps a record if the one that is kept is of the version before.
     *
     * @return false if it is another
     */
    CompletableFuture<Boolean> write(FenceRecord next);
}
