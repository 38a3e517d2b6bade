package dev.rejoin.cli.local.hint;

import dev.rejoin.clock.Actor;
import dev.rejoin.replica.Courier;
import dev.rejoin.replica.HintQueue.Hint;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Brings one peer what it is owed, as long as it runs. Each peer has a loop of its own, so none waits for another. */
public final class CourierLoop implements AutoCloseable {
    private static final int BATCH = 100;
    private static final Duration DEADLINE = Duration.ofSeconds(10);
    private static final Duration CLOSE_PATIENCE = Duration.ofSeconds(2);

    private final Courier courier;
    private final LocalHintQueue hints;
    private final Actor peer;
    private final Thread thread;

    public CourierLoop(Courier courier, LocalHintQueue hints, Actor self, Actor peer) {
        this.courier = courier;
        this.hints = hints;
        this.peer = peer;
        this.thread = new Thread(this::run, "courier-" + self + "-" + peer);
        thread.setDaemon(true);
    }

    /** Begins. */
    public void start() {
        thread.start();
    }

    @Override
    public void close() {
        thread.interrupt();
        try {
            thread.join(CLOSE_PATIENCE.toMillis());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void run() {
        try {
            while (!Thread.currentThread().isInterrupted()) {
                List<Hint> due = hints.take(peer, BATCH);
                hints.postpone(deliver(due));
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** The hints that must be tried again. */
    private Collection<Hint> deliver(List<Hint> due) throws InterruptedException {
        try {
            return courier.deliver(due)
                    .get(DEADLINE.toMillis(), TimeUnit.MILLISECONDS)
                    .keySet();
        } catch (ExecutionException | TimeoutException e) {
            return due;
        }
    }
}
