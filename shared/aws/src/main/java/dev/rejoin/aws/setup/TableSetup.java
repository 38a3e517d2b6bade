package dev.rejoin.aws.setup;

import dev.rejoin.aws.item.ReplicatedTable;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.dynamodb.DynamoDbAsyncClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeDefinition;
import software.amazon.awssdk.services.dynamodb.model.BillingMode;
import software.amazon.awssdk.services.dynamodb.model.CreateTableRequest;
import software.amazon.awssdk.services.dynamodb.model.DescribeTableResponse;
import software.amazon.awssdk.services.dynamodb.model.KeySchemaElement;
import software.amazon.awssdk.services.dynamodb.model.KeyType;
import software.amazon.awssdk.services.dynamodb.model.ResourceInUseException;
import software.amazon.awssdk.services.dynamodb.model.ScalarAttributeType;
import software.amazon.awssdk.services.dynamodb.model.TableDescription;

/** Learns what a table's key is, and makes its shadow table. For operators, demos and tests; replicas only use tables. */
public final class TableSetup {
    private final DynamoDbAsyncClient client;

    public TableSetup(DynamoDbAsyncClient client) {
        this.client = client;
    }

    /** The replicated table of that name with the default names beside it; fails if there is no such table. */
    public CompletableFuture<ReplicatedTable> describe(String table) {
        return described(table)
                .thenApply(description ->
                        ReplicatedTable.of(table, keyNames(description).toArray(new String[0])));
    }

    /**
     * Creates a table's shadow table: the same key, paid by request, no stream. Complete when it can be used. Fails if there is no
     * such table, or a table of the shadow table's name already.
     */
    public CompletableFuture<Void> createShadow(ReplicatedTable table) {
        return described(table.name())
                .thenCompose(description -> created(shadow(table, description)))
                .thenCompose(
                        created -> client.waiter().waitUntilTableExists(wait -> wait.tableName(table.shadowName())))
                .thenAccept(active -> {});
    }

    /** Creates a table of that kind, paid by request, whose rows expire. Complete when it can be used. Fails if there is one already. */
    public CompletableFuture<Void> create(SideTable kind, String name) {
        CreateTableRequest table = CreateTableRequest.builder()
                .tableName(name)
                .keySchema(key(kind.partitionKey(), KeyType.HASH), key(kind.sortKey(), KeyType.RANGE))
                .attributeDefinitions(text(kind.partitionKey()), text(kind.sortKey()))
                .billingMode(BillingMode.PAY_PER_REQUEST)
                .build();
        return created(table)
                .thenCompose(created -> client.waiter().waitUntilTableExists(wait -> wait.tableName(name)))
                .thenCompose(active -> client.updateTimeToLive(update -> update.tableName(name)
                        .timeToLiveSpecification(
                                ttl -> ttl.attributeName(SideTable.EXPIRES).enabled(true))))
                .thenAccept(expiring -> {});
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

    private CompletableFuture<Void> created(CreateTableRequest table) {
        return client.createTable(table)
                .thenAccept(created -> {})
                .exceptionallyCompose(
                        error -> error.getCause() instanceof ResourceInUseException exists && isOurs(exists)
                                ? CompletableFuture.completedFuture(null)
                                : CompletableFuture.failedFuture(error));
    }

    /** Whether the SDK had sent the request before: then it was that which created the table, and its answer was lost. */
    private static boolean isOurs(SdkException error) {
        return error.numAttempts() != null && error.numAttempts() > 1;
    }

    private CompletableFuture<TableDescription> described(String table) {
        return client.describeTable(describe -> describe.tableName(table)).thenApply(DescribeTableResponse::table);
    }

    /** The partition key first, whatever order the service gave them in. */
    private static List<String> keyNames(TableDescription table) {
        return table.keySchema().stream()
                .sorted((a, b) -> Boolean.compare(b.keyType() == KeyType.HASH, a.keyType() == KeyType.HASH))
                .map(KeySchemaElement::attributeName)
                .toList();
    }

    private static CreateTableRequest shadow(ReplicatedTable table, TableDescription description) {
        List<String> keyNames = keyNames(description);
        return CreateTableRequest.builder()
                .tableName(table.shadowName())
                .keySchema(description.keySchema())
                // A table also defines what only its indexes need; the shadow table has none.
                .attributeDefinitions(description.attributeDefinitions().stream()
                        .filter(definition -> keyNames.contains(definition.attributeName()))
                        .toList())
                .billingMode(BillingMode.PAY_PER_REQUEST)
                .build();
    }
}
