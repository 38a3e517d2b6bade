package dev.rejoin.cli.chaos.run;

import dev.rejoin.aws.metrics.MetricName;
import dev.rejoin.cli.chaos.fleet.Fleet;
import dev.rejoin.cli.chaos.process.RegionFigures;
import dev.rejoin.cli.chaos.writer.Ledger;
import dev.rejoin.cli.chaos.writer.Ledger.Told;
import dev.rejoin.clock.Actor;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import org.HdrHistogram.Histogram;

/** Looks at everything every so often, and keeps what it saw. A region that does not answer is not waited for. */
final class Sampler implements AutoCloseable {
    private static final long PATIENCE_MILLIS = 700;
    private static final long LONGEST_LAG = 3_600_000;
    private static final int DIGITS = 2;

    private final Fleet fleet;
    private final Ledger ledger;
    private final Consumer<Sample> listener;
    private final long began = System.nanoTime();
    private final ExecutorService threads = Executors.newCachedThreadPool(work -> {
        Thread thread = new Thread(work, "sampler");
        thread.setDaemon(true);
        return thread;
    });
    private final List<Sample> samples = new ArrayList<>();
    private final Histogram allLags = new Histogram(LONGEST_LAG, DIGITS);
    private final Map<Actor, Long> conflicts = new HashMap<>();
    private final Map<Actor, Map<String, Long>> counts = new HashMap<>();
    private final Map<String, Long> totals = new TreeMap<>();
    private long lastAt = began;
    private long acknowledged;
    private long failed;

    /** @param listener hears of each sample */
    Sampler(Fleet fleet, Ledger ledger, Duration interval, Consumer<Sample> listener) {
        this.fleet = fleet;
        this.ledger = ledger;
        this.listener = listener;
        threads.execute(() -> run(interval));
    }

    private void run(Duration interval) {
        try {
            while (true) {
                Thread.sleep(interval.toMillis());
                listener.accept(look());
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private Sample look() throws InterruptedException {
        Map<Actor, Future<Optional<RegionFigures>>> asked = new LinkedHashMap<>();
        fleet.regions().forEach(region -> asked.put(region, threads.submit(() -> fleet.figures(region, 0, true))));
        Histogram lags = new Histogram(LONGEST_LAG, DIGITS);
        Map<Actor, Integer> backlog = new LinkedHashMap<>();
        long met = 0;
        for (Map.Entry<Actor, Future<Optional<RegionFigures>>> each : asked.entrySet()) {
            Optional<RegionFigures> answer = answer(each.getValue());
            if (answer.isPresent()) {
                RegionFigures figures = answer.get();
                lags.add(figures.histogram());
                backlog.put(each.getKey(), figures.pending() + figures.allOwed());
                met += news(each.getKey(), figures);
            }
        }
        return noted(lags, backlog, met);
    }

    private static Optional<RegionFigures> answer(Future<Optional<RegionFigures>> asked) throws InterruptedException {
        try {
            return asked.get(PATIENCE_MILLIS, TimeUnit.MILLISECONDS);
        } catch (ExecutionException | TimeoutException e) {
            asked.cancel(true);
            return Optional.empty();
        }
    }

    /** The conflicts since the last look; a process that was started since begins at 0. */
    private long news(Actor region, RegionFigures figures) {
        Map<String, Long> before = counts.getOrDefault(region, Map.of());
        figures.counts().forEach((name, count) -> {
            long earlier = before.getOrDefault(name, 0L);
            synchronized (this) {
                totals.merge(name, count >= earlier ? count - earlier : count, Long::sum);
            }
        });
        counts.put(region, figures.counts());
        long now = figures.count(MetricName.CONFLICTS.text());
        long earlier = conflicts.getOrDefault(region, 0L);
        conflicts.put(region, now);
        return now >= earlier ? now - earlier : now;
    }

    private synchronized Sample noted(Histogram lags, Map<Actor, Integer> backlog, long met) {
        long now = System.nanoTime();
        long done = ledger.writes(Told.ACKNOWLEDGED);
        long bad = ledger.writes(Told.REFUSED) + ledger.writes(Told.UNKNOWN);
        Sample sample = new Sample(
                Duration.ofNanos(now - began),
                (now - lastAt) / 1e9,
                lags.getTotalCount(),
                lags.getTotalCount() == 0 ? 0 : lags.getValueAtPercentile(50),
                lags.getTotalCount() == 0 ? 0 : lags.getValueAtPercentile(99),
                backlog,
                met,
                done - acknowledged,
                bad - failed);
        lastAt = now;
        acknowledged = done;
        failed = bad;
        allLags.add(lags);
        samples.add(sample);
        return sample;
    }

    synchronized List<Sample> samples() {
        return List.copyOf(samples);
    }

    /** Everything that processes counted, by the metrics' names; what one counted between its last answer and its end is missing. */
    synchronized Map<String, Long> totals() {
        return new TreeMap<>(totals);
    }

    /** All lags, ms. */
    synchronized Histogram lags() {
        return allLags.copy();
    }

    /** Looks no more. */
    void stop() {
        threads.shutdownNow();
    }

    @Override
    public void close() {
        stop();
    }
}
