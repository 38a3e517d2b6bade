package dev.rejoin.functions.wiring;

import dev.rejoin.aws.store.StoreClients;
import java.time.Duration;
import software.amazon.awssdk.core.client.config.ClientOverrideConfiguration;
import software.amazon.awssdk.http.async.SdkAsyncHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.cloudwatch.CloudWatchAsyncClient;
import software.amazon.awssdk.services.dynamodb.DynamoDbAsyncClient;
import software.amazon.awssdk.services.dynamodb.streams.DynamoDbStreamsAsyncClient;
import software.amazon.awssdk.services.kms.KmsAsyncClient;
import software.amazon.awssdk.services.lambda.LambdaAsyncClient;
import software.amazon.awssdk.services.s3.S3AsyncClient;
import software.amazon.awssdk.services.sqs.SqsAsyncClient;

/** Clients of one region over one network; each is made when it is asked for. Credentials and endpoints as the SDK finds them. */
public final class AwsClients implements Clients {
    private static final int ATTEMPTS_AT_A_PEER = 1;
    private static final Duration LONGEST_INVOCATION = Duration.ofMinutes(15);

    private final Region region;
    private final SdkAsyncHttpClient network = StoreClients.network().build();
    private final ClientOverrideConfiguration calls = StoreClients.calls();

    /** @param region where the function runs */
    public AwsClients(String region) {
        this.region = Region.of(region);
    }

    @Override
    public DynamoDbAsyncClient dynamo() {
        return StoreClients.builder(region, network).build();
    }

    @Override
    public DynamoDbStreamsAsyncClient streams() {
        return DynamoDbStreamsAsyncClient.builder()
                .region(region)
                .httpClient(network)
                .overrideConfiguration(calls)
                .build();
    }

    @Override
    public SqsAsyncClient sqs() {
        return SqsAsyncClient.builder()
                .region(region)
                .httpClient(network)
                .overrideConfiguration(calls)
                .build();
    }

    @Override
    public S3AsyncClient s3() {
        return S3AsyncClient.builder()
                .region(region)
                .httpClient(network)
                .forcePathStyle(true)
                .overrideConfiguration(calls)
                .build();
    }

    @Override
    public CloudWatchAsyncClient cloudWatch() {
        return CloudWatchAsyncClient.builder()
                .region(region)
                .httpClient(network)
                .overrideConfiguration(calls)
                .build();
    }

    @Override
    public KmsAsyncClient kms() {
        return KmsAsyncClient.builder()
                .region(region)
                .httpClient(network)
                .overrideConfiguration(calls)
                .build();
    }

    @Override
    public LambdaAsyncClient patientLambda(String peerRegion) {
        return LambdaAsyncClient.builder()
                .region(Region.of(peerRegion))
                .httpClientBuilder(StoreClients.network().readTimeout(LONGEST_INVOCATION))
                .overrideConfiguration(config -> config.retryStrategy(retry -> retry.maxAttempts(ATTEMPTS_AT_A_PEER)))
                .build();
    }

    /** Not retried: what a peer does not take is owed to it. */
    @Override
    public LambdaAsyncClient lambda(String peerRegion) {
        return LambdaAsyncClient.builder()
                .region(Region.of(peerRegion))
                .httpClient(network)
                .overrideConfiguration(config -> config.retryStrategy(retry -> retry.maxAttempts(ATTEMPTS_AT_A_PEER)))
                .build();
    }
}
