package dev.rejoin.cli.local.source;

import dev.rejoin.replica.BatchResult;
import dev.rejoin.replica.StreamRecord;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/**
 * What a mapping invokes. The result names the records that must come again; a future that fails is a function that failed
 * or was killed: the whole batch comes again.
 */
@FunctionalInterface
public interface StreamFunction {
    /** Handles a batch; never called with none. */
    CompletableFuture<BatchResult> invoke(List<StreamRecord> batch);
}
