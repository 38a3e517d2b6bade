package dev.rejoin.cli.operate;

import dev.rejoin.aws.store.DynamoDbStore;
import dev.rejoin.clock.Actor;
import dev.rejoin.policy.MergePolicy;
import dev.rejoin.replica.Replica;
import dev.rejoin.replica.ReplicaConfig;
import dev.rejoin.replica.ReplicationMetrics;
import dev.rejoin.replica.TimeSource;
import java.security.SecureRandom;
import java.util.Set;
import java.util.concurrent.CompletableFuture;

/** A region's replica for what a command does beside its functions: writes that change nothing but clocks, which merge nothing. */
public final class OperatedReplica {
    private OperatedReplica() {}

    /**
     * The replica of a region.
     *
     * @param peers the other regions
     */
    public static Replica of(OperatedRegion region, Set<Actor> peers, TimeSource time) {
        SecureRandom random = new SecureRandom();
        return new Replica(
                ReplicaConfig.of(region.home(), peers, MergePolicy.REGISTERS),
                new DynamoDbStore(region.client(), region.table()),
                conflicts -> CompletableFuture.failedFuture(new IllegalStateException("nothing meets here")),
                ReplicationMetrics.NOOP,
                time,
                random::nextLong);
    }
}
