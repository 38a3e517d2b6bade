package dev.rejoin.cli.local.node;

import dev.rejoin.cli.local.watch.MetricSink;
import dev.rejoin.clock.Actor;
import dev.rejoin.replica.Applier;
import dev.rejoin.replica.ConflictJournal;
import dev.rejoin.replica.DeletedItems;
import dev.rejoin.replica.PeerLink;
import dev.rejoin.replica.Replica;
import dev.rejoin.replica.ReplicaConfig;
import dev.rejoin.replica.Store;
import java.security.SecureRandom;

/** One region's applier with what it keeps: peers may send to it as soon as it exists. */
public final class Receiver {
    private final LocalMetrics metrics;
    private final LocalJournal journal;
    private final Replica replica;
    private final PeerLink inbound;

    /**
     * What a region receives with.
     *
     * @param journal where losing values are kept
     * @param bin where deleted items are kept
     * @param lags where this region's lags go
     */
    public Receiver(
            ReplicaConfig config,
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
        this.inbound = new Applier(replica)::apply;
    }

    public Actor self() {
        return replica.config().self();
    }

    public Replica replica() {
        return replica;
    }

    /** The way in, without any distance. */
    public PeerLink inbound() {
        return inbound;
    }

    public LocalMetrics metrics() {
        return metrics;
    }

    public LocalJournal journal() {
        return journal;
    }
}
