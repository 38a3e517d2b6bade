package dev.rejoin.cli.local.node;

import dev.rejoin.clock.Actor;
import java.util.Map;
import java.util.TreeMap;
import org.HdrHistogram.Histogram;

/**
 * How long writes took from one region to another. {@link #take} gives what was noted since the last take, for one step of a
 * scene; {@link #totals} everything.
 */
public final class LagBook {
    private static final long LONGEST_MILLIS = 3_600_000;
    private static final int DIGITS = 3;

    private final Map<Pair, Histogram> totals = new TreeMap<>();
    private final Map<Pair, Histogram> recent = new TreeMap<>();

    /** An ordered pair of regions. */
    public record Pair(Actor from, Actor to) implements Comparable<Pair> {
        @Override
        public int compareTo(Pair other) {
            int byFrom = from.compareTo(other.from);
            return byFrom != 0 ? byFrom : to.compareTo(other.to);
        }
    }

    /**
     * Percentiles of a number of lags, in milliseconds.
     *
     * @param count how many
     */
    public record Lag(long count, long p50, long p99, long max) {
        static Lag of(Histogram histogram) {
            return new Lag(
                    histogram.getTotalCount(),
                    histogram.getValueAtPercentile(50),
                    histogram.getValueAtPercentile(99),
                    histogram.getMaxValue());
        }
    }

    synchronized void add(Actor from, Actor to, long millis) {
        long value = Math.min(Math.max(millis, 0), LONGEST_MILLIS);
        Pair pair = new Pair(from, to);
        totals.computeIfAbsent(pair, key -> empty()).recordValue(value);
        recent.computeIfAbsent(pair, key -> empty()).recordValue(value);
    }

    /** Forgets everything. */
    public synchronized void reset() {
        totals.clear();
        recent.clear();
    }

    /** Of all pairs together, what was noted since the last take. */
    public synchronized Lag take() {
        Lag lag = Lag.of(sum(recent));
        recent.clear();
        return lag;
    }

    /** Of all pairs together. */
    public synchronized Lag total() {
        return Lag.of(sum(totals));
    }

    /** By pair. */
    public synchronized Map<Pair, Lag> totals() {
        Map<Pair, Lag> lags = new TreeMap<>();
        totals.forEach((pair, histogram) -> lags.put(pair, Lag.of(histogram)));
        return lags;
    }

    private static Histogram sum(Map<Pair, Histogram> histograms) {
        Histogram sum = empty();
        histograms.values().forEach(sum::add);
        return sum;
    }

    private static Histogram empty() {
        return new Histogram(LONGEST_MILLIS, DIGITS);
    }
}
