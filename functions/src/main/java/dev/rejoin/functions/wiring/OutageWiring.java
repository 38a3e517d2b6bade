package dev.rejoin.functions.wiring;

import dev.rejoin.aws.backlog.BacklogTask;
import dev.rejoin.aws.backlog.ForwarderProgress;
import dev.rejoin.aws.backlog.Gauges;
import dev.rejoin.aws.backlog.ItemWeight;
import dev.rejoin.aws.backlog.QueueBacklog;
import dev.rejoin.aws.backlog.Retention;
import dev.rejoin.aws.backlog.StreamProgress;
import dev.rejoin.aws.config.FunctionConfig;
import dev.rejoin.aws.config.OutageConfig;
import dev.rejoin.aws.config.TableRole;
import dev.rejoin.aws.control.Backlogs;
import dev.rejoin.aws.control.ControlFences;
import dev.rejoin.aws.control.ControlTableRecords;
import dev.rejoin.aws.control.Directions;
import dev.rejoin.aws.control.ExpelledTask;
import dev.rejoin.aws.control.PauseTask;
import dev.rejoin.aws.control.TombstoneRuns;
import dev.rejoin.aws.control.TombstoneTask;
import dev.rejoin.aws.fence.FenceTask;
import dev.rejoin.aws.fence.MetricDrain;
import dev.rejoin.aws.fence.TablePolicy;
import dev.rejoin.aws.sentinel.Heartbeats;
import dev.rejoin.aws.sentinel.SentinelTask;
import dev.rejoin.aws.store.DynamoDbStore;
import dev.rejoin.clock.Actor;
import dev.rejoin.outage.Fence;
import dev.rejoin.outage.FenceRecords;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;
import software.amazon.awssdk.services.dynamodb.DynamoDbAsyncClient;

/** Puts together what the sentinel does for the time of an outage. */
final class OutageWiring {
    /** How long a run may work on the fence after its other steps; the next run goes on. */
    static final Duration FENCING = Duration.ofSeconds(14);

    private final Wiring wiring;
    private final FunctionConfig config;
    private final DynamoDbAsyncClient dynamo;
    private final Directions directions;
    private final Gauges gauges;

    private OutageWiring(Wiring wiring) {
        this.wiring = wiring;
        this.config = wiring.config();
        this.dynamo = wiring.clients().dynamo();
        this.directions = new Directions(dynamo, config.control().name(), config.self());
        this.gauges = new Gauges(wiring.clients().cloudWatch());
    }

    /** Only a function that is told of the forwarder, the couriers and the writers has to do with them; tombstones need none. */
    static List<SentinelTask> tasks(Wiring wiring) {
        OutageConfig outage = wiring.config().outage();
        List<SentinelTask> tasks = new ArrayList<>();
        OutageWiring parts = new OutageWiring(wiring);
        tasks.add(parts.tombstones());
        outage.forwarder().ifPresent(name -> {
            tasks.add(parts.backlog(name));
            tasks.add(parts.expelled());
        });
        if (!outage.courierMappings().isEmpty()) {
            tasks.add(parts.pauses());
        }
        if (!outage.writers().isEmpty() && outage.forwarder().isPresent()) {
            tasks.add(parts.fence(outage.forwarder().get()));
        }
        return tasks;
    }

    private TombstoneTask tombstones() {
        return new TombstoneTask(
                new TombstoneRuns(dynamo, config.control().name(), config.self()), wiring.metrics(), wiring.time());
    }

    private PauseTask pauses() {
        return new PauseTask(
                wiring.clients().lambda(config.self().name()),
                directions,
                config.outage().courierMappings());
    }

    /** By the table's own incarnation: an earlier one may be expelled, and this one not. */
    private ExpelledTask expelled() {
        ControlTableRecords own =
                new ControlTableRecords(dynamo, config.control().name(), config.self());
        Map<Actor, Supplier<CompletableFuture<Optional<String>>>> peers = new TreeMap<>();
        wiring.links(TableRole.DATA)
                .forEach((peer, link) -> peers.put(
                        peer,
                        () -> own.read()
                                .thenCompose(table -> link.from(
                                                config.self().incarnation(table == null ? 1 : table.incarnation()))
                                        .expelled())));
        return new ExpelledTask(peers, directions, wiring.time());
    }

    private StreamProgress progress(String forwarder) {
        return new ForwarderProgress(
                gauges,
                new Heartbeats(dynamo, config.control().name(), config.self()),
                new DynamoDbStore(dynamo, config.control()),
                config.self(),
                forwarder,
                wiring.time());
    }

    private BacklogTask backlog(String forwarder) {
        ItemWeight weight = new ItemWeight(dynamo, config.table().name(), wiring.time());
        QueueBacklog owed = new QueueBacklog(
                wiring.clients().sqs(),
                gauges,
                weight,
                config.hintQueues(),
                config.outage().deadQueues(),
                wiring.time());
        return new BacklogTask(
                new BacklogTask.Sources(
                        owed,
                        progress(forwarder),
                        new Backlogs(dynamo, config.control().name(), config.self()),
                        directions),
                config.peers().keySet(),
                wiring.metrics(),
                wiring.time(),
                Retention.DEFAULT.withHints(config.outage().hintRetention()));
    }

    private FenceTask fence(String forwarder) {
        OutageConfig outage = config.outage();
        FenceRecords records = new ControlFences(dynamo, config.control().name(), config.self());
        Fence fence = new Fence(
                records,
                new TablePolicy(dynamo, config.table().name(), outage.writers()),
                new MetricDrain(gauges, progress(forwarder), wiring.time(), forwarder),
                wiring.time(),
                Fence.Pace.DEFAULT);
        return new FenceTask(
                wiring.metrics(),
                config.peers().keySet(),
                FenceTask.Rules.of(outage.onIsolation(), outage.isolationBound(), FENCING),
                records,
                fence,
                wiring.time());
    }
}
