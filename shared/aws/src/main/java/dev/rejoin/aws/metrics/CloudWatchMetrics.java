package dev.rejoin.aws.metrics;

import dev.rejoin.aws.metrics.Datums.Part;
import dev.rejoin.clock.Actor;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.cloudwatch.CloudWatchAsyncClient;
import software.amazon.awssdk.services.cloudwatch.model.MetricDatum;
import software.amazon.awssdk.services.cloudwatch.model.PutMetricDataResponse;

/**
 * Gathers what is measured during an invocation, and sends it to CloudWatch at its end: one call, with value arrays and
 * counts, so that percentiles work. Thread-safe. CloudWatch's trouble is never replication's: what could not be sent waits, in
 * bounded memory, for the next flush.
 */
public final class CloudWatchMetrics implements RegionMetrics {
    /** How long a flush waits for CloudWatch, unless told otherwise. */
    public static final Duration DEFAULT_PATIENCE = Duration.ofSeconds(2);

    private final CloudWatchAsyncClient client;
    private final Actor self;
    private final Duration patience;
    private final Datums datums;
    private final MetricBuffer buffer = new MetricBuffer();
    private final AtomicLong writes = new AtomicLong();
    private final AtomicLong changes = new AtomicLong();
    private final AtomicLong failures = new AtomicLong();

    /** @param table the applications' table */
    public CloudWatchMetrics(CloudWatchAsyncClient client, String table, Actor self, Duration patience) {
        this.client = client;
        this.self = self;
        this.patience = patience;
        this.datums = new Datums(table);
    }

    /**
     * What became of a flush.
     *
     * @param calls how many were made of CloudWatch
     * @param problem why values could not be sent, for one line in the log; null if all were
     * @param failures flushes that failed so far, with this one
     */
    public record Flush(int calls, @Nullable String problem, long failures) {}

    @Override
    public Actor self() {
        return self;
    }

    @Override
    public void add(MetricName name, @Nullable Actor source, @Nullable Actor destination, double value, long times) {
        if (name == MetricName.CHANGES) {
            changes.addAndGet(Math.round(value * times));
        }
        buffer.add(new Series(name, source, destination), value, times);
    }

    @Override
    public void writes(long n) {
        writes.addAndGet(n);
    }

    /**
     * Sends what was gathered. Never fails, and completes within the patience; a flush with nothing to send makes no call. A call
     * without an answer is taken for failed, so its values may count twice.
     */
    public CompletableFuture<Flush> flush() {
        writesPerChange();
        List<List<Part>> calls = Datums.calls(buffer.take());
        List<CompletableFuture<@Nullable String>> sent =
                calls.stream().map(this::send).toList();
        return CompletableFuture.allOf(sent.toArray(new CompletableFuture<?>[0]))
                .thenApply(done -> {
                    String problem = sent.stream()
                            .map(CompletableFuture::join)
                            .filter(Objects::nonNull)
                            .findFirst()
                            .orElse(null);
                    return new Flush(
                            calls.size(), problem, problem == null ? failures.get() : failures.incrementAndGet());
                });
    }

    /** One value a batch, counted as often as it has changes, so that averages over batches are right. */
    private void writesPerChange() {
        long folded = changes.getAndSet(0);
        double written = writes.getAndSet(0);
        if (folded > 0) {
            add(MetricName.WRITES_PER_CHANGE, self, null, written / folded, folded);
        }
    }

    /** Completes with the problem, null if there is none. */
    private CompletableFuture<@Nullable String> send(List<Part> parts) {
        CompletableFuture<PutMetricDataResponse> call = call(parts);
        return call.orTimeout(patience.toMillis(), TimeUnit.MILLISECONDS).handle((done, error) -> {
            if (error == null) {
                return null;
            }
            call.cancel(true);
            buffer.restore(parts);
            return Problem.of(error);
        });
    }

    private CompletableFuture<PutMetricDataResponse> call(List<Part> parts) {
        List<MetricDatum> data = parts.stream().map(datums::datum).toList();
        try {
            return client.putMetricData(
                    put -> put.namespace(MetricName.NAMESPACE).metricData(data));
        } catch (RuntimeException e) {
            return CompletableFuture.failedFuture(e);
        }
    }
}
