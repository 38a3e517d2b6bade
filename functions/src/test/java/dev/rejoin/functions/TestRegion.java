package dev.rejoin.functions;

import com.amazonaws.services.lambda.runtime.events.DynamodbEvent;
import com.amazonaws.services.lambda.runtime.events.SQSBatchResponse;
import com.amazonaws.services.lambda.runtime.events.SQSEvent;
import com.amazonaws.services.lambda.runtime.events.StreamsEventResponse;
import dev.rejoin.aws.bin.BinRow;
import dev.rejoin.aws.bin.BinTable;
import dev.rejoin.aws.config.FunctionConfig;
import dev.rejoin.aws.config.FunctionConfig.Need;
import dev.rejoin.aws.journal.JournalRow;
import dev.rejoin.functions.TestRegions.TestClients;
import dev.rejoin.functions.wiring.Wiring;
import dev.rejoin.item.Attributes;
import dev.rejoin.item.ItemKey;
import java.time.Duration;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicLong;
import software.amazon.awssdk.services.dynamodb.DynamoDbAsyncClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeDefinition;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.BillingMode;
import software.amazon.awssdk.services.dynamodb.model.KeySchemaElement;
import software.amazon.awssdk.services.dynamodb.model.KeyType;
import software.amazon.awssdk.services.dynamodb.model.ScalarAttributeType;
import software.amazon.awssdk.services.dynamodb.model.StreamViewType;

/** One region's stack, with a container of each function. */
final class TestRegion {
    private static final int TIMEOUT = 60_000;

    final TestClients clients;
    final FakeLambda lambda;
    final Wiring wiring;
    final ForwarderHandler forwarder;
    final CourierHandler courier;
    final RedriveHandler redrive;
    final VerifierHandler verifier;
    private final ApplierHandler applier;
    private final DynamoDbAsyncClient dynamo;
    private final String table;
    private TestStream stream;
    private final AtomicLong ahead = new AtomicLong();

    TestRegion(String table, String name, Map<String, String> environment, TestClients clients) {
        this.table = table;
        this.clients = clients;
        this.dynamo = clients.dynamo();
        String streamArn = create(table, true, "pk");
        for (String other : List.of("-rejoin", "-control", "-control-shadow")) {
            create(table + other, false, "pk");
        }
        create(table + "-journal", false, JournalRow.ITEM, JournalRow.CONFLICT);
        create(table + "-bin", false, BinRow.ITEM, BinRow.DELETE);
        FunctionConfig config = FunctionConfig.parse(environment, EnumSet.allOf(Need.class));
        this.wiring = new Wiring(config, clients, this::millis);
        this.applier = new ApplierHandler(new Wiring(config, clients, this::millis));
        this.verifier = new VerifierHandler(new Wiring(config, clients, this::millis));
        this.lambda = new FakeLambda(arn -> String.valueOf(arn).contains(":verifier:") ? verifier : applier);
        this.forwarder = new ForwarderHandler(new Wiring(config, clients, this::millis));
        this.courier = new CourierHandler(new Wiring(config, clients, this::millis));
        this.redrive = new RedriveHandler(new Wiring(config, clients, this::millis));
        this.stream = new TestStream(clients.streams(), streamArn);
    }

    private long millis() {
        return System.currentTimeMillis() + ahead.get();
    }

    /** Has so much time pass for this region's functions. */
    void pass(Duration time) {
        ahead.addAndGet(time.toMillis());
    }

    /** What a backup has: the items, reserved attribute and all. */
    List<Map<String, AttributeValue>> backup() {
        return dynamo.scan(scan -> scan.tableName(table).consistentRead(true))
                .join()
                .items();
    }

    /** Deletes the table, and makes another of the same name, which has these items and a stream that tells nothing of them. */
    void restore(List<Map<String, AttributeValue>> items) {
        dynamo.deleteTable(delete -> delete.tableName(table)).join();
        create(table, false, "pk");
        items.forEach(
                item -> dynamo.putItem(put -> put.tableName(table).item(item)).join());
        String arn = dynamo.updateTable(update -> update.tableName(table)
                        .streamSpecification(
                                spec -> spec.streamEnabled(true).streamViewType(StreamViewType.NEW_AND_OLD_IMAGES)))
                .join()
                .tableDescription()
                .latestStreamArn();
        stream = new TestStream(clients.streams(), arn);
    }

    private String create(String name, boolean streamed, String... keys) {
        KeySchemaElement[] schema = new KeySchemaElement[keys.length];
        AttributeDefinition[] definitions = new AttributeDefinition[keys.length];
        for (int i = 0; i < keys.length; i++) {
            schema[i] = KeySchemaElement.builder()
                    .attributeName(keys[i])
                    .keyType(i == 0 ? KeyType.HASH : KeyType.RANGE)
                    .build();
            definitions[i] = AttributeDefinition.builder()
                    .attributeName(keys[i])
                    .attributeType(ScalarAttributeType.S)
                    .build();
        }
        return dynamo.createTable(create -> {
                    create.tableName(name)
                            .billingMode(BillingMode.PAY_PER_REQUEST)
                            .keySchema(schema)
                            .attributeDefinitions(definitions);
                    if (streamed) {
                        create.streamSpecification(
                                spec -> spec.streamEnabled(true).streamViewType(StreamViewType.NEW_AND_OLD_IMAGES));
                    }
                })
                .join()
                .tableDescription()
                .latestStreamArn();
    }

    /** A plain PutItem of texts. */
    void put(String key, String... namesAndTexts) {
        Map<String, AttributeValue> item = new HashMap<>(Map.of("pk", AttributeValue.fromS(key)));
        for (int i = 0; i < namesAndTexts.length; i += 2) {
            item.put(namesAndTexts[i], AttributeValue.fromS(namesAndTexts[i + 1]));
        }
        dynamo.putItem(put -> put.tableName(table).item(item)).join();
    }

    /** A plain UpdateItem with ADD. */
    void add(String key, int amount) {
        dynamo.updateItem(update -> update.tableName(table)
                        .key(Map.of("pk", AttributeValue.fromS(key)))
                        .updateExpression("ADD stock :n")
                        .expressionAttributeValues(Map.of(":n", AttributeValue.fromN(Integer.toString(amount)))))
                .join();
    }

    /** A plain UpdateItem that adds to a set of texts. */
    void tag(String key, String tag) {
        dynamo.updateItem(update -> update.tableName(table)
                        .key(Map.of("pk", AttributeValue.fromS(key)))
                        .updateExpression("ADD tags :t")
                        .expressionAttributeValues(Map.of(":t", AttributeValue.fromSs(List.of(tag)))))
                .join();
    }

    void delete(String key) {
        dynamo.deleteItem(delete -> delete.tableName(table).key(Map.of("pk", AttributeValue.fromS(key))))
                .join();
    }

    /** The items as applications see them. */
    Map<String, Map<String, AttributeValue>> items() {
        Map<String, Map<String, AttributeValue>> items = new TreeMap<>();
        dynamo.scan(scan -> scan.tableName(table).consistentRead(true))
                .join()
                .items()
                .forEach(item -> {
                    Map<String, AttributeValue> shown = new TreeMap<>(item);
                    shown.remove("_rejoin");
                    items.put(item.get("pk").s(), shown);
                });
        return items;
    }

    /** The item that was deleted last, as the bin has it. */
    Optional<Attributes> deleted(String key) {
        BinTable bin = new BinTable(dynamo, table + "-bin");
        return bin.ofItem(ItemKey.of("pk", key))
                .thenCompose(entries -> bin.image(entries.get(0)))
                .join();
    }

    /** The stream's records since the last time. */
    DynamodbEvent event() {
        return stream.read();
    }

    /** Its stream's one shard. */
    String shard() {
        return stream.shard();
    }

    StreamsEventResponse forward(DynamodbEvent event) {
        return forwarder.handleRequest(event, new TestContext(TIMEOUT));
    }

    /** Forwards what there is. */
    boolean forward() {
        DynamodbEvent event = event();
        if (event.getRecords().isEmpty()) {
            return false;
        }
        StreamsEventResponse response = forward(event);
        if (!response.getBatchItemFailures().isEmpty()) {
            throw new AssertionError("not forwarded: " + response);
        }
        return true;
    }

    int hints(String peer) {
        return clients.sqs.event("hints-" + peer).getRecords().size();
    }

    /** Delivers what a peer is owed, once. */
    boolean deliver(String peer) {
        SQSEvent event = clients.sqs.event("hints-" + peer);
        if (event.getRecords().isEmpty()) {
            return false;
        }
        SQSBatchResponse response = courier.handleRequest(event, new TestContext(TIMEOUT));
        List<String> kept = response.getBatchItemFailures().stream()
                .map(SQSBatchResponse.BatchItemFailure::getItemIdentifier)
                .toList();
        clients.sqs.delete("hints-" + peer, event, kept);
        return true;
    }
}
