package dev.rejoin.functions;

import dev.rejoin.aws.store.StoreClients;
import dev.rejoin.functions.wiring.Clients;
import dev.rejoin.testkit.engine.LocalEngine;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.cloudwatch.CloudWatchAsyncClient;
import software.amazon.awssdk.services.cloudwatch.model.DescribeAlarmsRequest;
import software.amazon.awssdk.services.cloudwatch.model.DescribeAlarmsResponse;
import software.amazon.awssdk.services.cloudwatch.model.MetricDatum;
import software.amazon.awssdk.services.cloudwatch.model.PutMetricAlarmRequest;
import software.amazon.awssdk.services.cloudwatch.model.PutMetricAlarmResponse;
import software.amazon.awssdk.services.cloudwatch.model.PutMetricDataRequest;
import software.amazon.awssdk.services.cloudwatch.model.PutMetricDataResponse;
import software.amazon.awssdk.services.dynamodb.DynamoDbAsyncClient;
import software.amazon.awssdk.services.dynamodb.streams.DynamoDbStreamsAsyncClient;
import software.amazon.awssdk.services.kms.KmsAsyncClient;
import software.amazon.awssdk.services.lambda.LambdaAsyncClient;
import software.amazon.awssdk.services.s3.S3AsyncClient;
import software.amazon.awssdk.services.sqs.SqsAsyncClient;

/** Some regions' stacks: tables in the local engine, everything else in this process. */
final class TestRegions {
    private static final LocalEngine ENGINE = LocalEngine.start(Path.of(System.getProperty("rejoin.dynamodbLocal")), 0);
    private static final StaticCredentialsProvider CREDENTIALS =
            StaticCredentialsProvider.create(AwsBasicCredentials.create("test", "test"));
    private static final AtomicInteger CLUSTERS = new AtomicInteger();

    private final String table = "orders-" + CLUSTERS.incrementAndGet();
    private final Map<String, TestRegion> regions = new TreeMap<>();

    TestRegions(int linkTimeoutMillis, String... names) {
        for (String name : names) {
            regions.put(
                    name,
                    new TestRegion(table, name, environment(name, List.of(names), linkTimeoutMillis), clients(name)));
        }
    }

    TestRegion region(String name) {
        return regions.get(name);
    }

    private Map<String, String> environment(String self, List<String> all, int linkTimeoutMillis) {
        List<String> peers = all.stream().filter(name -> !name.equals(self)).toList();
        Map<String, String> environment = new HashMap<>();
        environment.put("REJOIN_TABLE", table);
        environment.put("REJOIN_KEY", "pk");
        environment.put("REJOIN_SHADOW_TABLE", table + "-rejoin");
        environment.put("REJOIN_CONTROL_TABLE", table + "-control");
        environment.put("REJOIN_CONTROL_SHADOW_TABLE", table + "-control-shadow");
        environment.put("REJOIN_JOURNAL_TABLE", table + "-journal");
        environment.put("REJOIN_BIN_TABLE", table + "-bin");
        environment.put("REJOIN_REGION", self);
        environment.put("REJOIN_FAILURE_BUCKET", "failures");
        environment.put("REJOIN_COUNTERS", "stock");
        environment.put("REJOIN_LINK_TIMEOUT_MS", Integer.toString(linkTimeoutMillis));
        environment.put(
                "REJOIN_PEERS",
                peers.stream()
                        .map(peer -> peer + "=arn:aws:lambda:" + peer + ":111122223333:function:applier:live")
                        .collect(Collectors.joining(",")));
        environment.put(
                "REJOIN_VERIFIERS",
                peers.stream()
                        .map(peer -> peer + "=arn:aws:lambda:" + peer + ":111122223333:function:verifier:live")
                        .collect(Collectors.joining(",")));
        environment.put(
                "REJOIN_HINT_QUEUES",
                peers.stream()
                        .map(peer -> peer + "=" + FakeSqs.url("hints-" + peer))
                        .collect(Collectors.joining(",")));
        return environment;
    }

    private TestClients clients(String name) {
        return new TestClients(name, this);
    }

    /** One region's clients. */
    static final class TestClients implements Clients {
        final FakeSqs sqs = new FakeSqs();
        final FakeS3 s3 = new FakeS3();
        final FakeCloudWatch cloudWatch = new FakeCloudWatch();
        private final Region region;
        private final TestRegions all;

        TestClients(String region, TestRegions all) {
            this.region = Region.of(region);
            this.all = all;
        }

        @Override
        public DynamoDbAsyncClient dynamo() {
            Duration patience = Duration.ofSeconds(60);
            return StoreClients.builder(region)
                    .endpointOverride(ENGINE.endpoint())
                    .credentialsProvider(CREDENTIALS)
                    .overrideConfiguration(
                            config -> config.apiCallTimeout(patience).apiCallAttemptTimeout(patience))
                    .build();
        }

        @Override
        public DynamoDbStreamsAsyncClient streams() {
            return DynamoDbStreamsAsyncClient.builder()
                    .region(region)
                    .endpointOverride(ENGINE.endpoint())
                    .credentialsProvider(CREDENTIALS)
                    .build();
        }

        @Override
        public SqsAsyncClient sqs() {
            return sqs;
        }

        @Override
        public S3AsyncClient s3() {
            return s3;
        }

        @Override
        public CloudWatchAsyncClient cloudWatch() {
            return cloudWatch;
        }

        @Override
        public KmsAsyncClient kms() {
            throw new UnsupportedOperationException("no table here encrypts its journal");
        }

        @Override
        public LambdaAsyncClient lambda(String peer) {
            return new LambdaOf(all, peer);
        }

        @Override
        public LambdaAsyncClient patientLambda(String peer) {
            return lambda(peer);
        }
    }

    /** Leads to a region that may be made later. */
    private record LambdaOf(TestRegions all, String peer) implements LambdaAsyncClient {
        @Override
        public CompletableFuture<software.amazon.awssdk.services.lambda.model.InvokeResponse> invoke(
                software.amazon.awssdk.services.lambda.model.InvokeRequest request) {
            return all.region(peer).lambda.invoke(request);
        }

        @Override
        public String serviceName() {
            return "lambda";
        }

        @Override
        public void close() {
            // Nothing is open.
        }
    }

    /** Keeps what it was told. */
    static final class FakeCloudWatch implements CloudWatchAsyncClient {
        final ConcurrentLinkedQueue<MetricDatum> data = new ConcurrentLinkedQueue<>();

        @Override
        public CompletableFuture<PutMetricDataResponse> putMetricData(PutMetricDataRequest request) {
            data.addAll(request.metricData());
            return CompletableFuture.completedFuture(
                    PutMetricDataResponse.builder().build());
        }

        @Override
        public CompletableFuture<DescribeAlarmsResponse> describeAlarms(DescribeAlarmsRequest request) {
            return CompletableFuture.completedFuture(
                    DescribeAlarmsResponse.builder().build());
        }

        @Override
        public CompletableFuture<PutMetricAlarmResponse> putMetricAlarm(PutMetricAlarmRequest request) {
            return CompletableFuture.completedFuture(
                    PutMetricAlarmResponse.builder().build());
        }

        double sum(String name) {
            return data.stream()
                    .filter(datum -> datum.metricName().equals(name))
                    .flatMap(datum -> datum.values().stream())
                    .mapToDouble(Double::doubleValue)
                    .sum();
        }

        @Override
        public String serviceName() {
            return "monitoring";
        }

        @Override
        public void close() {
            // Nothing is open.
        }
    }
}
