package dev.rejoin.cli.chaos.fleet;

import dev.rejoin.aws.item.ItemCodec;
import dev.rejoin.aws.item.ReplicatedTable;
import dev.rejoin.aws.journal.JournalEntry;
import dev.rejoin.aws.journal.JournalTable;
import dev.rejoin.aws.setup.SideTable;
import dev.rejoin.aws.setup.TableSetup;
import dev.rejoin.cli.local.region.LocalClients;
import dev.rejoin.clock.Actor;
import dev.rejoin.item.ItemKey;
import dev.rejoin.replica.StoredItem;
import dev.rejoin.version.Home;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import software.amazon.awssdk.services.dynamodb.DynamoDbAsyncClient;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeDefinition;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.BillingMode;
import software.amazon.awssdk.services.dynamodb.model.KeySchemaElement;
import software.amazon.awssdk.services.dynamodb.model.KeyType;
import software.amazon.awssdk.services.dynamodb.model.ScalarAttributeType;
import software.amazon.awssdk.services.dynamodb.model.StreamViewType;

/** One region's tables, made and looked at without any proxy in between. */
public final class ChaosTables {
    public static final ReplicatedTable TABLE = ReplicatedTable.of("orders", "id");
    public static final String JOURNAL = TABLE.shadowName() + "-journal";
    public static final Set<String> COUNTERS = Set.of("stock", "sold");

    private final DynamoDbClient client;
    private final DynamoDbAsyncClient async;
    private final String stream;
    private final long createdMillis = System.currentTimeMillis();

    private ChaosTables(DynamoDbClient client, DynamoDbAsyncClient async, String stream) {
        this.client = client;
        this.async = async;
        this.stream = stream;
    }

    /** Creates the applications' table with a stream, the shadow table and the journal. */
    static ChaosTables create(LocalClients clients, Actor region) {
        DynamoDbClient client = clients.dynamo(region.name());
        String stream = client.createTable(create -> create.tableName(TABLE.name())
                        .billingMode(BillingMode.PAY_PER_REQUEST)
                        .keySchema(key(TABLE.partitionKey(), KeyType.HASH))
                        .attributeDefinitions(text(TABLE.partitionKey()))
                        .streamSpecification(
                                spec -> spec.streamEnabled(true).streamViewType(StreamViewType.NEW_AND_OLD_IMAGES)))
                .tableDescription()
                .latestStreamArn();
        DynamoDbAsyncClient async = clients.dynamoAsync(region.name());
        TableSetup setup = new TableSetup(async);
        setup.createShadow(TABLE).join();
        setup.create(SideTable.JOURNAL, JOURNAL).join();
        return new ChaosTables(client, async, stream);
    }

    private static KeySchemaElement key(String name, KeyType type) {
        return KeySchemaElement.builder().attributeName(name).keyType(type).build();
    }

    private static AttributeDefinition text(String name) {
        return AttributeDefinition.builder()
                .attributeName(name)
                .attributeType(ScalarAttributeType.S)
                .build();
    }

    /** Where the clocks of a region's items are at home. */
    public static Home home(Actor region) {
        return new Home(region, TABLE.name());
    }

    /** The stream's name. */
    public String stream() {
        return stream;
    }

    /** When the tables were made. */
    public long createdMillis() {
        return createdMillis;
    }

    /** All items, strongly consistent. */
    public Map<ItemKey, StoredItem> items() {
        ItemCodec codec = new ItemCodec(TABLE);
        Map<ItemKey, StoredItem> items = new TreeMap<>();
        for (Map<String, AttributeValue> attributes : rows()) {
            StoredItem item = codec.item(attributes);
            items.put(item.key(), item);
        }
        return items;
    }

    /** Every conflict in the journal. */
    public List<JournalEntry> conflicts() {
        List<JournalEntry> entries = Collections.synchronizedList(new ArrayList<>());
        new JournalTable(async, JOURNAL).all(entries::add).join();
        return entries;
    }

    private List<Map<String, AttributeValue>> rows() {
        List<Map<String, AttributeValue>> rows = new ArrayList<>();
        client.scanPaginator(scan -> scan.tableName(TABLE.name()).consistentRead(true))
                .items()
                .forEach(rows::add);
        return rows;
    }
}
