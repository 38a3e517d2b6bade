package dev.rejoin.aws.engine;

import dev.rejoin.aws.store.StoreClients;
import dev.rejoin.testkit.engine.LocalEngine;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.core.client.config.ClientOverrideConfiguration;
import software.amazon.awssdk.http.async.SdkAsyncHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.dynamodb.DynamoDbAsyncClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeDefinition;
import software.amazon.awssdk.services.dynamodb.model.BillingMode;
import software.amazon.awssdk.services.dynamodb.model.KeySchemaElement;
import software.amazon.awssdk.services.dynamodb.model.KeyType;
import software.amazon.awssdk.services.dynamodb.model.StreamViewType;
import software.amazon.awssdk.services.dynamodb.streams.DynamoDbStreamsAsyncClient;

/** The one local engine of this JVM's tests; ends with the JVM. */
public final class Engine {
    public static final Region REGION = Region.EU_WEST_1;

    private static final Duration DEADLINE = Duration.ofSeconds(60);
    private static final LocalEngine ENGINE = LocalEngine.start(Path.of(System.getProperty("rejoin.dynamodbLocal")), 0);
    private static final StaticCredentialsProvider CREDENTIALS =
            StaticCredentialsProvider.create(AwsBasicCredentials.create("test", "test"));
    private static final AtomicInteger TABLES = new AtomicInteger();

    /** Patient: on a busy machine the engine's first answers take seconds, and a table is not created twice. */
    public static final DynamoDbAsyncClient CLIENT = StoreClients.builder(REGION)
            .overrideConfiguration(config -> config.apiCallTimeout(DEADLINE).apiCallAttemptTimeout(DEADLINE))
            .endpointOverride(ENGINE.endpoint())
            .credentialsProvider(CREDENTIALS)
            .build();

    public static final DynamoDbStreamsAsyncClient STREAMS = DynamoDbStreamsAsyncClient.builder()
            .region(REGION)
            .endpointOverride(ENGINE.endpoint())
            .credentialsProvider(CREDENTIALS)
            .build();

    private Engine() {}

    public static URI endpoint() {
        return ENGINE.endpoint();
    }

    /** A client over another network to the same engine. */
    public static DynamoDbAsyncClient client(
            SdkAsyncHttpClient network, Consumer<ClientOverrideConfiguration.Builder> config) {
        return DynamoDbAsyncClient.builder()
                .region(REGION)
                .endpointOverride(ENGINE.endpoint())
                .credentialsProvider(CREDENTIALS)
                .httpClient(network)
                .overrideConfiguration(config)
                .build();
    }

    /** A client of streams over another network. */
    public static DynamoDbStreamsAsyncClient streams(SdkAsyncHttpClient network) {
        return DynamoDbStreamsAsyncClient.builder()
                .region(REGION)
                .endpointOverride(ENGINE.endpoint())
                .credentialsProvider(CREDENTIALS)
                .httpClient(network)
                .build();
    }

    public static <T> T await(CompletableFuture<T> future) {
        return future.orTimeout(DEADLINE.toSeconds(), TimeUnit.SECONDS).join();
    }

    /** Creates a table with a stream of all images, and gives its new name. */
    public static String createTable(List<String> keyNames, List<String> keyTypes) {
        String name = "table-" + TABLES.incrementAndGet();
        await(CLIENT.createTable(create -> {
            create.tableName(name).billingMode(BillingMode.PAY_PER_REQUEST);
            create.streamSpecification(
                    stream -> stream.streamEnabled(true).streamViewType(StreamViewType.NEW_AND_OLD_IMAGES));
            KeySchemaElement[] schema = new KeySchemaElement[keyNames.size()];
            AttributeDefinition[] definitions = new AttributeDefinition[keyNames.size()];
            for (int i = 0; i < schema.length; i++) {
                schema[i] = KeySchemaElement.builder()
                        .attributeName(keyNames.get(i))
                        .keyType(i == 0 ? KeyType.HASH : KeyType.RANGE)
                        .build();
                definitions[i] = AttributeDefinition.builder()
                        .attributeName(keyNames.get(i))
                        .attributeType(keyTypes.get(i))
                        .build();
            }
            create.keySchema(schema).attributeDefinitions(definitions);
        }));
        return name;
    }
}
