package dev.rejoin.cli.local.source;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * How a mapping batches, retries and gives up: Lambda's parameters.
 *
 * @param batchSize most records an invocation, 1 to 1000
 * @param batchWindow how long to wait for a batch to fill, 0 to 300 s
 * @param parallelizationFactor invocations at once for each shard, 1 to 10; records of one key stay in order
 * @param maximumRetryAttempts how often a failed batch is tried again, 0 to 10,000
 * @param maximumRecordAge records older than this are given up, 60 s to 7 days
 * @param bisectBatchOnError whether a failed batch is split in two, which does not count as a retry
 */
public record MappingConfig(
        int batchSize,
        Duration batchWindow,
        int parallelizationFactor,
        int maximumRetryAttempts,
        Duration maximumRecordAge,
        boolean bisectBatchOnError) {
    private static final int MAX_BATCH = 1_000;
    private static final Duration MAX_WINDOW = Duration.ofMinutes(5);
    private static final int MAX_PARALLEL = 10;
    private static final int MAX_RETRIES = 10_000;
    private static final Duration MIN_AGE = Duration.ofMinutes(1);
    private static final Duration MAX_AGE = Duration.ofDays(7);

    /** @throws IllegalArgumentException naming everything that is wrong */
    public MappingConfig {
        List<String> errors = new ArrayList<>();
        range(errors, "batch size", batchSize, 1, MAX_BATCH);
        range(errors, "batch window", batchWindow, Duration.ZERO, MAX_WINDOW);
        range(errors, "parallelization factor", parallelizationFactor, 1, MAX_PARALLEL);
        range(errors, "maximum retry attempts", maximumRetryAttempts, 0, MAX_RETRIES);
        range(errors, "maximum record age", maximumRecordAge, MIN_AGE, MAX_AGE);
        if (!errors.isEmpty()) {
            throw new IllegalArgumentException(String.join("; ", errors));
        }
    }

    private static <T extends Comparable<T>> void range(List<String> errors, String name, T value, T from, T to) {
        if (value.compareTo(from) < 0 || value.compareTo(to) > 0) {
            errors.add(name + " must be " + from + " to " + to + ", not " + value);
        }
    }
}
