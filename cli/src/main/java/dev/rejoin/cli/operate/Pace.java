package dev.rejoin.cli.operate;

import java.util.function.LongSupplier;

/** Keeps the use of a table's capacity to so many units a second, on the average. */
public final class Pace {
    private static final double NANOS = 1e9;

    private final double unitsPerSecond;
    private final LongSupplier nanos;
    private final Sleeper sleeper;
    private double dueNanos;

    /** Waits. */
    @FunctionalInterface
    public interface Sleeper {
        void sleep(long millis) throws InterruptedException;
    }

    /**
     * A pace that begins now.
     *
     * @param unitsPerSecond above 0
     * @param nanos the time, as {@code System.nanoTime}
     */
    public Pace(double unitsPerSecond, LongSupplier nanos, Sleeper sleeper) {
        this.unitsPerSecond = unitsPerSecond;
        this.nanos = nanos;
        this.sleeper = sleeper;
        this.dueNanos = nanos.getAsLong();
    }

    /** Notes that so many units were used, and waits until the next may be; what was not used is not saved up. */
    public void used(double units) throws InterruptedException {
        double now = nanos.getAsLong();
        dueNanos = Math.max(dueNanos, now) + units / unitsPerSecond * NANOS;
        long millis = Math.round((dueNanos - now) / 1e6);
        if (millis > 0) {
            sleeper.sleep(millis);
        }
    }
}
