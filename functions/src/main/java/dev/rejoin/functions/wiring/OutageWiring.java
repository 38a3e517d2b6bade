package dev.rejoin.functions.wiring;

import dev.rejoin.aws.backlog.BacklogTask;
import dev.rejoin.aws.backlog.ForwarderProgress;
import dev.rejoin.aws.backlog.Gauges;
import dev.rejoin.aws.backlog.ItemWeight;
import dev.rejoin.aws.backlog.QueueBacklog;
import dev.rejoin.aws.backlog.Retention;
import dev.rejoin.aws.config.FunctionConfig;
import dev.rejoin.aws.control.Backlogs;
import dev.rejoin.aws.control.Directions;
import dev.rejoin.aws.sentinel.Heartbeats;
import dev.rejoin.aws.sentinel.SentinelTask;
import dev.rejoin.aws.store.DynamoDbStore;
import java.util.List;
import software.amazon.awssdk.services.dynamodb.DynamoDbAsyncClient;

/** Puts together what the sentinel does for the time of an outage. */
final class OutageWiring {
    private OutageWiring() {}

    /** Only a function that is told of the forwarder watches it, and what is owed. */
    static List<SentinelTask> tasks(Wiring wiring) {
        FunctionConfig config = wiring.config();
        return config.outage().forwarder().<SentinelTask>map(name -> backlog(wiring, name)).stream()
                .toList();
    }

    private static BacklogTask backlog(Wiring wiring, String forwarder) {
        FunctionConfig config = wiring.config();
        Clients clients = wiring.clients();
        DynamoDbAsyncClient dynamo = clients.dynamo();
        String control = config.control().name();
        Gauges gauges = new Gauges(clients.cloudWatch());
        ItemWeight weight = new ItemWeight(dynamo, config.table().name(), wiring.time());
        return new BacklogTask(
                new BacklogTask.Sources(
                        new QueueBacklog(
                                clients.sqs(),
                                gauges,
                                weight,
                                config.hintQueues(),
                                config.outage().deadQueues()),
                        new ForwarderProgress(
                                gauges,
                                new Heartbeats(dynamo, control, config.self()),
                                new DynamoDbStore(dynamo, config.control()),
                                config.self(),
                                forwarder),
                        new Backlogs(dynamo, control, config.self()),
                        new Directions(dynamo, control, config.self())),
                config.peers().keySet(),
                wiring.metrics(),
                wiring.time(),
                Retention.DEFAULT.withHints(config.outage().hintRetention()));
    }
}
