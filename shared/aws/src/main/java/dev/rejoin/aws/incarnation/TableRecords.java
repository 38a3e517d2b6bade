package dev.rejoin.aws.incarnation;

import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/** Keeps which table a region replicates. */
public interface TableRecords {
    /** What was written last, null if nothing ever was. */
    CompletableFuture<@Nullable TableRecord> read();

    /**
     * Writes, if what is there is as it was read.
     *
     * @param asRead null if there was nothing
     * @return whether it was
     */
    CompletableFuture<Boolean> write(TableRecord next, @Nullable TableRecord asRead);
}
