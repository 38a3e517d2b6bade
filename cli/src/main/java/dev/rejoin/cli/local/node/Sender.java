package dev.rejoin.cli.local.node;

import dev.rejoin.aws.metrics.RegionMetrics;
import dev.rejoin.aws.policy.PolicySource;
import dev.rejoin.cli.local.function.ForwarderFunction;
import dev.rejoin.cli.local.hint.CourierLoop;
import dev.rejoin.cli.local.hint.HintLog;
import dev.rejoin.cli.local.hint.LocalHintQueue;
import dev.rejoin.cli.local.source.Checkpoints;
import dev.rejoin.cli.local.source.EventSource;
import dev.rejoin.cli.local.source.EventSourceMapping;
import dev.rejoin.cli.local.source.EventSourcePoller;
import dev.rejoin.cli.local.source.FailureDestination;
import dev.rejoin.cli.local.source.MappingConfig;
import dev.rejoin.cli.local.source.MappingListener;
import dev.rejoin.cli.local.source.MappingPace;
import dev.rejoin.cli.local.watch.Activity;
import dev.rejoin.clock.Actor;
import dev.rejoin.replica.Courier;
import dev.rejoin.replica.PeerLink;
import dev.rejoin.replica.Replica;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** One region's forwarder function with its poller, hints and couriers: what brings its writes to the peers. */
public final class Sender implements AutoCloseable {
    private final LocalHintQueue hints;
    private final ForwarderFunction function;
    private final EventSourcePoller poller;
    private final List<CourierLoop> couriers = new ArrayList<>();

    /**
     * How a sender works.
     *
     * @param policies by which each batch goes
     * @param functionTimeout how long an invocation of the forwarder may take
     * @param hintRetryFrom wait after a hint's first failed delivery
     * @param hintRetryTo longest wait between deliveries of a hint
     * @param kept what outlives this sender
     * @param destination where records go that are given up
     * @param listener hears what the poller does
     */
    public record Setup(
            PolicySource policies,
            MappingConfig mapping,
            MappingPace pace,
            Duration functionTimeout,
            Duration hintRetryFrom,
            Duration hintRetryTo,
            Kept kept,
            FailureDestination destination,
            MappingListener listener) {}

    /**
     * What a sender leaves to the next one in its place.
     *
     * @param checkpoints how far the stream is done with
     * @param hints what is owed
     */
    public record Kept(Checkpoints checkpoints, HintLog hints) {
        /** Nothing: all of it is in memory. */
        public static Kept nothing() {
            return new Kept(new Checkpoints(), HintLog.NONE);
        }
    }

    /**
     * @param metrics the same as the replica's
     * @param links the way to each peer
     * @param source the stream of the region's table
     */
    public Sender(
            Replica replica,
            RegionMetrics metrics,
            Map<Actor, PeerLink> links,
            EventSource source,
            Setup setup,
            Activity activity) {
        Actor self = replica.config().self();
        Map<Actor, PeerLink> counted = new TreeMap<>();
        links.forEach((peer, link) -> counted.put(peer, metrics.counting(peer, link)));
        this.hints = new LocalHintQueue(activity, setup.hintRetryFrom, setup.hintRetryTo, setup.kept.hints());
        this.function = new ForwarderFunction(
                counting(replica, metrics), setup.policies, counted, metrics.counting(hints), setup.functionTimeout);
        EventSourceMapping mapping = new EventSourceMapping(
                source, function, counting(setup.destination, metrics), setup.mapping, setup.pace, setup.listener);
        this.poller =
                new EventSourcePoller("poller-" + self, mapping, setup.kept.checkpoints(), replica.time()::millis);
        Courier courier = new Courier(replica, counted, hints);
        links.keySet().forEach(peer -> couriers.add(new CourierLoop(courier, hints, self, peer)));
    }

    private static Replica counting(Replica replica, RegionMetrics metrics) {
        return new Replica(
                replica.config(),
                metrics.counting(replica.store()),
                replica.journal(),
                replica.bin(),
                replica.metrics(),
                replica.time(),
                replica.ids());
    }

    private static FailureDestination counting(FailureDestination destination, RegionMetrics metrics) {
        return failure -> {
            destination.accept(failure);
            metrics.poison(failure.records().size());
        };
    }

    /** Begins to read the stream and to deliver hints. */
    public void start() {
        poller.start();
        couriers.forEach(CourierLoop::start);
    }

    /** The forwarder, for who wants to kill it. */
    public ForwarderFunction function() {
        return function;
    }

    public EventSourcePoller poller() {
        return poller;
    }

    public LocalHintQueue hints() {
        return hints;
    }

    @Override
    public void close() {
        poller.close();
        couriers.forEach(CourierLoop::close);
    }
}
