package dev.rejoin.cli.chaos.process;

import dev.rejoin.aws.item.ReplicatedTable;
import dev.rejoin.aws.journal.DynamoDbJournal;
import dev.rejoin.aws.journal.KeptValues;
import dev.rejoin.aws.policy.PolicySource;
import dev.rejoin.aws.store.DynamoDbStore;
import dev.rejoin.aws.stream.StreamRecords;
import dev.rejoin.cli.local.node.LagBook;
import dev.rejoin.cli.local.node.LocalMetrics;
import dev.rejoin.cli.local.node.Sender;
import dev.rejoin.cli.local.region.LocalClients;
import dev.rejoin.cli.local.region.PoisonFolder;
import dev.rejoin.cli.local.region.StreamSource;
import dev.rejoin.cli.local.source.FailureFolder;
import dev.rejoin.cli.local.source.MappingConfig;
import dev.rejoin.cli.local.source.MappingListener;
import dev.rejoin.cli.local.source.MappingPace;
import dev.rejoin.cli.local.watch.Activity;
import dev.rejoin.clock.Actor;
import dev.rejoin.policy.MergePolicy;
import dev.rejoin.replica.Applier;
import dev.rejoin.replica.PeerLink;
import dev.rejoin.replica.Replica;
import dev.rejoin.replica.ReplicaConfig;
import dev.rejoin.replica.StreamRecord;
import java.io.IOException;
import java.net.http.HttpClient;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import software.amazon.awssdk.services.dynamodb.DynamoDbAsyncClient;

/** One region's replica with everything that outlives it: forwarder and couriers, and the applier to be asked by peers. */
final class RegionNode implements AutoCloseable {
    private static final MappingConfig MAPPING =
            new MappingConfig(100, Duration.ZERO, 2, 10_000, Duration.ofHours(23), true);
    private static final Duration FUNCTION_TIMEOUT = Duration.ofSeconds(20);
    private static final Duration HINT_RETRY_FROM = Duration.ofMillis(100);
    private static final Duration HINT_RETRY_TO = Duration.ofSeconds(1);

    private final SkewedClock clock;
    private final Activity activity = new Activity();
    private final Figures figures = new Figures();
    private final LocalClients clients;
    private final RegionState state;
    private final LocalMetrics metrics;
    private final Replica replica;
    private final Sender sender;
    private volatile String trouble = "";

    RegionNode(RegionSetup setup) {
        this.clock = new SkewedClock(setup.skewMillis());
        this.clients = new LocalClients(setup.store());
        this.state = new RegionState(setup.path(), setup.key());
        this.metrics = new LocalMetrics(setup.actor(), new LagBook(), figures);
        this.replica = replica(setup);
        this.sender = sender(setup);
    }

    private Replica replica(RegionSetup setup) {
        SecureRandom random = new SecureRandom();
        DynamoDbAsyncClient client = clients.dynamoAsync(setup.self());
        return new Replica(
                config(setup),
                new DynamoDbStore(client, setup.replicated()),
                new DynamoDbJournal(client, setup.journal(), DynamoDbJournal.DEFAULT_KEPT, KeptValues.FULL, clock),
                metrics,
                clock,
                random::nextLong);
    }

    private static ReplicaConfig config(RegionSetup setup) {
        TreeMap<Actor, Boolean> peers = new TreeMap<>();
        setup.links().keySet().forEach(peer -> peers.put(new Actor(peer), true));
        ReplicaConfig defaults = ReplicaConfig.of(setup.home(), peers.keySet(), MergePolicy.counting(setup.counters()));
        // StreamSource gives records times that are not rounded.
        return new ReplicaConfig(
                defaults.home(),
                defaults.peers(),
                defaults.policy(),
                defaults.clockBoundMillis(),
                1,
                defaults.attempts(),
                defaults.sliceSize(),
                defaults.itemLimit());
    }

    private Sender sender(RegionSetup setup) {
        HttpClient http = HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_1_1)
                .connectTimeout(Duration.ofSeconds(1))
                .build();
        Map<Actor, PeerLink> links = new TreeMap<>();
        setup.links().forEach((name, address) -> {
            Actor peer = new Actor(name);
            links.put(peer, new HttpLink(http, setup.actor(), peer, address));
        });
        ReplicatedTable table = setup.replicated();
        StreamRecords records = new StreamRecords(table);
        Path failures = setup.path().resolve("failures");
        PoisonFolder poison = new PoisonFolder(failures, setup.self(), (reason, file) -> {
            metrics.poison(1);
            trouble = "stream: a record was put aside in " + file + ": " + reason;
        });
        StreamSource source = new StreamSource(
                clients.streams(setup.self()),
                setup.stream(),
                records::decode,
                poison,
                clock::millis,
                state.readUpTo(setup.streamCreatedMillis()) + setup.skewMillis());
        Sender.Setup how = new Sender.Setup(
                PolicySource.always(replica.config().policy()),
                MAPPING,
                MappingPace.BRISK,
                FUNCTION_TIMEOUT,
                HINT_RETRY_FROM,
                HINT_RETRY_TO,
                new Sender.Kept(state.checkpoints(), state),
                new FailureFolder(failures, setup.self()),
                new Ticker());
        return new Sender(replica, metrics, links, source, how, activity);
    }

    /** Begins to read the stream and to deliver hints. */
    void start() {
        sender.start();
    }

    Replica replica() {
        return replica;
    }

    /** What peers' versions go through. */
    PeerLink applier() {
        return new Applier(replica)::apply;
    }

    LocalMetrics metrics() {
        return metrics;
    }

    Activity activity() {
        return activity;
    }

    SkewedClock clock() {
        return clock;
    }

    /** @param since what {@link RegionFigures#now} was in an earlier answer */
    RegionFigures figures(long since, boolean withLags) {
        Map<String, Integer> owed = new TreeMap<>();
        replica.config()
                .peers()
                .forEach(peer -> owed.put(peer.name(), sender.hints().size(peer)));
        return new RegionFigures(
                System.nanoTime(),
                sender.poller().isDoneSince(since),
                activity.changes(),
                sender.poller().pending(),
                owed,
                figures.counts(),
                withLags ? figures.takeLags() : "",
                trouble);
    }

    @Override
    public void close() throws IOException {
        sender.close();
        state.close();
        clients.close();
    }

    /** Tells whoever waits that something moved, and keeps what went wrong. */
    private final class Ticker implements MappingListener {
        private volatile long lastRead;

        @Override
        public void retried(String shard, int records, String reason) {
            trouble = "forwarder: " + reason;
        }

        @Override
        public void troubled(String shard, RuntimeException error) {
            trouble = "stream: " + error.getMessage();
        }

        @Override
        public void read(String shard, List<StreamRecord> records) {
            // DynamoDB Local's streams have one shard. What was there when the last read ended, this one would have
            // found.
            if (records.isEmpty() && sender.poller().pending() == 0) {
                state.doneUpTo(lastRead);
            }
            lastRead = System.currentTimeMillis();
            if (records.isEmpty()) {
                activity.looked();
            } else {
                activity.changed();
            }
        }

        @Override
        public void settled(String shard, int records) {
            activity.changed();
        }

        @Override
        public void progressed() {
            activity.looked();
        }
    }
}
