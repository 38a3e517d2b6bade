package dev.rejoin.cli.chaos.run;

import dev.rejoin.cli.UnavailableException;
import dev.rejoin.cli.chaos.audit.Audit;
import dev.rejoin.cli.chaos.fault.Fault;
import dev.rejoin.cli.chaos.fault.Schedule;
import dev.rejoin.cli.chaos.fleet.Fleet;
import dev.rejoin.cli.chaos.fleet.Rest;
import dev.rejoin.cli.chaos.writer.Ledger;
import dev.rejoin.cli.chaos.writer.Ledger.Told;
import dev.rejoin.cli.chaos.writer.Writers;
import dev.rejoin.cli.output.Show;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.HdrHistogram.Histogram;

/** One run: writers and faults for a while, then heal, come to rest, and look whether the promises were kept. */
public final class ChaosRun {
    private static final Duration START_PATIENCE = Duration.ofMinutes(2);
    private static final int SAMPLES = 120;
    private static final Duration LEAST_INTERVAL = Duration.ofMillis(500);
    private static final Duration MOST_INTERVAL = Duration.ofSeconds(5);

    private final ChaosSetup setup;
    private final Schedule schedule;
    private final Fleet fleet;
    private final ChaosListener listener;
    private final CountDownLatch stop = new CountDownLatch(1);
    private final List<Fault> happened = new ArrayList<>();

    public ChaosRun(ChaosSetup setup, Schedule schedule, Fleet fleet, ChaosListener listener) {
        this.setup = setup;
        this.schedule = schedule;
        this.fleet = fleet;
        this.listener = listener;
    }

    /** Ends the faults now; the rest of the run follows as always. */
    public void stop() {
        stop.countDown();
    }

    /**
     * Runs it.
     *
     * @throws UnavailableException if the regions' processes do not start
     */
    public ChaosResult run() throws IOException, InterruptedException {
        awaitReady();
        Instant began = Instant.now();
        long start = System.nanoTime();
        try (Writers writers = Writers.start(fleet, setup.writesPerSecond(), setup.seed());
                Sampler sampler = new Sampler(fleet, writers.ledger(), interval(), listener::sampled)) {
            FaultRunner faults = new FaultRunner(fleet, writers, schedule, this::happened);
            faults.run(start, setup.length(), this::waited);
            boolean stopped = stop.getCount() == 0;
            Duration ran = Duration.ofNanos(System.nanoTime() - start);
            listener.healing();
            writers.stop();
            faults.heal();
            long healed = System.nanoTime();
            Rest rest = new Rest(fleet);
            boolean rested = rest.await(setup.patience());
            Duration toRest = Duration.ofNanos(System.nanoTime() - healed);
            sampler.stop();
            listener.auditing();
            Audit.Findings findings = Audit.of(fleet, writers.ledger(), rested, words(rested, toRest, rest));
            return new ChaosResult(
                    setup,
                    began,
                    ran,
                    stopped,
                    toRest,
                    happened,
                    sampler.samples(),
                    lags(sampler.lags()),
                    writes(writers.ledger()),
                    sampler.totals(),
                    findings);
        }
    }

    private void happened(Fault fault) {
        happened.add(fault);
        listener.happened(fault);
    }

    private boolean waited(Duration time) throws InterruptedException {
        return stop.await(time.toNanos(), TimeUnit.NANOSECONDS);
    }

    private void awaitReady() throws InterruptedException {
        long deadline = System.nanoTime() + START_PATIENCE.toNanos();
        while (!fleet.regions().stream().allMatch(fleet::isReady)) {
            if (!fleet.troubles().isEmpty()) {
                throw new UnavailableException(fleet.troubles().get(0));
            } else if (System.nanoTime() - deadline > 0) {
                throw new UnavailableException("The regions' processes did not start within "
                        + START_PATIENCE.toSeconds() + " s. Is this machine very busy?");
            }
            Thread.sleep(20);
        }
    }

    private Duration interval() {
        Duration interval = setup.length().dividedBy(SAMPLES);
        if (interval.compareTo(LEAST_INTERVAL) < 0) {
            return LEAST_INTERVAL;
        }
        return interval.compareTo(MOST_INTERVAL) > 0 ? MOST_INTERVAL : interval;
    }

    private static String words(boolean rested, Duration toRest, Rest rest) {
        return rested
                ? "at rest " + Show.seconds(toRest) + " after all faults had ended"
                : "not at rest " + Show.seconds(toRest) + " after all faults had ended: " + rest;
    }

    private static ChaosResult.Lags lags(Histogram lags) {
        return lags.getTotalCount() == 0
                ? new ChaosResult.Lags(0, 0, 0, 0)
                : new ChaosResult.Lags(
                        lags.getTotalCount(),
                        lags.getValueAtPercentile(50),
                        lags.getValueAtPercentile(99),
                        lags.getMaxValue());
    }

    private static ChaosResult.Writes writes(Ledger ledger) {
        return new ChaosResult.Writes(
                ledger.writes(Told.ACKNOWLEDGED), ledger.writes(Told.REFUSED), ledger.writes(Told.UNKNOWN));
    }
}
