package dev.rejoin.aws.metrics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.rejoin.aws.metrics.CloudWatchMetrics.Flush;
import dev.rejoin.clock.Actor;
import dev.rejoin.clock.Dot;
import dev.rejoin.item.ItemKey;
import dev.rejoin.replica.Conflict;
import dev.rejoin.replica.Conflict.Reason;
import dev.rejoin.replica.HintQueue;
import dev.rejoin.replica.Outcome;
import dev.rejoin.replica.ReplicationMetrics.Event;
import dev.rejoin.version.Cell;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.services.cloudwatch.model.Dimension;
import software.amazon.awssdk.services.cloudwatch.model.MetricDatum;
import software.amazon.awssdk.services.cloudwatch.model.StandardUnit;

@Timeout(60)
class CloudWatchMetricsTest {
    private static final Actor EU = new Actor("eu-west-1");
    private static final Actor US = new Actor("us-east-1");

    private static final Conflict CONFLICT = new Conflict(
            ItemKey.of("pk", "order#1"),
            "status",
            "lww",
            Reason.CONCURRENT_WRITES,
            Cell.withheld(new Dot(1, EU)),
            new Dot(2, US),
            null);

    private final FakeCloudWatch cloudWatch = new FakeCloudWatch();
    private final CloudWatchMetrics metrics = new CloudWatchMetrics(cloudWatch, "orders", EU, Duration.ofMillis(100));

    @Test
    void anInvocationIsOneCall() {
        metrics.lag(US, 120);
        metrics.lag(US, 120);
        metrics.lag(US, 90);
        metrics.received(US, List.of(Outcome.STALE, Outcome.WAIT, Outcome.STALE));
        metrics.conflict(CONFLICT);
        metrics.conflict(CONFLICT);
        Flush flush = flush();
        assertThat(flush).isEqualTo(new Flush(1, null, 0));
        assertThat(cloudWatch.calls())
                .singleElement()
                .satisfies(call -> assertThat(call.namespace()).isEqualTo("Rejoin"));
        MetricDatum lag = only(MetricName.REPLICATION_LAG);
        assertThat(lag.values()).containsExactly(90.0, 120.0);
        assertThat(lag.counts()).containsExactly(1.0, 2.0);
        assertThat(lag.unit()).isEqualTo(StandardUnit.MILLISECONDS);
        assertThat(dimensions(lag))
                .isEqualTo(Map.of("Table", "orders", "Source", "us-east-1", "Destination", "eu-west-1"));
        assertThat(only(MetricName.OUTCOMES_STALE).values()).containsExactly(2.0);
        assertThat(only(MetricName.OUTCOMES_WAIT).values()).containsExactly(1.0);
        assertThat(only(MetricName.CONFLICTS).values()).containsExactly(2.0);
        assertThat(only(MetricName.CONFLICT_REASON_CONCURRENT).values()).containsExactly(2.0);
        assertThat(only(MetricName.CONFLICT_POLICY_LWW).values()).containsExactly(2.0);
        assertThat(dimensions(only(MetricName.CONFLICTS)))
                .isEqualTo(Map.of("Table", "orders", "Destination", "eu-west-1"));
    }

    @Test
    void everyMetricGoesOutWithItsDimensionsAndUnit() {
        for (MetricName name : MetricName.values()) {
            metrics.add(
                    name,
                    name.dimensions().contains(MetricName.Dimension.SOURCE) ? US : null,
                    name.dimensions().contains(MetricName.Dimension.DESTINATION) ? EU : null,
                    1,
                    1);
        }
        flush();
        for (MetricName name : MetricName.values()) {
            assertThat(cloudWatch.datums(name)).as(name.text()).isNotEmpty().allSatisfy(datum -> {
                assertThat(datum.unitAsString()).isEqualTo(name.unit().text());
                assertThat(dimensions(datum)).containsOnlyKeys(name.dimensionNames());
            });
            // CloudWatch knows the unit.
            assertThat(StandardUnit.fromValue(name.unit().text())).isNotEqualTo(StandardUnit.UNKNOWN_TO_SDK_VERSION);
        }
    }

    @Test
    void whatTheSenderKeepsIsTold() {
        metrics.sent(
                US,
                List.of(
                        Outcome.WAIT,
                        Outcome.FAILED,
                        Outcome.UNREACHED,
                        Outcome.refused(Outcome.Reason.CLOCK_AHEAD),
                        Outcome.STALE));
        HintQueue hints = metrics.counting(new FailingAfterFirst());
        List<ItemKey> keys = List.of(ItemKey.of("id", "a"), ItemKey.of("id", "b"));
        assertThat(hints.owe(US, keys)).isCompleted();
        assertThat(hints.owe(US, keys)).isCompletedExceptionally();
        metrics.poison(3);
        flush();
        assertThat(only(MetricName.WAITS).values()).containsExactly(2.0);
        assertThat(only(MetricName.REFUSED).values()).containsExactly(1.0);
        assertThat(only(MetricName.HINTS).values()).containsExactly(2.0);
        assertThat(only(MetricName.POISON).values()).containsExactly(3.0);
        assertThat(dimensions(only(MetricName.WAITS)))
                .containsEntry("Source", "eu-west-1")
                .containsEntry("Destination", "us-east-1");
    }

    private static final class FailingAfterFirst implements HintQueue {
        private boolean failing;

        @Override
        public CompletableFuture<Void> owe(Actor peer, Collection<ItemKey> keys) {
            CompletableFuture<Void> answer = failing
                    ? CompletableFuture.failedFuture(new IllegalStateException("full"))
                    : CompletableFuture.completedFuture(null);
            failing = true;
            return answer;
        }

        @Override
        public CompletableFuture<Void> settle(Hint hint) {
            return CompletableFuture.completedFuture(null);
        }
    }

    @Test
    void writesPerChangeAreWeightedByChanges() {
        metrics.count(Event.FOLDED, 4);
        metrics.writes(6);
        flush();
        metrics.writes(5);
        flush();
        MetricDatum ratio = only(MetricName.WRITES_PER_CHANGE);
        assertThat(ratio.values()).containsExactly(1.5);
        assertThat(ratio.counts()).containsExactly(4.0);
        assertThat(only(MetricName.CHANGES).values()).containsExactly(4.0);
    }

    @Test
    void nothingMeasuredMakesNoCall() {
        assertThat(flush().calls()).isZero();
        assertThat(cloudWatch.calls()).isEmpty();
    }

    @Test
    void manyDifferentLagsAreOneCallAndKeepTheirPercentiles() {
        Random random = new Random(11);
        List<Double> lags = new ArrayList<>();
        for (int i = 0; i < 20_000; i++) {
            long lag = Math.round(Math.exp(6 + 2 * random.nextGaussian()));
            lags.add((double) lag);
            metrics.lag(US, lag);
        }
        assertThat(flush().calls()).isEqualTo(1);
        Map<Double, Long> sent = new TreeMap<>();
        for (MetricDatum datum : cloudWatch.datums(MetricName.REPLICATION_LAG)) {
            assertThat(datum.values()).hasSizeLessThanOrEqualTo(150);
            for (int i = 0; i < datum.values().size(); i++) {
                sent.merge(datum.values().get(i), datum.counts().get(i).longValue(), Long::sum);
            }
        }
        lags.sort(null);
        double p99 = lags.get((int) Math.ceil(0.99 * lags.size()) - 1);
        assertThat(DistributionTest.percentile(sent, 99)).isCloseTo(p99, within(p99 * 0.01));
    }

    @Test
    void moreThanACallCanCarryIsAnother() {
        Random random = new Random(2);
        for (int peer = 0; peer < 20; peer++) {
            Actor actor = new Actor("region-" + peer);
            for (int i = 0; i < 5_000; i++) {
                metrics.lag(actor, random.nextLong() >>> (25 + random.nextInt(38)));
            }
        }
        assertThat(flush().problem()).isNull();
        assertThat(cloudWatch.calls()).hasSizeGreaterThan(1);
        double sent = cloudWatch.datums(MetricName.REPLICATION_LAG).stream()
                .flatMap(datum -> datum.counts().stream())
                .mapToDouble(Double::doubleValue)
                .sum();
        assertThat(sent).isEqualTo(100_000);
    }

    @Test
    void whatAFailingCloudWatchDidNotTakeComesWithTheNextFlush() {
        metrics.lag(US, 100);
        metrics.conflict(CONFLICT);
        cloudWatch.trouble(() -> CompletableFuture.failedFuture(SdkClientException.create("no route")));
        assertThat(flush()).isEqualTo(new Flush(1, "SdkClientException: no route", 1));
        cloudWatch.trouble(() -> {
            throw SdkClientException.create("no credentials");
        });
        assertThat(flush().problem()).contains("no credentials");
        cloudWatch.trouble(null);
        metrics.lag(US, 100);
        metrics.conflict(CONFLICT);
        assertThat(flush()).isEqualTo(new Flush(1, null, 2));
        assertThat(only(MetricName.REPLICATION_LAG).counts()).containsExactly(2.0);
        assertThat(only(MetricName.CONFLICTS).values()).containsExactly(2.0);
        assertThat(flush().calls()).isZero();
    }

    @Test
    void aHangingCloudWatchIsGivenUpInTime() throws Exception {
        CompletableFuture<software.amazon.awssdk.services.cloudwatch.model.PutMetricDataResponse> hanging =
                new CompletableFuture<>();
        cloudWatch.trouble(() -> hanging);
        metrics.heartbeat();
        Flush flush = metrics.flush().get(10, TimeUnit.SECONDS);
        assertThat(flush.problem()).startsWith("TimeoutException");
        assertThat(hanging).isDone();
        cloudWatch.trouble(null);
        flush();
        assertThat(only(MetricName.HEARTBEATS).values()).containsExactly(1.0);
    }

    @Test
    void memoryIsBoundedWhileCloudWatchIsAway() {
        cloudWatch.trouble(() -> CompletableFuture.failedFuture(SdkClientException.create("away")));
        Random random = new Random(1);
        for (int round = 0; round < 20; round++) {
            for (int i = 0; i < 2_000; i++) {
                metrics.lag(new Actor("r" + random.nextInt(3_000)), random.nextInt());
            }
            flush();
        }
        cloudWatch.trouble(null);
        flush();
        assertThat(cloudWatch.datums(MetricName.REPLICATION_LAG).stream()
                        .map(CloudWatchMetricsTest::dimensions)
                        .distinct())
                .hasSize(MetricBuffer.MOST_SERIES);
    }

    @Test
    void anyThreadMayCountWhileAnotherFlushes() {
        List<CompletableFuture<Void>> threads = new ArrayList<>();
        for (int thread = 0; thread < 4; thread++) {
            threads.add(CompletableFuture.runAsync(() -> {
                for (int i = 0; i < 10_000; i++) {
                    metrics.lag(US, i % 40);
                    metrics.count(Event.FOLDED, 1);
                }
            }));
        }
        CompletableFuture<Void> all = CompletableFuture.allOf(threads.toArray(new CompletableFuture<?>[0]));
        while (!all.isDone()) {
            flush();
        }
        all.join();
        flush();
        assertThat(sum(MetricName.REPLICATION_LAG, true)).isEqualTo(40_000);
        assertThat(sum(MetricName.CHANGES, false)).isEqualTo(40_000);
    }

    private double sum(MetricName name, boolean counts) {
        return cloudWatch.datums(name).stream()
                .flatMap(datum -> (counts ? datum.counts() : datum.values()).stream())
                .mapToDouble(Double::doubleValue)
                .sum();
    }

    private Flush flush() {
        return metrics.flush().orTimeout(10, TimeUnit.SECONDS).join();
    }

    private MetricDatum only(MetricName name) {
        List<MetricDatum> datums = cloudWatch.datums(name);
        assertThat(datums).as(name.text()).hasSize(1);
        return datums.get(0);
    }

    private static Map<String, String> dimensions(MetricDatum datum) {
        Map<String, String> dimensions = new TreeMap<>();
        for (Dimension dimension : datum.dimensions()) {
            dimensions.put(dimension.name(), dimension.value());
        }
        return dimensions;
    }
}
