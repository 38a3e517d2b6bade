package dev.rejoin.bench.throughput;

import dev.rejoin.aws.item.ItemCodec;
import dev.rejoin.aws.item.ReplicatedTable;
import dev.rejoin.aws.setup.TableSetup;
import dev.rejoin.aws.stream.StreamRecords;
import dev.rejoin.item.Attributes;
import dev.rejoin.item.ItemKey;
import dev.rejoin.replica.StoredItem;
import dev.rejoin.replica.StreamRecord;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.awscore.client.builder.AwsClientBuilder;
import software.amazon.awssdk.awscore.defaultsmode.DefaultsMode;
import software.amazon.awssdk.core.client.config.ClientOverrideConfiguration;
import software.amazon.awssdk.http.async.SdkAsyncHttpClient;
import software.amazon.awssdk.http.nio.netty.NettyNioAsyncHttpClient;
import software.amazon.awssdk.profiles.ProfileFile;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.dynamodb.DynamoDbAsyncClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeDefinition;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.BillingMode;
import software.amazon.awssdk.services.dynamodb.model.GetRecordsResponse;
import software.amazon.awssdk.services.dynamodb.model.KeySchemaElement;
import software.amazon.awssdk.services.dynamodb.model.KeyType;
import software.amazon.awssdk.services.dynamodb.model.ScalarAttributeType;
import software.amazon.awssdk.services.dynamodb.model.ShardIteratorType;
import software.amazon.awssdk.services.dynamodb.model.StreamViewType;
import software.amazon.awssdk.services.dynamodb.streams.DynamoDbStreamsAsyncClient;

/** A table with a stream in one region of DynamoDB Local, and the clients of one who uses it. */
final class BenchTable implements AutoCloseable {
    private static final String KEY = "id";
    private static final Duration DEADLINE = Duration.ofSeconds(60);

    private final ReplicatedTable table = ReplicatedTable.of("orders", KEY);
    private final StreamRecords decoder = new StreamRecords(table);
    private final SdkAsyncHttpClient http;
    private final DynamoDbAsyncClient client;
    private final DynamoDbStreamsAsyncClient streams;
    private @Nullable String iterator;

    /** @param connections requests at once */
    BenchTable(URI endpoint, String region, int connections) {
        this.http = NettyNioAsyncHttpClient.builder()
                .maxConcurrency(connections)
                .maxPendingConnectionAcquires(Integer.MAX_VALUE)
                .connectionAcquisitionTimeout(DEADLINE)
                .build();
        this.client = local(DynamoDbAsyncClient.builder().httpClient(http), endpoint, region)
                .build();
        this.streams = local(DynamoDbStreamsAsyncClient.builder().httpClient(http), endpoint, region)
                .build();
        create();
    }

    private static <B extends AwsClientBuilder<B, ?>> B local(B builder, URI endpoint, String region) {
        return builder.endpointOverride(endpoint)
                .region(Region.of(region))
                .defaultsMode(DefaultsMode.STANDARD)
                .credentialsProvider(StaticCredentialsProvider.create(AwsBasicCredentials.create("bench", "bench")))
                .overrideConfiguration(ClientOverrideConfiguration.builder()
                        .defaultProfileFile(ProfileFile.aggregator().build())
                        .apiCallTimeout(DEADLINE)
                        .build());
    }

    private void create() {
        String stream = client.createTable(create -> create.tableName(table.name())
                        .billingMode(BillingMode.PAY_PER_REQUEST)
                        .keySchema(KeySchemaElement.builder()
                                .attributeName(KEY)
                                .keyType(KeyType.HASH)
                                .build())
                        .attributeDefinitions(AttributeDefinition.builder()
                                .attributeName(KEY)
                                .attributeType(ScalarAttributeType.S)
                                .build())
                        .streamSpecification(
                                spec -> spec.streamEnabled(true).streamViewType(StreamViewType.NEW_AND_OLD_IMAGES)))
                .join()
                .tableDescription()
                .latestStreamArn();
        new TableSetup(client).createShadow(table).join();
        String shard = streams.describeStream(describe -> describe.streamArn(stream))
                .join()
                .streamDescription()
                .shards()
                .get(0)
                .shardId();
        iterator = streams.getShardIterator(
                        get -> get.streamArn(stream).shardId(shard).shardIteratorType(ShardIteratorType.TRIM_HORIZON))
                .join()
                .shardIterator();
    }

    ReplicatedTable table() {
        return table;
    }

    DynamoDbAsyncClient client() {
        return client;
    }

    /** The next so many records of the table's stream. */
    List<StreamRecord> records(int count) {
        List<StreamRecord> records = new ArrayList<>();
        while (records.size() < count) {
            String from = iterator;
            GetRecordsResponse page = streams.getRecords(
                            get -> get.shardIterator(from).limit(Math.min(1_000, count - records.size())))
                    .join();
            iterator = page.nextShardIterator();
            page.records().forEach(record -> records.add(decoder.decode(record)));
        }
        return records;
    }

    /** What applications see of every item. */
    Map<ItemKey, Attributes> items() {
        ItemCodec codec = new ItemCodec(table);
        Map<ItemKey, Attributes> items = new HashMap<>();
        client.scanPaginator(scan -> scan.tableName(table.name()).consistentRead(true))
                .items()
                .subscribe(attributes -> {
                    StoredItem item = codec.item(attributes);
                    items.put(item.key(), item.attributes());
                })
                .join();
        return items;
    }

    static Map<String, AttributeValue> key(int item) {
        return Map.of(KEY, AttributeValue.fromS("order#" + item));
    }

    @Override
    public void close() {
        client.close();
        streams.close();
        http.close();
    }
}
