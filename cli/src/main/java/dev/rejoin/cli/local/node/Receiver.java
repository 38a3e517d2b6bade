package dev.rejoin.cli.local.node;

import dev.rejoin.aws.metrics.Problem;
import dev.rejoin.aws.policy.PerPolicy;
import dev.rejoin.aws.policy.PolicySource;
import dev.rejoin.aws.policy.UnknownPolicyException;
import dev.rejoin.cli.local.watch.MetricSink;
import dev.rejoin.clock.Actor;
import dev.rejoin.replica.Applier;
import dev.rejoin.replica.ConflictJournal;
import dev.rejoin.replica.DeletedItems;
import dev.rejoin.replica.Outcome;
import dev.rejoin.replica.PeerLink;
import dev.rejoin.replica.Replica;
import dev.rejoin.replica.ReplicaConfig;
import dev.rejoin.replica.Shipment;
import dev.rejoin.replica.Store;
import java.security.SecureRandom;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;

/** One region's applier with what it keeps: peers may send to it as soon as it exists. */
public final class Receiver {
    private final LocalMetrics metrics;
    private final LocalJournal journal;
    private final Replica replica;
    private final PolicySource policies;
    private final PerPolicy<Applier> appliers;

    /**
     * What a region receives with.
     *
     * @param policies makes the source of the policy by which each batch goes, of what it is to run when somebody has to wait
     * @param journal where losing values are kept
     * @param bin where deleted items are kept
     * @param lags where this region's lags go
     */
    public Receiver(
            ReplicaConfig config,
            Function<Runnable, PolicySource> policies,
            Store store,
            ConflictJournal journal,
            DeletedItems bin,
            LagBook lags,
            MetricSink sink) {
        SecureRandom random = new SecureRandom();
        this.metrics = new LocalMetrics(config.self(), lags, sink);
        this.journal = new LocalJournal(journal);
        this.replica =
                new Replica(config, store, this.journal, bin, metrics, System::currentTimeMillis, random::nextLong);
        this.policies = policies.apply(metrics::policyWait);
        this.appliers = new PerPolicy<>(this.policies, policy -> new Applier(replica.withPolicy(policy)));
    }

    private CompletableFuture<List<Outcome>> apply(List<Shipment> shipments) {
        return appliers.now()
                .thenCompose(made -> made.part().apply(shipments))
                .exceptionallyCompose(error -> Problem.in(error, UnknownPolicyException.class) == null
                        ? CompletableFuture.failedFuture(error)
                        : CompletableFuture.completedFuture(
                                Collections.nCopies(shipments.size(), UnknownPolicyException.OUTCOME)));
    }

    public Actor self() {
        return replica.config().self();
    }

    public Replica replica() {
        return replica;
    }

    /** The way in, without any distance. */
    public PeerLink inbound() {
        return this::apply;
    }

    /** The policy by which this region's batches go. */
    public PolicySource policies() {
        return policies;
    }

    public LocalMetrics metrics() {
        return metrics;
    }

    public LocalJournal journal() {
        return journal;
    }
}
