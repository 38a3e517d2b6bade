package dev.rejoin.replica;

/** One region's replica: what it knows and what it works with. The flow's classes share it. */
public record Replica(
        ReplicaConfig config,
        Store store,
        ConflictJournal journal,
        ReplicationMetrics metrics,
        TimeSource time,
        IdSource ids) {}
