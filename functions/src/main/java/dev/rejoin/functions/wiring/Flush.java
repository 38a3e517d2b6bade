package dev.rejoin.functions.wiring;

import dev.rejoin.aws.metrics.CloudWatchMetrics;
import dev.rejoin.functions.log.JsonLog;
import java.util.Map;

/** Sends an invocation's metrics when it ends, however it ends. */
public final class Flush {
    private Flush() {}

    /** Never fails: trouble with metrics is a line in the log. */
    public static void send(CloudWatchMetrics metrics, JsonLog log) {
        CloudWatchMetrics.Flush flush = metrics.flush().join();
        if (flush.problem() != null) {
            log.warn("metrics not sent", Map.of("problem", flush.problem(), "failures", flush.failures()));
        }
    }
}
