package dev.rejoin.replica;

import dev.rejoin.policy.MergePolicy;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/** One region's replica: what it knows and what it works with. The flow's classes share it. */
public record Replica(
        ReplicaConfig config,
        Store store,
        ConflictJournal journal,
        DeletedItems bin,
        ReplicationMetrics metrics,
        TimeSource time,
        IdSource ids) {
    /** Without a bin: deleted items are not kept. */
    public Replica(
            ReplicaConfig config,
            Store store,
            ConflictJournal journal,
            ReplicationMetrics metrics,
            TimeSource time,
            IdSource ids) {
        this(config, store, journal, DeletedItems.NONE, metrics, time, ids);
    }

    /** This replica under another policy. */
    public Replica withPolicy(MergePolicy policy) {
        return new Replica(config.withPolicy(policy), store, journal, bin, metrics, time, ids);
    }

    /** Journals what met, and counts it once it is kept. If this fails, whatever would discard a value must not be written. */
    CompletableFuture<Void> keep(List<Conflict> conflicts) {
        return conflicts.isEmpty()
                ? CompletableFuture.completedFuture(null)
                : journal.record(conflicts).thenRun(() -> conflicts.forEach(metrics::conflict));
    }
}
