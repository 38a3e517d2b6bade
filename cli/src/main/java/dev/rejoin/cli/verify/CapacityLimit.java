package dev.rejoin.cli.verify;

import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/** Keeps what a region's scans cost below a number of capacity units a second; what was spent is waited for afterwards. */
final class CapacityLimit {
    private final double unitsPerSecond;
    private final LongSupplier nanos;
    private long free;
    private double spent;

    /**
     * @param unitsPerSecond 0 for no limit
     * @param nanos the time, as {@code System.nanoTime}
     */
    CapacityLimit(double unitsPerSecond, LongSupplier nanos) {
        this.unitsPerSecond = unitsPerSecond;
        this.nanos = nanos;
        this.free = nanos.getAsLong();
    }

    /** How many nanoseconds to wait after that much was spent. */
    synchronized long toWait(double units) {
        spent += units;
        if (unitsPerSecond <= 0) {
            return 0;
        }
        long now = nanos.getAsLong();
        long from = free - now > 0 ? free : now;
        free = from + (long) (units / unitsPerSecond * TimeUnit.SECONDS.toNanos(1));
        return free - now;
    }

    /** All that was spent, in capacity units. */
    synchronized double spent() {
        return spent;
    }
}
