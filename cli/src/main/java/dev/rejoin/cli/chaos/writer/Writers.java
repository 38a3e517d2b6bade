package dev.rejoin.cli.chaos.writer;

import dev.rejoin.cli.chaos.fleet.Fleet;
import dev.rejoin.cli.local.region.LocalClients;
import dev.rejoin.clock.Actor;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import software.amazon.awssdk.awscore.retry.AwsRetryStrategy;
import software.amazon.awssdk.services.dynamodb.DynamoDbAsyncClient;

/** Writers in all regions, which write as often as they are told until they are stopped. */
public final class Writers implements AutoCloseable {
    private static final int PER_REGION = 2;
    private static final Duration CALL_DEADLINE = Duration.ofSeconds(4);
    private static final int FLOOD_PER_SECOND = 200;

    private final Ledger ledger = new Ledger();
    private final List<LocalClients> networks = new ArrayList<>();
    private final Map<Actor, PlainClient> clients = new HashMap<>();
    private final List<Thread> threads = new ArrayList<>();
    private final long seed;
    private volatile boolean stopped;

    private Writers(long seed) {
        this.seed = seed;
    }

    /**
     * Starts them.
     *
     * @param perSecond writes of all regions together
     */
    public static Writers start(Fleet fleet, double perSecond, long seed) {
        Writers writers = new Writers(seed);
        double each = perSecond / (fleet.regions().size() * PER_REGION);
        for (Actor region : fleet.regions()) {
            writers.clients.put(
                    region, new PlainClient(writers.client(fleet.store(region).address(), region)));
            for (int i = 0; i < PER_REGION; i++) {
                RegionWriter writer = writers.writer(region);
                writers.run("writer-" + region + "-" + i, each, Long.MAX_VALUE, writer::writeSomething);
            }
        }
        return writers;
    }

    private DynamoDbAsyncClient client(URI store, Actor region) {
        LocalClients network = new LocalClients(store);
        networks.add(network);
        return network.dynamoAsync(
                region.name(),
                config -> config.retryStrategy(AwsRetryStrategy.doNotRetry()).apiCallTimeout(CALL_DEADLINE));
    }

    private RegionWriter writer(Actor region) {
        PlainClient client = Objects.requireNonNull(clients.get(region), () -> "no region " + region);
        return new RegionWriter(region, client, ledger, seed * 1_000 + threads.size());
    }

    public Ledger ledger() {
        return ledger;
    }

    /** Writes to the one hot key as fast as one can, for so long. */
    public synchronized void flood(Actor region, Duration length) {
        run("flood-" + region, FLOOD_PER_SECOND, length.toNanos(), writer(region)::flood);
    }

    /** Deletes and puts the one item that is churned as fast as one can, for so long. */
    public synchronized void churn(Actor region, Duration length) {
        run("churn-" + region, FLOOD_PER_SECOND, length.toNanos(), writer(region)::churn);
    }

    private void run(String name, double perSecond, long forNanos, Runnable write) {
        long pause = (long) (TimeUnit.SECONDS.toNanos(1) / perSecond);
        Thread thread = new Thread(() -> pace(pause, forNanos, write), name);
        thread.setDaemon(true);
        threads.add(thread);
        thread.start();
    }

    private void pace(long pause, long forNanos, Runnable write) {
        long began = System.nanoTime();
        long next = began;
        try {
            while (!stopped && next - began < forNanos) {
                TimeUnit.NANOSECONDS.sleep(next - System.nanoTime());
                write.run();
                // What could not be written in time is not made up for.
                next = Math.max(next + pause, System.nanoTime());
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Stops them, and returns when each has heard of its last write. */
    public void stop() throws InterruptedException {
        stopped = true;
        List<Thread> all;
        synchronized (this) {
            all = List.copyOf(threads);
        }
        for (Thread thread : all) {
            thread.join();
        }
    }

    @Override
    public void close() {
        stopped = true;
        networks.forEach(LocalClients::close);
    }
}
