package dev.rejoin.cli.local.region;

import java.net.URI;
import java.time.Duration;
import java.util.function.Consumer;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.awscore.client.builder.AwsClientBuilder;
import software.amazon.awssdk.awscore.defaultsmode.DefaultsMode;
import software.amazon.awssdk.core.client.config.ClientOverrideConfiguration;
import software.amazon.awssdk.http.SdkHttpClient;
import software.amazon.awssdk.http.async.SdkAsyncHttpClient;
import software.amazon.awssdk.http.nio.netty.NettyNioAsyncHttpClient;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.profiles.ProfileFile;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.dynamodb.DynamoDbAsyncClient;
import software.amazon.awssdk.services.dynamodb.DynamoDbAsyncClientBuilder;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.streams.DynamoDbStreamsClient;

/**
 * SDK clients for a local engine. They read no profile, no environment and no instance metadata: region, credentials and
 * endpoint are given, and nothing leaves the machine.
 */
public final class LocalClients implements AutoCloseable {
    /** What DynamoDB Local takes for an account; any word will do, but data of another word is other data. */
    public static final String ACCESS_KEY = "rejoin";

    private static final Duration CALL_DEADLINE = Duration.ofSeconds(15);
    private static final int CONNECTIONS = 200;

    private final URI endpoint;
    private final SdkHttpClient http = UrlConnectionHttpClient.create();
    private final SdkAsyncHttpClient asyncHttp = NettyNioAsyncHttpClient.builder()
            .maxConcurrency(CONNECTIONS)
            .maxPendingConnectionAcquires(Integer.MAX_VALUE)
            .connectionAcquisitionTimeout(CALL_DEADLINE)
            .build();

    public LocalClients(URI endpoint) {
        this.endpoint = endpoint;
    }

    public URI endpoint() {
        return endpoint;
    }

    /** As an application would have it. */
    public DynamoDbClient dynamo(String region) {
        return local(DynamoDbClient.builder(), region).httpClient(http).build();
    }

    /** For the store. */
    public DynamoDbAsyncClient dynamoAsync(String region) {
        return dynamoAsync(region, config -> {});
    }

    /**
     * For whoever wants deadlines and retries of its own.
     *
     * @param more changes what all clients here have
     */
    public DynamoDbAsyncClient dynamoAsync(String region, Consumer<ClientOverrideConfiguration.Builder> more) {
        DynamoDbAsyncClientBuilder builder = local(DynamoDbAsyncClient.builder(), region);
        return builder.overrideConfiguration(builder.overrideConfiguration().copy(more))
                .httpClient(asyncHttp)
                .build();
    }

    /** For the poller. */
    public DynamoDbStreamsClient streams(String region) {
        return local(DynamoDbStreamsClient.builder(), region).httpClient(http).build();
    }

    private <B extends AwsClientBuilder<B, ?>> B local(B builder, String region) {
        return builder.endpointOverride(endpoint)
                .region(Region.of(region))
                .defaultsMode(DefaultsMode.STANDARD)
                .credentialsProvider(
                        StaticCredentialsProvider.create(AwsBasicCredentials.create(ACCESS_KEY, ACCESS_KEY)))
                .overrideConfiguration(ClientOverrideConfiguration.builder()
                        .defaultProfileFile(ProfileFile.aggregator().build())
                        .apiCallTimeout(CALL_DEADLINE)
                        .build());
    }

    @Override
    public void close() {
        http.close();
        asyncHttp.close();
    }
}
