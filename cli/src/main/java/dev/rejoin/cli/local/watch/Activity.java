package dev.rejoin.cli.local.watch;

import java.time.Duration;
import java.util.function.BooleanSupplier;

/** Counts what happens anywhere in a cluster, and wakes those who wait for something. */
public final class Activity {
    private long changes;
    private long looks;

    /** Something happened: a record was read or done with, a hint was noted or settled. */
    public synchronized void changed() {
        changes++;
        notifyAll();
    }

    /** Somebody looked and found nothing new; a condition may hold now all the same. */
    public synchronized void looked() {
        looks++;
        notifyAll();
    }

    /** How often something happened so far. */
    public synchronized long changes() {
        return changes;
    }

    /**
     * Waits until a condition holds.
     *
     * @param condition quick, and told by {@link #changed} or {@link #looked} when it may have become true
     * @return whether it held within that time
     */
    public boolean await(BooleanSupplier condition, Duration patience) throws InterruptedException {
        long deadline = System.nanoTime() + patience.toNanos();
        long seen = events();
        while (!condition.getAsBoolean()) {
            if (!sleep(seen, deadline)) {
                return condition.getAsBoolean();
            }
            seen = events();
        }
        return true;
    }

    private synchronized long events() {
        return changes + looks;
    }

    /** Sleeps until there is more than was seen; false if the time is over. */
    private synchronized boolean sleep(long seen, long deadline) throws InterruptedException {
        long left = deadline - System.nanoTime();
        while (changes + looks == seen && left > 0) {
            wait(left / 1_000_000 + 1);
            left = deadline - System.nanoTime();
        }
        return left > 0;
    }
}
