package dev.rejoin.aws.store;

import java.time.Duration;
import software.amazon.awssdk.awscore.retry.AwsRetryStrategy;
import software.amazon.awssdk.core.client.config.ClientOverrideConfiguration;
import software.amazon.awssdk.http.async.SdkAsyncHttpClient;
import software.amazon.awssdk.http.nio.netty.NettyNioAsyncHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.retries.api.BackoffStrategy;
import software.amazon.awssdk.retries.api.RetryStrategy;
import software.amazon.awssdk.services.dynamodb.DynamoDbAsyncClient;
import software.amazon.awssdk.services.dynamodb.DynamoDbAsyncClientBuilder;

/** How a client for a store is best configured: every call has a deadline, and gives up before its caller would. */
public final class StoreClients {
    private static final Duration CALL = Duration.ofSeconds(15);
    private static final Duration ATTEMPT = Duration.ofSeconds(3);
    private static final Duration CONNECT = Duration.ofSeconds(2);
    private static final int ATTEMPTS = 6;
    private static final int CONNECTIONS = 128;

    /** Whole batches of a stream wait for a connection at once. */
    private static final int WAITING = 20_000;

    private StoreClients() {}

    /** A client of a region, to be given credentials or an endpoint if the default ones will not do. */
    public static DynamoDbAsyncClientBuilder builder(Region region) {
        return DynamoDbAsyncClient.builder()
                .region(region)
                .httpClientBuilder(network())
                .overrideConfiguration(calls());
    }

    /** A client of a region over a network that it shares with others. */
    public static DynamoDbAsyncClientBuilder builder(Region region, SdkAsyncHttpClient network) {
        return DynamoDbAsyncClient.builder().region(region).httpClient(network).overrideConfiguration(calls());
    }

    /** The network of such clients. */
    public static NettyNioAsyncHttpClient.Builder network() {
        return NettyNioAsyncHttpClient.builder()
                .maxConcurrency(CONNECTIONS)
                .maxPendingConnectionAcquires(WAITING)
                .connectionAcquisitionTimeout(CALL)
                .connectionTimeout(CONNECT)
                .tcpKeepAlive(true);
    }

    /** Deadlines and retries of a call. */
    public static ClientOverrideConfiguration calls() {
        RetryStrategy retries = AwsRetryStrategy.standardRetryStrategy().toBuilder()
                .maxAttempts(ATTEMPTS)
                .backoffStrategy(BackoffStrategy.exponentialDelay(Duration.ofMillis(25), Duration.ofSeconds(2)))
                .build();
        return ClientOverrideConfiguration.builder()
                .apiCallTimeout(CALL)
                .apiCallAttemptTimeout(ATTEMPT)
                .retryStrategy(retries)
                .build();
    }
}
