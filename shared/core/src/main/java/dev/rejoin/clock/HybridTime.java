package dev.rejoin.clock;

/**
 * Hybrid logical time as one {@code long}: 47 bits of milliseconds since 1970, then 16 bits of a logical counter, so that plain
 * comparison orders it and {@code time + 1} is the next time after it. 0 is "never".
 *
 * @see <a href="https://cse.buffalo.edu/tech-reports/2014-04.pdf">Kulkarni et al., Logical Physical Clocks, 2014</a>
 */
public final class HybridTime {
    private static final int COUNTER_BITS = 16;

    /** The latest time that has a place in the 64 bits: about the year 6429. */
    public static final long MAX = Long.MAX_VALUE;

    private HybridTime() {}

    /**
     * The first hybrid time of a millisecond.
     *
     * @param millis milliseconds since 1970, 0 to 2^47 - 1
     */
    public static long ofMillis(long millis) {
        if (millis < 0 || millis > MAX >> COUNTER_BITS) {
            throw new IllegalArgumentException("milliseconds out of range: " + millis);
        }
        return millis << COUNTER_BITS;
    }

    /** The millisecond in which a hybrid time lies. */
    public static long millis(long time) {
        return time >> COUNTER_BITS;
    }
}
