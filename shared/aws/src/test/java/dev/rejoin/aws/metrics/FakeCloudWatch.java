package dev.rejoin.aws.metrics;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.cloudwatch.CloudWatchAsyncClient;
import software.amazon.awssdk.services.cloudwatch.model.MetricDatum;
import software.amazon.awssdk.services.cloudwatch.model.PutMetricDataRequest;
import software.amazon.awssdk.services.cloudwatch.model.PutMetricDataResponse;

/** Keeps what was put; refuses what CloudWatch would. */
final class FakeCloudWatch implements CloudWatchAsyncClient {
    private final List<PutMetricDataRequest> calls = new ArrayList<>();
    private @Nullable Supplier<CompletableFuture<PutMetricDataResponse>> trouble;

    /** Answers like that from now on; null if all is well again. */
    synchronized void trouble(@Nullable Supplier<CompletableFuture<PutMetricDataResponse>> newTrouble) {
        trouble = newTrouble;
    }

    synchronized List<PutMetricDataRequest> calls() {
        return List.copyOf(calls);
    }

    List<MetricDatum> datums(MetricName name) {
        return calls().stream()
                .flatMap(call -> call.metricData().stream())
                .filter(datum -> datum.metricName().equals(name.text()))
                .toList();
    }

    @Override
    public synchronized CompletableFuture<PutMetricDataResponse> putMetricData(PutMetricDataRequest request) {
        if (trouble != null) {
            return trouble.get();
        }
        boolean refused = request.metricData().size() > 1000
                || request.metricData().stream()
                        .anyMatch(datum -> datum.values().size() > 150
                                || datum.values().size() != datum.counts().size());
        if (refused) {
            return CompletableFuture.failedFuture(new IllegalArgumentException("over the limits"));
        }
        calls.add(request);
        return CompletableFuture.completedFuture(PutMetricDataResponse.builder().build());
    }

    @Override
    public String serviceName() {
        return SERVICE_NAME;
    }

    @Override
    public void close() {}
}
