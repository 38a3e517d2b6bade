package dev.rejoin.clock;

/**
 * Gives a write its time: not before it happened, and after everything that its region had seen of the item. The state of
 * this clock is the item's own version, so there is nothing to keep or to lose.
 */
public final class HybridClock {
    private HybridClock() {}

    /**
     * The time of a write.
     *
     * @param eventMillis when the write happened, as well as is known, in milliseconds since 1970
     * @param seen the highest hybrid time in what the region knew of the item before the write
     */
    public static long next(long eventMillis, long seen) {
        return Math.max(HybridTime.ofMillis(eventMillis), Math.addExact(seen, 1));
    }

    /**
     * The best estimate of when a stream record's write happened. Its time is rounded down, so the write lies between that
     * and the end of the rounding interval, and never after now.
     *
     * @param rounded the record's time in milliseconds
     * @param granularityMillis the interval it was rounded to
     * @param nowMillis this process' time
     */
    public static long estimate(long rounded, long granularityMillis, long nowMillis) {
        return Math.max(rounded, Math.min(nowMillis, rounded + granularityMillis - 1));
    }
}
