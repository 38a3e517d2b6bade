package dev.rejoin.functions.wiring;

import dev.rejoin.aws.bin.DynamoDbBin;
import dev.rejoin.aws.config.FunctionConfig;
import dev.rejoin.aws.config.FunctionConfig.Need;
import dev.rejoin.aws.config.JournalConfig;
import dev.rejoin.aws.config.TableRole;
import dev.rejoin.aws.control.ControlExpulsions;
import dev.rejoin.aws.control.ControlPolicies;
import dev.rejoin.aws.control.ControlTableRecords;
import dev.rejoin.aws.control.CurrentExpulsions;
import dev.rejoin.aws.incarnation.CurrentTable;
import dev.rejoin.aws.incarnation.TableIdentity;
import dev.rejoin.aws.journal.DynamoDbJournal;
import dev.rejoin.aws.journal.KeptValues;
import dev.rejoin.aws.link.LambdaLink;
import dev.rejoin.aws.metrics.CloudWatchMetrics;
import dev.rejoin.aws.policy.CurrentPolicy;
import dev.rejoin.aws.policy.PerPolicy;
import dev.rejoin.aws.policy.PolicyReader;
import dev.rejoin.aws.policy.PolicySource;
import dev.rejoin.aws.seal.KmsSeal;
import dev.rejoin.aws.store.DynamoDbStore;
import dev.rejoin.aws.stream.StreamRecords;
import dev.rejoin.clock.Actor;
import dev.rejoin.functions.hint.HintCourier;
import dev.rejoin.functions.hint.Postponement;
import dev.rejoin.functions.peer.RequestApplier;
import dev.rejoin.functions.redrive.StreamRedrive;
import dev.rejoin.functions.stream.PoisonBucket;
import dev.rejoin.functions.stream.StreamForwarder;
import dev.rejoin.functions.stream.StreamForwarder.Line;
import dev.rejoin.functions.verify.VerifySteps;
import dev.rejoin.replica.Applier;
import dev.rejoin.replica.Courier;
import dev.rejoin.replica.DeletedItems;
import dev.rejoin.replica.Forwarder;
import dev.rejoin.replica.HintQueue;
import dev.rejoin.replica.Replica;
import dev.rejoin.replica.ReplicaConfig;
import dev.rejoin.replica.Store;
import dev.rejoin.replica.TimeSource;
import java.security.SecureRandom;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeSet;
import java.util.function.Function;
import software.amazon.awssdk.services.dynamodb.DynamoDbAsyncClient;

/** One function's parts, made once per container. */
public final class Wiring {
    private final FunctionConfig config;
    private final Clients clients;
    private final TimeSource time;
    private final CloudWatchMetrics metrics;
    private final DynamoDbAsyncClient dynamo;
    private final CurrentExpulsions expulsions;
    private final PeerWiring peers;
    private final KeptValues values;
    private final PolicySource policies;
    private final CurrentTable tables;
    private final SecureRandom random = new SecureRandom();

    public Wiring(FunctionConfig config, Clients clients, TimeSource time) {
        this.config = config;
        this.clients = clients;
        this.time = time;
        this.dynamo = clients.dynamo();
        this.metrics = new CloudWatchMetrics(
                clients.cloudWatch(), config.table().name(), config.self(), CloudWatchMetrics.DEFAULT_PATIENCE);
        this.expulsions = new CurrentExpulsions(
                new ControlExpulsions(dynamo, config.control().name(), config.self()),
                config.peers().keySet(),
                time);
        this.peers = new PeerWiring(config, clients, metrics, expulsions, time);
        this.values = values();
        this.policies = policies();
        this.tables = tables();
    }

    private CurrentTable tables() {
        String table = config.table().name();
        return new CurrentTable(
                "table " + table + " in " + config.self(),
                () -> TableIdentity.ask(dynamo, table),
                new ControlTableRecords(dynamo, config.control().name(), config.self()),
                time,
                metrics::tableReplaced);
    }

    private PolicySource policies() {
        Set<Actor> regions = new TreeSet<>(config.peers().keySet());
        regions.add(config.self());
        return new CurrentPolicy(
                () -> ControlPolicies.newest(dynamo, config.control().name(), regions),
                PolicyReader.ofClassPath(
                        config.table(), config.replica(TableRole.DATA).policy(), config.resolverTimeout()),
                time,
                CurrentPolicy.FRESH,
                metrics::policyWait);
    }

    /** The owner's policy is one of the applications' table; in the control table every write is of a region's own item. */
    PolicySource policies(TableRole role) {
        return role == TableRole.DATA
                ? policies
                : PolicySource.always(config.replica(role).policy());
    }

    /** Only the applications' table is ever restored from a backup. */
    private <T> PerPolicy<T> perPolicy(TableRole role, Function<Replica, T> make) {
        return perPolicy(role, policies(role), make);
    }

    private <T> PerPolicy<T> perPolicy(TableRole role, PolicySource source, Function<Replica, T> make) {
        if (role == TableRole.CONTROL) {
            Replica replica = replica(role, config.replica(role));
            return new PerPolicy<>(source, policy -> make.apply(replica.withPolicy(policy)));
        }
        return new PerPolicy<>(
                source,
                tables::now,
                (policy, table) ->
                        make.apply(replica(role, table.of(config.replica(role))).withPolicy(policy)));
    }

    /** Parts that work on the applications' table under its policy of now. */
    <T> PerPolicy<T> data(Function<Replica, T> make) {
        return perPolicy(TableRole.DATA, make);
    }

    /** A client of KMS only if there is something to be encrypted. */
    private KeptValues values() {
        JournalConfig journal = config.journal();
        return switch (journal.values()) {
            case FULL -> KeptValues.FULL;
            case HASH -> KeptValues.HASH;
            case ENCRYPTED ->
                KeptValues.sealed(
                        new KmsSeal(clients.kms(), journal.keyArn().orElseThrow(), journal.table(), time::millis));
        };
    }

    /** From this process's environment. */
    public static Wiring fromEnvironment(Set<Need> needs) {
        Map<String, String> environment = System.getenv();
        FunctionConfig config = FunctionConfig.parse(environment, needs);
        String region = environment.getOrDefault("AWS_REGION", config.self().name());
        return new Wiring(config, new AwsClients(region), System::currentTimeMillis);
    }

    public FunctionConfig config() {
        return config;
    }

    public Clients clients() {
        return clients;
    }

    public TimeSource time() {
        return time;
    }

    /** Which peers this region has expelled. */
    CurrentExpulsions expulsions() {
        return expulsions;
    }

    /** What this function measures; to be flushed at the end of each invocation. */
    public CloudWatchMetrics metrics() {
        return metrics;
    }

    /** The way to each peer. */
    public SortedMap<Actor, LambdaLink> links(TableRole role) {
        return peers.links(role);
    }

    private Store store(TableRole role) {
        return metrics.counting(new DynamoDbStore(dynamo, config.table(role)));
    }

    /** The applications' table. */
    Store store() {
        return store(TableRole.DATA);
    }

    /** This region's replica of the control table. */
    public Replica controlReplica() {
        return replica(TableRole.CONTROL, config.replica(TableRole.CONTROL));
    }

    private Replica replica(TableRole role, ReplicaConfig replica) {
        return new Replica(
                replica,
                store(role),
                new DynamoDbJournal(
                        dynamo, config.journal().table(), config.journal().kept(), values, time),
                role == TableRole.DATA ? bin() : DeletedItems.NONE,
                metrics,
                time,
                random::nextLong);
    }

    /** Nobody brings a heartbeat back. */
    private DeletedItems bin() {
        return config.bin()
                .<DeletedItems>map(bin -> new DynamoDbBin(dynamo, bin.table(), bin.kept(), time))
                .orElse(DeletedItems.NONE);
    }

    private Map<String, Line> lines() {
        Map<String, Line> lines = new HashMap<>();
        for (TableRole role : TableRole.values()) {
            HintQueue hints = peers.hints(role);
            PerPolicy<Forwarder> forwarders = perPolicy(
                    role,
                    replica -> new Forwarder(
                            replica, peers.counted(role, replica.config().self()), hints));
            lines.put(config.table(role).name(), new Line(new StreamRecords(config.table(role)), forwarders));
        }
        return lines;
    }

    /** What handles stream records; needs a failure bucket and hint queues. */
    public StreamForwarder forwarder() {
        return new StreamForwarder(lines(), new PoisonBucket(clients.s3(), bucket(), time), metrics);
    }

    private String bucket() {
        return config.failureBucket().orElseThrow(() -> new IllegalStateException("no failure bucket"));
    }

    public RequestApplier applier() {
        Map<TableRole, PerPolicy<Applier>> appliers = new EnumMap<>(TableRole.class);
        for (TableRole role : TableRole.values()) {
            appliers.put(role, perPolicy(role, Applier::new));
        }
        return new RequestApplier(config, appliers, expulsions, metrics, time);
    }

    public HintCourier courier() {
        Map<TableRole, PerPolicy<Courier>> couriers = new EnumMap<>(TableRole.class);
        for (TableRole role : TableRole.values()) {
            HintQueue hints = peers.hints(role);
            // What is owed is told as it is, whatever the policy.
            PolicySource any = PolicySource.always(config.replica(role).policy());
            couriers.put(
                    role,
                    perPolicy(
                            role,
                            any,
                            replica -> new Courier(
                                    replica,
                                    peers.counted(role, replica.config().self()),
                                    hints)));
        }
        return new HintCourier(couriers, expulsions, new Postponement(clients.sqs(), random::nextDouble));
    }

    /** What handles records that were put aside; needs a failure bucket and hint queues. */
    public StreamRedrive redrive() {
        return new StreamRedrive(clients.s3(), clients.streams(), bucket(), lines());
    }

    /** What compares and repairs the table; needs a failure bucket, hint queues and verifiers. */
    public VerifySteps verifier() {
        return VerifyWiring.of(this, bucket(), peers.hints(TableRole.DATA));
    }

    /** What warms all of this before the container is snapshotted: the way to the tables, and to each peer. */
    public Priming priming() {
        return new Priming(this, links(TableRole.DATA));
    }

    /** As {@link #priming}, of a function that invokes nobody. */
    public Priming primingOfReceiver() {
        return new Priming(this, Map.of());
    }
}
