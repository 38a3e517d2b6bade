package dev.rejoin.cli.operate;

import dev.rejoin.aws.item.ReplicatedTable;
import dev.rejoin.aws.setup.TableSetup;
import dev.rejoin.cli.demo.EngineFolder;
import dev.rejoin.cli.local.region.LocalClients;
import dev.rejoin.testkit.engine.LocalEngine;
import java.net.URI;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.dynamodb.DynamoDbAsyncClient;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeDefinition;
import software.amazon.awssdk.services.dynamodb.model.BillingMode;
import software.amazon.awssdk.services.dynamodb.model.KeySchemaElement;
import software.amazon.awssdk.services.dynamodb.model.KeyType;
import software.amazon.awssdk.services.dynamodb.model.ScalarAttributeType;

/** One DynamoDB Local for the tests of operators' commands, started when the first asks; it ends with this process. */
public final class Engine {
    private static final AtomicInteger NAMES = new AtomicInteger();
    private static @Nullable LocalEngine engine;
    private static @Nullable LocalClients clients;

    private Engine() {}

    /** Its address; the test is skipped if there is no DynamoDB Local. */
    public static synchronized URI endpoint() {
        if (engine == null) {
            engine = LocalEngine.start(EngineFolder.orSkip(), 0);
            Runtime.getRuntime().addShutdownHook(new Thread(engine::close));
        }
        return engine.endpoint();
    }

    private static synchronized LocalClients clients() {
        if (clients == null) {
            clients = new LocalClients(endpoint());
        }
        return clients;
    }

    /** A client as an application would have it. */
    public static DynamoDbClient client(String region) {
        return clients().dynamo(region);
    }

    /** A client as an adapter would have it. */
    public static DynamoDbAsyncClient asyncClient(String region) {
        return clients().dynamoAsync(region);
    }

    /** A table's name that no other test has. */
    public static String newName() {
        return "orders" + NAMES.incrementAndGet();
    }

    /** Creates a table whose key attributes are text. */
    public static void createTable(String region, String table, String... keyNames) {
        try (DynamoDbClient client = client(region)) {
            client.createTable(create -> create.tableName(table)
                    .billingMode(BillingMode.PAY_PER_REQUEST)
                    .keySchema(List.of(keyNames).stream()
                            .map(name -> KeySchemaElement.builder()
                                    .attributeName(name)
                                    .keyType(name.equals(keyNames[0]) ? KeyType.HASH : KeyType.RANGE)
                                    .build())
                            .toList())
                    .attributeDefinitions(List.of(keyNames).stream()
                            .map(name -> AttributeDefinition.builder()
                                    .attributeName(name)
                                    .attributeType(ScalarAttributeType.S)
                                    .build())
                            .toList()));
        }
    }

    /** Creates a table and its shadow table. */
    public static ReplicatedTable createReplicated(String region, String table, String... keyNames) {
        createTable(region, table, keyNames);
        ReplicatedTable replicated = ReplicatedTable.of(table, keyNames);
        try (DynamoDbAsyncClient client = clients().dynamoAsync(region)) {
            new TableSetup(client).createShadow(replicated).join();
        }
        return replicated;
    }
}
