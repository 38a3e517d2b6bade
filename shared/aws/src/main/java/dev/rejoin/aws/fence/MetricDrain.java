package dev.rejoin.aws.fence;

import dev.rejoin.aws.backlog.Gauges;
import dev.rejoin.aws.backlog.StreamProgress;
import dev.rejoin.outage.Drain;
import dev.rejoin.replica.TimeSource;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;

/**
 * By what Lambda measures: for some minutes now the forwarder has handled no record that was written before the table was
 * closed, and it does handle what is written now. A batch that fails comes again within that time, with its age.
 */
public final class MetricDrain implements Drain {
    /** Metrics come a minute or two late, and a batch that failed comes again within a minute. */
    static final Duration QUIET = Duration.ofMinutes(4);

    private final Gauges gauges;
    private final StreamProgress progress;
    private final TimeSource time;
    private final String function;

    /** @param function the forwarder's name */
    public MetricDrain(Gauges gauges, StreamProgress progress, TimeSource time, String function) {
        this.gauges = gauges;
        this.progress = progress;
        this.time = time;
        this.function = function;
    }

    @Override
    public CompletableFuture<Boolean> isDrained(long closedAt) {
        long now = time.millis();
        if (now - closedAt < 2 * QUIET.toMillis()) {
            return CompletableFuture.completedFuture(false);
        }
        return progress.look()
                .thenCombine(
                        oldest(now),
                        (seen, age) ->
                                // The oldest that can have been handled at the beginning of the quiet time, if it was
                                // written after.
                                seen.handlesHeartbeats() && age < now - QUIET.toMillis() - closedAt);
    }

    private CompletableFuture<Double> oldest(long now) {
        return gauges.highest("AWS/Lambda", "IteratorAge", "FunctionName", function, now, QUIET);
    }
}
