package dev.rejoin.verify;

import dev.rejoin.item.Fingerprint;
import dev.rejoin.item.ItemKey;

/**
 * A half-open range of positions, {@code [from, to)}. A key's position is a hash of it, so that keys are spread evenly and a key
 * has the same position in every region.
 *
 * @param from 0 to {@code to}
 * @param to at most {@link #END}
 */
public record HashRange(long from, long to) {
    /** How many bits a position has: all are positive, and so is the end behind the last. */
    static final int BITS = 62;

    /** Behind the last position. */
    public static final long END = 1L << BITS;

    /** Every position. */
    public static final HashRange ALL = new HashRange(0, END);

    /** @throws IllegalArgumentException if it is none */
    public HashRange {
        if (from < 0 || from > to || to > END) {
            throw new IllegalArgumentException("not a range of positions: [" + from + ", " + to + ")");
        }
    }

    /** Where a key is; equal keys, by DynamoDB's equality, are at one place. */
    public static long position(ItemKey key) {
        return Fingerprint.of(key.attributes()) >>> (Long.SIZE - BITS);
    }

    public boolean contains(long position) {
        return position >= from && position < to;
    }
}
