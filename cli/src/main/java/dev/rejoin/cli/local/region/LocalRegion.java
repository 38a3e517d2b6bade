package dev.rejoin.cli.local.region;

import dev.rejoin.aws.bin.DynamoDbBin;
import dev.rejoin.aws.config.FunctionConfig;
import dev.rejoin.aws.control.ControlPolicies;
import dev.rejoin.aws.item.AttributeValues;
import dev.rejoin.aws.item.ItemCodec;
import dev.rejoin.aws.item.ReplicatedTable;
import dev.rejoin.aws.journal.DynamoDbJournal;
import dev.rejoin.aws.journal.KeptValues;
import dev.rejoin.aws.policy.CurrentPolicy;
import dev.rejoin.aws.policy.PolicyReader;
import dev.rejoin.aws.policy.PolicySource;
import dev.rejoin.aws.policy.TimedResolver;
import dev.rejoin.aws.setup.SideTable;
import dev.rejoin.aws.setup.TableSetup;
import dev.rejoin.aws.store.DynamoDbStore;
import dev.rejoin.aws.stream.StreamRecords;
import dev.rejoin.cli.local.node.LagBook;
import dev.rejoin.cli.local.node.Receiver;
import dev.rejoin.cli.local.node.Sender;
import dev.rejoin.cli.local.source.EventSource;
import dev.rejoin.cli.local.watch.Activity;
import dev.rejoin.cli.local.watch.MetricSink;
import dev.rejoin.cli.operate.TableNames;
import dev.rejoin.clock.Actor;
import dev.rejoin.item.ItemKey;
import dev.rejoin.item.Value;
import dev.rejoin.replica.PeerLink;
import dev.rejoin.replica.ReplicaConfig;
import dev.rejoin.replica.StoredItem;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.dynamodb.DynamoDbAsyncClient;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeDefinition;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.BillingMode;
import software.amazon.awssdk.services.dynamodb.model.CreateTableRequest;
import software.amazon.awssdk.services.dynamodb.model.KeySchemaElement;
import software.amazon.awssdk.services.dynamodb.model.KeyType;
import software.amazon.awssdk.services.dynamodb.model.ScalarAttributeType;
import software.amazon.awssdk.services.dynamodb.model.StreamViewType;
import software.amazon.awssdk.services.dynamodb.streams.DynamoDbStreamsClient;

/** One region on DynamoDB Local: its table with a stream, the shadow table beside it, its control table, and its replica. */
public final class LocalRegion implements AutoCloseable {
    /** Short: the control table is on this machine. */
    private static final Duration POLICY_FRESH = Duration.ofMillis(500);

    private final ReplicatedTable table;
    private final ItemCodec codec;
    private final DynamoDbClient client;
    private final DynamoDbAsyncClient asyncClient;
    private final DynamoDbStreamsClient streams;
    private final String stream;
    private final Receiver receiver;
    private @Nullable Sender sender;

    private LocalRegion(
            ReplicatedTable table, ReplicaConfig config, LocalClients clients, LagBook lags, MetricSink sink) {
        String name = config.self().name();
        this.table = table;
        this.codec = new ItemCodec(table);
        this.client = clients.dynamo(name);
        this.asyncClient = clients.dynamoAsync(name);
        this.streams = clients.streams(name);
        this.stream = createTables();
        this.receiver = new Receiver(
                config,
                waits -> policies(config, waits),
                new DynamoDbStore(asyncClient, table),
                journal(),
                bin(),
                lags,
                sink);
    }

    private PolicySource policies(ReplicaConfig config, Runnable waits) {
        Set<Actor> regions = new TreeSet<>(config.peers());
        regions.add(config.self());
        return new CurrentPolicy(
                () -> ControlPolicies.newest(asyncClient, controlName(), regions),
                PolicyReader.ofClassPath(table, config.policy(), TimedResolver.DEFAULT_DEADLINE),
                System::currentTimeMillis,
                POLICY_FRESH,
                waits);
    }

    private String controlName() {
        return new TableNames(table.name()).control();
    }

    private String journalName() {
        return table.shadowName() + "-journal";
    }

    private String binName() {
        return table.shadowName() + "-bin";
    }

    private DynamoDbJournal journal() {
        return new DynamoDbJournal(
                asyncClient, journalName(), DynamoDbJournal.DEFAULT_KEPT, KeptValues.FULL, System::currentTimeMillis);
    }

    private DynamoDbBin bin() {
        return new DynamoDbBin(asyncClient, binName(), DynamoDbBin.DEFAULT_KEPT, System::currentTimeMillis);
    }

    /** Creates the region's tables, which must not be there yet. It receives at once, and sends when it is connected. */
    public static LocalRegion create(
            ReplicatedTable table, ReplicaConfig config, LocalClients clients, LagBook lags, MetricSink sink) {
        return new LocalRegion(table, config, clients, lags, sink);
    }

    /** The stream's name. */
    private String createTables() {
        String created = client.createTable(create -> keyed(create, table.name(), table.partitionKey())
                        .streamSpecification(
                                spec -> spec.streamEnabled(true).streamViewType(StreamViewType.NEW_AND_OLD_IMAGES)))
                .tableDescription()
                .latestStreamArn();
        client.createTable(create -> keyed(create, controlName(), FunctionConfig.CONTROL_KEY));
        TableSetup setup = new TableSetup(asyncClient);
        setup.createShadow(table).join();
        setup.create(SideTable.JOURNAL, journalName()).join();
        setup.create(SideTable.BIN, binName()).join();
        return created;
    }

    private static CreateTableRequest.Builder keyed(CreateTableRequest.Builder create, String name, String key) {
        return create.tableName(name)
                .billingMode(BillingMode.PAY_PER_REQUEST)
                .keySchema(KeySchemaElement.builder()
                        .attributeName(key)
                        .keyType(KeyType.HASH)
                        .build())
                .attributeDefinitions(AttributeDefinition.builder()
                        .attributeName(key)
                        .attributeType(ScalarAttributeType.S)
                        .build());
    }

    /** Begins to send to peers. */
    void connect(Map<Actor, PeerLink> links, Sender.Setup setup, PoisonDestination poison, Activity activity) {
        StreamRecords records = new StreamRecords(table);
        EventSource source = new StreamSource(
                streams, stream, records::decode, poison, receiver.replica().time()::millis);
        sender = new Sender(receiver.replica(), receiver.metrics(), links, source, setup, activity);
        sender.start();
    }

    public Actor actor() {
        return receiver.self();
    }

    /** The table as its applications know it, and what is beside it. */
    public ReplicatedTable table() {
        return table;
    }

    /** A client as applications have them. */
    public DynamoDbClient client() {
        return client;
    }

    public Receiver receiver() {
        return receiver;
    }

    /**
     * What brings its writes to the peers.
     *
     * @throws IllegalStateException if it is not connected yet
     */
    public Sender sender() {
        if (sender == null) {
            throw new IllegalStateException(actor() + " is not connected");
        }
        return sender;
    }

    /** Reads an item, strongly consistent; null if there is none. */
    public @Nullable StoredItem read(ItemKey key) {
        var response = client.getItem(get -> get.tableName(table.name())
                .key(AttributeValues.toSdk(key.attributes()))
                .consistentRead(true));
        return response.hasItem() ? codec.item(response.item()) : null;
    }

    /** Reads all items, strongly consistent. */
    public Map<ItemKey, StoredItem> readAll() {
        Map<ItemKey, StoredItem> items = new TreeMap<>();
        for (Map<String, AttributeValue> attributes : scan()) {
            StoredItem item = codec.item(attributes);
            items.put(item.key(), item);
        }
        return items;
    }

    private List<Map<String, AttributeValue>> scan() {
        List<Map<String, AttributeValue>> all = new ArrayList<>();
        client.scanPaginator(scan -> scan.tableName(table.name()).consistentRead(true))
                .items()
                .forEach(all::add);
        return all;
    }

    /** Bytes of metadata on an item. */
    public static int clockBytes(StoredItem item) {
        return item.clock() instanceof Value.B clock ? clock.length() : 0;
    }

    @Override
    public void close() {
        if (sender != null) {
            sender.close();
        }
        client.close();
        asyncClient.close();
        streams.close();
    }
}
