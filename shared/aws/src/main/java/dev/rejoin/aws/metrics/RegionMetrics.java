package dev.rejoin.aws.metrics;

import dev.rejoin.clock.Actor;
import dev.rejoin.replica.Conflict;
import dev.rejoin.replica.HintQueue;
import dev.rejoin.replica.Outcome;
import dev.rejoin.replica.PeerLink;
import dev.rejoin.replica.ReplicationMetrics;
import dev.rejoin.replica.Store;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What one region measures of a table, in the words of {@link MetricName}; who implements it decides where that goes. */
public interface RegionMetrics extends ReplicationMetrics {
    /** The region that measures. */
    Actor self();

    /**
     * Notes a value, so many times. Must neither block nor throw.
     *
     * @param source null if the metric has no such dimension
     * @param destination null if the metric has no such dimension
     */
    void add(MetricName name, @Nullable Actor source, @Nullable Actor destination, double value, long times);

    /** So many conditional writes were tried at this region's store. */
    void writes(long n);

    @Override
    default void count(Event event, long n) {
        if (event == Event.FOLDED && n > 0) {
            add(MetricName.CHANGES, self(), null, 1, n);
        }
    }

    @Override
    default void conflict(Conflict conflict) {
        add(MetricName.CONFLICTS, null, self(), 1, 1);
        add(ConflictKinds.reason(conflict.reason()), null, self(), 1, 1);
        add(ConflictKinds.policy(conflict.policy()), null, self(), 1, 1);
    }

    /** Does nothing, because it does not tell from where: {@link #received} counts outcomes. */
    @Override
    default void outcome(Outcome outcome) {}

    @Override
    default void lag(Actor source, long millis) {
        add(MetricName.REPLICATION_LAG, source, self(), (double) Math.max(0, millis), 1);
    }

    /** Versions from a peer had these outcomes here. */
    default void received(Actor source, List<Outcome> outcomes) {
        outcomes.forEach(outcome -> add(MetricName.of(outcome.kind()), source, self(), 1, 1));
    }

    /** Versions sent to a peer had these outcomes there. What did not reach it is not counted: that is a hint. */
    default void sent(Actor peer, List<Outcome> outcomes) {
        for (Outcome outcome : outcomes) {
            if (outcome.kind() == Outcome.Kind.REFUSED) {
                add(MetricName.REFUSED, self(), peer, 1, 1);
            } else if (outcome.kind() == Outcome.Kind.WAIT && outcome.reason() != Outcome.Reason.UNREACHED) {
                add(MetricName.WAITS, self(), peer, 1, 1);
            }
        }
    }

    /** So many keys are owed to a peer from now on. */
    default void hints(Actor peer, long n) {
        if (n > 0) {
            add(MetricName.HINTS, self(), peer, 1, n);
        }
    }

    /** Stream records were put aside because they can never be handled. */
    default void poison(long n) {
        if (n > 0) {
            add(MetricName.POISON, self(), null, 1, n);
        }
    }

    /** A batch of records or versions waits because the table's policy is not known. */
    default void policyWait() {
        add(MetricName.POLICY_WAITS, self(), null, 1, 1);
    }

    /** A batch of records or versions waits because another table is in the place of the one that is replicated. */
    default void tableReplaced() {
        add(MetricName.TABLE_REPLACED, self(), null, 1, 1);
    }

    /** A heartbeat was written. */
    default void heartbeat() {
        add(MetricName.HEARTBEATS, self(), null, 1, 1);
    }

    /** Since that peer's newest heartbeat was written. */
    default void heartbeatAge(Actor peer, long millis) {
        add(MetricName.HEARTBEAT_AGE, peer, self(), (double) Math.max(0, millis), 1);
    }

    /** How far that peer's clock is ahead or behind. */
    default void clockSkew(Actor peer, long millis) {
        add(MetricName.CLOCK_SKEW, peer, self(), (double) Math.abs(millis), 1);
    }

    /** A state of now, of the way to a peer. */
    default void direction(MetricName name, Actor peer, long value) {
        add(name, self(), peer, (double) value, 1);
    }

    /** A state of now, of this region. */
    default void region(MetricName name, long value) {
        add(name, self(), null, (double) value, 1);
    }

    /** A link to a peer whose answers are counted. */
    default PeerLink counting(Actor peer, PeerLink link) {
        return shipments -> link.send(shipments).whenComplete((outcomes, error) -> {
            if (error == null) {
                sent(peer, outcomes);
            }
        });
    }

    /** A queue whose hints are counted when they are in it. */
    default HintQueue counting(HintQueue queue) {
        return new CountedHints(queue, this);
    }

    /** A store whose conditional writes are counted. */
    default Store counting(Store store) {
        return new CountedStore(store, this);
    }
}
