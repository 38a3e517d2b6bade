package dev.rejoin.clock;

/**
 * Gives a write its time: not before it happened, and after everything that its region had seen of the item. The state of
 * this clock is the item's own version, so there is nothing to keep or to lose.
 */
public final class HybridClock {
    /** Times of writes are multiples of this. What lies between is for writes that were found, and not seen being made. */
    public static final int STEP = 16;

    private HybridClock() {}

    /**
     * The time of a write.
     *
     * @param eventMillis when the write happened, as well as is known, in milliseconds since 1970
     * @param seen the highest hybrid time in what the region knew of the item before the write
     */
    public static long next(long eventMillis, long seen) {
        return Math.max(HybridTime.ofMillis(eventMillis), Math.addExact(seen / STEP * STEP, STEP));
    }

    /**
     * The time of what a table shows beyond what its clocks say, when it was restored from a backup: after all that they know, and
     * before any write that could have come next.
     *
     * @param known the highest hybrid time in what is known of the item
     * @param incarnation which of the region found it, 2 to 16: so that each has a time of its own
     */
    public static long found(long known, int incarnation) {
        if (incarnation < 2 || incarnation > STEP) {
            throw new IllegalArgumentException("of the incarnations, 2 to " + STEP + " find something: " + incarnation);
        }
        return Math.max(known, STEP) / STEP * STEP + incarnation - 1;
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
