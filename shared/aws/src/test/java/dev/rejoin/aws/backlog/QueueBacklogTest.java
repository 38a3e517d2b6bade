package dev.rejoin.aws.backlog;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.rejoin.aws.control.Owed;
import dev.rejoin.aws.engine.Engine;
import dev.rejoin.aws.item.ReplicatedTable;
import dev.rejoin.aws.sentinel.Heartbeats;
import dev.rejoin.aws.setup.TableSetup;
import dev.rejoin.aws.store.DynamoDbStore;
import dev.rejoin.clock.Actor;
import dev.rejoin.clock.Dot;
import dev.rejoin.clock.HybridTime;
import dev.rejoin.item.ItemKey;
import dev.rejoin.version.SequenceNumber;
import dev.rejoin.version.ShadowRow;
import dev.rejoin.version.Version;
import dev.rejoin.version.VersionBuilder;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import software.amazon.awssdk.services.cloudwatch.CloudWatchAsyncClient;
import software.amazon.awssdk.services.cloudwatch.model.GetMetricDataRequest;
import software.amazon.awssdk.services.cloudwatch.model.GetMetricDataResponse;
import software.amazon.awssdk.services.cloudwatch.model.MetricDataResult;
import software.amazon.awssdk.services.dynamodb.DynamoDbAsyncClient;
import software.amazon.awssdk.services.dynamodb.model.DescribeTableRequest;
import software.amazon.awssdk.services.dynamodb.model.DescribeTableResponse;
import software.amazon.awssdk.services.sqs.SqsAsyncClient;
import software.amazon.awssdk.services.sqs.model.GetQueueAttributesRequest;
import software.amazon.awssdk.services.sqs.model.GetQueueAttributesResponse;
import software.amazon.awssdk.services.sqs.model.QueueAttributeName;

@Timeout(120)
class QueueBacklogTest {
    private static final Actor EU = new Actor("eu-west-1");
    private static final Actor US = new Actor("us-east-1");
    private static final URI HINTS = URI.create("https://sqs.test/1/rejoin-orders-hints-us-east-1");
    private static final URI DEAD = URI.create("https://sqs.test/1/rejoin-orders-dead-us-east-1");

    private final List<GetMetricDataRequest> asked = new ArrayList<>();
    private int visible = 3;
    private int letters = 1;

    private final SqsAsyncClient sqs = new SqsAsyncClient() {
        @Override
        public CompletableFuture<GetQueueAttributesResponse> getQueueAttributes(GetQueueAttributesRequest request) {
            boolean isDead = request.queueUrl().equals(DEAD.toString());
            return CompletableFuture.completedFuture(GetQueueAttributesResponse.builder()
                    .attributes(
                            isDead
                                    ? Map.of(QueueAttributeName.APPROXIMATE_NUMBER_OF_MESSAGES, "" + letters)
                                    : Map.of(
                                            QueueAttributeName.APPROXIMATE_NUMBER_OF_MESSAGES,
                                            "" + visible,
                                            QueueAttributeName.APPROXIMATE_NUMBER_OF_MESSAGES_NOT_VISIBLE,
                                            "4"))
                    .build());
        }

        @Override
        public String serviceName() {
            return "sqs";
        }

        @Override
        public void close() {}
    };

    private final CloudWatchAsyncClient cloudWatch = new CloudWatchAsyncClient() {
        @Override
        public CompletableFuture<GetMetricDataResponse> getMetricData(GetMetricDataRequest request) {
            asked.add(request);
            return CompletableFuture.completedFuture(GetMetricDataResponse.builder()
                    .metricDataResults(
                            MetricDataResult.builder().values(2.0, 90.5, 7.0).build())
                    .build());
        }

        @Override
        public String serviceName() {
            return "monitoring";
        }

        @Override
        public void close() {}
    };

    private final DynamoDbAsyncClient weighed = new DynamoDbAsyncClient() {
        @Override
        public CompletableFuture<DescribeTableResponse> describeTable(DescribeTableRequest request) {
            return CompletableFuture.completedFuture(DescribeTableResponse.builder()
                    .table(table -> table.itemCount(10L).tableSizeBytes(2_500L))
                    .build());
        }

        @Override
        public String serviceName() {
            return "dynamodb";
        }

        @Override
        public void close() {}
    };

    private Owed owed() {
        return Engine.await(new QueueBacklog(
                        sqs,
                        new Gauges(cloudWatch),
                        new ItemWeight(weighed, "orders", () -> 0),
                        Map.of(US, HINTS),
                        Map.of(US, DEAD),
                        () -> 0)
                .owed(US));
    }

    @Test
    void messagesAreKeysAndTheirAgeIsCloudWatchs() {
        assertThat(owed()).isEqualTo(new Owed(8, 90_500, 2_000, 1));
        var metric = asked.get(0).metricDataQueries().get(0).metricStat().metric();
        assertThat(metric.metricName()).isEqualTo("ApproximateAgeOfOldestMessage");
        assertThat(metric.dimensions().get(0).value()).isEqualTo("rejoin-orders-hints-us-east-1");
    }

    @Test
    void whatIsUnderWayIsOwedToo() {
        visible = 0;
        letters = 0;
        assertThat(owed()).isEqualTo(new Owed(4, 90_500, 1_000, 0));
    }

    @Test
    void aPeerWithoutAQueueIsAnError() {
        QueueBacklog backlog = new QueueBacklog(
                sqs, new Gauges(cloudWatch), new ItemWeight(weighed, "orders", () -> 0), Map.of(), Map.of(), () -> 0);
        assertThatThrownBy(() -> Engine.await(backlog.owed(US))).hasMessageContaining("us-east-1");
    }

    @Test
    void theForwarderIsSeenToHandleHeartbeatsByItsShadowRow() {
        String control = Engine.createTable(List.of("pk"), List.of("S"));
        ReplicatedTable table = ReplicatedTable.of(control, "pk");
        Engine.await(new TableSetup(Engine.CLIENT).createShadow(table));
        Heartbeats heartbeats = new Heartbeats(Engine.CLIENT, control, EU);
        DynamoDbStore store = new DynamoDbStore(Engine.CLIENT, table);
        ForwarderProgress progress = new ForwarderProgress(
                new Gauges(cloudWatch), heartbeats, store, EU, "rejoin-orders-forwarder", () -> 0);
        Engine.await(heartbeats.beat(1_000_000, List.of(US)));
        Engine.await(heartbeats.beat(1_060_000, List.of(US)));
        assertThat(Engine.await(progress.look()).handlesHeartbeats()).isFalse();
        fold(store, 999_500);
        assertThat(Engine.await(progress.look()).handlesHeartbeats()).isTrue();
        Engine.await(heartbeats.beat(1_120_000, List.of(US)));
        assertThat(Engine.await(progress.look()).handlesHeartbeats()).isFalse();
        assertThat(Engine.await(progress.look()).ageMillis()).isEqualTo(91);
    }

    private static void fold(DynamoDbStore store, long millis) {
        ItemKey key = ItemKey.of("pk", Heartbeats.keyOf(EU));
        Dot dot = new Dot(HybridTime.ofMillis(millis), EU);
        Version clock =
                new VersionBuilder(Version.EMPTY).seen(dot).existence(dot).build();
        ShadowRow row = new ShadowRow(clock, SequenceNumber.of(1), 1L, new TreeMap<>(), List.of());
        assertThat(Engine.await(store.writeShadow(key, row, ShadowRow.NONE)).isDone())
                .isTrue();
    }
}
