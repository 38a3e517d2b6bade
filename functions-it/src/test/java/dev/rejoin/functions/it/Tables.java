package dev.rejoin.functions.it;

import dev.rejoin.testkit.engine.LocalEngine;
import java.net.URI;
import java.util.List;
import java.util.Map;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeDefinition;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.BillingMode;
import software.amazon.awssdk.services.dynamodb.model.KeySchemaElement;
import software.amazon.awssdk.services.dynamodb.model.KeyType;
import software.amazon.awssdk.services.dynamodb.model.ScalarAttributeType;
import software.amazon.awssdk.services.dynamodb.model.StreamViewType;

/** A region's tables on the local engine, as the template makes them; the key is that of AWS's example events. */
final class Tables implements AutoCloseable {
    static final String TABLE = "orders";
    static final String SHADOW = "orders-rejoin";
    static final String CONTROL = "orders-rejoin-control";

    private final DynamoDbClient client;

    Tables(LocalEngine engine, String region) {
        URI endpoint = engine.endpoint();
        client = DynamoDbClient.builder()
                .endpointOverride(endpoint)
                .region(Region.of(region))
                .credentialsProvider(StaticCredentialsProvider.create(AwsBasicCredentials.create("test", "test")))
                .httpClientBuilder(UrlConnectionHttpClient.builder())
                .build();
        create(TABLE, "Id", ScalarAttributeType.N);
        create(SHADOW, "Id", ScalarAttributeType.N);
        create(CONTROL, "pk", ScalarAttributeType.S);
        create("orders-rejoin-control-shadow", "pk", ScalarAttributeType.S);
        createJournal();
    }

    /** The functions' environment in this region, with one peer. */
    static Map<String, String> environment(LocalEngine engine, URI services, String region, String peer) {
        return Map.ofEntries(
                Map.entry("AWS_REGION", region),
                Map.entry("AWS_ACCESS_KEY_ID", "test"),
                Map.entry("AWS_SECRET_ACCESS_KEY", "test"),
                Map.entry("AWS_ENDPOINT_URL", services.toString()),
                Map.entry("AWS_ENDPOINT_URL_DYNAMODB", engine.endpoint().toString()),
                Map.entry("REJOIN_TABLE", TABLE),
                Map.entry("REJOIN_KEY", "Id"),
                Map.entry("REJOIN_SHADOW_TABLE", SHADOW),
                Map.entry("REJOIN_CONTROL_TABLE", CONTROL),
                Map.entry("REJOIN_CONTROL_SHADOW_TABLE", "orders-rejoin-control-shadow"),
                Map.entry("REJOIN_JOURNAL_TABLE", "orders-rejoin-journal"),
                Map.entry("REJOIN_REGION", region),
                Map.entry(
                        "REJOIN_PEERS",
                        peer + "=arn:aws:lambda:" + peer + ":111122223333:function:rejoin-orders-applier:live"),
                Map.entry("REJOIN_HINT_QUEUES", peer + "=" + services + "/111122223333/rejoin-orders-hints-" + peer),
                Map.entry("REJOIN_FAILURE_BUCKET", "failures"));
    }

    DynamoDbClient client() {
        return client;
    }

    /** An item of the replicated table; empty if there is none. */
    Map<String, AttributeValue> item(String id) {
        return client.getItem(
                        get -> get.tableName(TABLE).consistentRead(true).key(Map.of("Id", AttributeValue.fromN(id))))
                .item();
    }

    /** What the shadow table holds of an item. */
    Map<String, AttributeValue> shadow(String id) {
        return client.getItem(
                        get -> get.tableName(SHADOW).consistentRead(true).key(Map.of("Id", AttributeValue.fromN(id))))
                .item();
    }

    void put(String id, String message) {
        client.putItem(put -> put.tableName(TABLE)
                .item(Map.of("Id", AttributeValue.fromN(id), "Message", AttributeValue.fromS(message))));
    }

    void delete(String id) {
        client.deleteItem(delete -> delete.tableName(TABLE).key(Map.of("Id", AttributeValue.fromN(id))));
    }

    @Override
    public void close() {
        client.close();
    }

    private void create(String name, String key, ScalarAttributeType type) {
        client.createTable(create -> create.tableName(name)
                .billingMode(BillingMode.PAY_PER_REQUEST)
                .keySchema(element(key, KeyType.HASH))
                .attributeDefinitions(attribute(key, type))
                .streamSpecification(
                        stream -> stream.streamEnabled(true).streamViewType(StreamViewType.NEW_AND_OLD_IMAGES)));
    }

    private void createJournal() {
        client.createTable(create -> create.tableName("orders-rejoin-journal")
                .billingMode(BillingMode.PAY_PER_REQUEST)
                .keySchema(List.of(element("item", KeyType.HASH), element("conflict", KeyType.RANGE)))
                .attributeDefinitions(List.of(
                        attribute("item", ScalarAttributeType.S), attribute("conflict", ScalarAttributeType.S))));
    }

    private static KeySchemaElement element(String name, KeyType type) {
        return KeySchemaElement.builder().attributeName(name).keyType(type).build();
    }

    private static AttributeDefinition attribute(String name, ScalarAttributeType type) {
        return AttributeDefinition.builder()
                .attributeName(name)
                .attributeType(type)
                .build();
    }
}
