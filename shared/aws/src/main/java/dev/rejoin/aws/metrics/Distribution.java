package dev.rejoin.aws.metrics;

import java.util.Map;
import java.util.TreeMap;

/**
 * Values and how often each came, in bounded memory. Values stay exact while they are few; then they are put into geometric
 * buckets, and each stands for its bucket with an error below 1 %, so that percentiles stay right.
 */
final class Distribution {
    /** How many different values are kept exactly: as many as one datum can carry. */
    static final int EXACT = 150;

    private static final double GROWTH = 1.019;
    private static final double LOG_GROWTH = Math.log(GROWTH);

    /** Below it a bucket would hold one whole number at most. */
    private static final double LEAST_COARSE = 50;

    /** More than a century of milliseconds: what is larger is no measurement. */
    private static final double MOST = 4e12;

    private final TreeMap<Double, Long> counts = new TreeMap<>();
    private boolean coarse;

    void add(double value, long times) {
        double bounded = Math.min(Math.max(value, 0), MOST);
        counts.merge(coarse ? coarsened(bounded) : bounded, times, Long::sum);
        if (!coarse && counts.size() > EXACT) {
            coarsen();
        }
    }

    void addAll(Distribution other) {
        other.counts.forEach(this::add);
    }

    /** By value, smallest first. */
    Map<Double, Long> counts() {
        return counts;
    }

    private void coarsen() {
        coarse = true;
        TreeMap<Double, Long> exact = new TreeMap<>(counts);
        counts.clear();
        exact.forEach((value, times) -> counts.merge(coarsened(value), times, Long::sum));
    }

    /** The middle of the value's bucket, the same for what is the middle of one already. */
    private static double coarsened(double value) {
        if (value < LEAST_COARSE && value == Math.rint(value)) {
            return value;
        }
        double bucket = Math.floor(Math.log(value) / LOG_GROWTH);
        return Math.pow(GROWTH, bucket + 0.5);
    }
}
