package dev.rejoin.cli.local.node;

import dev.rejoin.aws.metrics.MetricName;
import dev.rejoin.aws.metrics.RegionMetrics;
import dev.rejoin.cli.local.watch.MetricSink;
import dev.rejoin.clock.Actor;
import dev.rejoin.replica.Outcome;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;
import org.jspecify.annotations.Nullable;

/** One region's counts, kept in memory, and handed on to whoever shows them. */
public final class LocalMetrics implements RegionMetrics {
    private final Actor self;
    private final LagBook lags;
    private final MetricSink sink;
    private final Map<Event, LongAdder> events = new ConcurrentHashMap<>();
    private final Map<Outcome.Kind, LongAdder> outcomes = new ConcurrentHashMap<>();
    private final Map<Outcome.Reason, LongAdder> refusals = new ConcurrentHashMap<>();

    /** @param lags where this region's lags go */
    public LocalMetrics(Actor self, LagBook lags, MetricSink sink) {
        this.self = self;
        this.lags = lags;
        this.sink = sink;
    }

    @Override
    public Actor self() {
        return self;
    }

    @Override
    public void add(MetricName name, @Nullable Actor source, @Nullable Actor destination, double value, long times) {
        sink.add(name, source, destination, value, times);
    }

    @Override
    public void writes(long n) {
        sink.writes(self, n);
    }

    @Override
    public void count(Event event, long n) {
        RegionMetrics.super.count(event, n);
        events.computeIfAbsent(event, key -> new LongAdder()).add(n);
    }

    @Override
    public void outcome(Outcome outcome) {
        outcomes.computeIfAbsent(outcome.kind(), key -> new LongAdder()).increment();
        if (outcome.reason() != Outcome.Reason.NONE) {
            refusals.computeIfAbsent(outcome.reason(), key -> new LongAdder()).increment();
        }
    }

    @Override
    public void lag(Actor source, long millis) {
        RegionMetrics.super.lag(source, millis);
        lags.add(source, self, millis);
    }

    /** Forgets what was counted so far. */
    public void reset() {
        events.clear();
        outcomes.clear();
        refusals.clear();
    }

    /** How often that happened. */
    public long events(Event event) {
        LongAdder count = events.get(event);
        return count == null ? 0 : count.sum();
    }

    /** Outcomes by kind; kinds that never happened are left out. */
    public Map<Outcome.Kind, Long> outcomes() {
        return sums(outcomes);
    }

    /** Refusals by reason. */
    public Map<Outcome.Reason, Long> refusals() {
        return sums(refusals);
    }

    private static <K> Map<K, Long> sums(Map<K, LongAdder> counts) {
        Map<K, Long> sums = new TreeMap<>();
        counts.forEach((key, count) -> sums.put(key, count.sum()));
        return sums;
    }
}
