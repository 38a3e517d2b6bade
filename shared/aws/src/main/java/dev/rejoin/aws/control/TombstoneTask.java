package dev.rejoin.aws.control;

import dev.rejoin.aws.metrics.MetricName;
import dev.rejoin.aws.metrics.RegionMetrics;
import dev.rejoin.aws.sentinel.SentinelTask;
import dev.rejoin.replica.TimeSource;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/**
 * Measures for how long tombstones have been held back: a region that is away, paused or not asked harms nothing else, so nothing
 * else would tell. Where {@code rejoin tombstones} never ran nothing is measured, and there is no alarm.
 */
public final class TombstoneTask implements SentinelTask {
    private final TombstoneRuns runs;
    private final RegionMetrics metrics;
    private final TimeSource time;

    public TombstoneTask(TombstoneRuns runs, RegionMetrics metrics, TimeSource time) {
        this.runs = runs;
        this.metrics = metrics;
        this.time = time;
    }

    @Override
    public String name() {
        return "tombstones";
    }

    @Override
    public CompletableFuture<List<String>> run(Seen seen) {
        return runs.last().thenApply(last -> {
            last.ifPresent(run ->
                    metrics.add(MetricName.TOMBSTONES_HELD, metrics.self(), null, run.heldDays(time.millis()), 1));
            return List.of();
        });
    }
}
