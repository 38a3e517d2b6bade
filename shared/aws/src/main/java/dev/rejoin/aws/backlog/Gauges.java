package dev.rejoin.aws.backlog;

import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.CompletableFuture;
import software.amazon.awssdk.services.cloudwatch.CloudWatchAsyncClient;
import software.amazon.awssdk.services.cloudwatch.model.Dimension;
import software.amazon.awssdk.services.cloudwatch.model.Metric;
import software.amazon.awssdk.services.cloudwatch.model.MetricDataQuery;
import software.amazon.awssdk.services.cloudwatch.model.MetricStat;

/** Reads what AWS itself measures. */
public final class Gauges {
    /** Metrics of AWS come some minutes late. */
    private static final Duration LATELY = Duration.ofMinutes(10);

    private static final int PERIOD_SECONDS = 60;

    private final CloudWatchAsyncClient client;

    public Gauges(CloudWatchAsyncClient client) {
        this.client = client;
    }

    /** The highest value of the ten minutes before, 0 if there is none; fails if CloudWatch does not answer. */
    public CompletableFuture<Double> highest(String namespace, String name, String dimension, String value, long now) {
        return highest(namespace, name, dimension, value, now, LATELY);
    }

    /** As {@link #highest}, of so long before. */
    public CompletableFuture<Double> highest(
            String namespace, String name, String dimension, String value, long now, Duration before) {
        Instant end = Instant.ofEpochMilli(now);
        Metric metric = Metric.builder()
                .namespace(namespace)
                .metricName(name)
                .dimensions(Dimension.builder().name(dimension).value(value).build())
                .build();
        MetricStat stat = MetricStat.builder()
                .metric(metric)
                .period(PERIOD_SECONDS)
                .stat("Maximum")
                .build();
        MetricDataQuery query =
                MetricDataQuery.builder().id("highest").metricStat(stat).build();
        return client.getMetricData(
                        get -> get.startTime(end.minus(before)).endTime(end).metricDataQueries(query))
                .thenApply(response -> response.metricDataResults().stream()
                        .flatMap(result -> result.values().stream())
                        .mapToDouble(Double::doubleValue)
                        .max()
                        .orElse(0));
    }
}
