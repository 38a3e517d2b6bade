package dev.rejoin.verify;

import java.util.ArrayList;
import java.util.List;

/**
 * A bucket of a tree in which every bucket has 16 children: all positions that begin with the same bits.
 *
 * @param bits how many, a multiple of 4 from 0, the root, to {@link #MOST_BITS}
 * @param index which, from 0 to below 2^bits
 */
public record Bucket(int bits, int index) {
    /** One level. */
    public static final int FAN_OUT_BITS = 4;

    /** A million leaves. */
    public static final int MOST_BITS = 20;

    /** Everything. */
    public static final Bucket ROOT = new Bucket(0, 0);

    /** @throws IllegalArgumentException if there is no such bucket */
    public Bucket {
        if (bits < 0 || bits > MOST_BITS || bits % FAN_OUT_BITS != 0 || index < 0 || index >= 1 << bits) {
            throw new IllegalArgumentException("no bucket " + index + " of " + bits + " bits");
        }
    }

    /** The bucket of that size in which a position is. */
    public static Bucket at(int bits, long position) {
        return new Bucket(bits, (int) (position >>> (HashRange.BITS - bits)));
    }

    /** The positions in it. */
    public HashRange range() {
        int shift = HashRange.BITS - bits;
        return new HashRange((long) index << shift, ((long) index + 1) << shift);
    }

    /** Its parts, in the order of their positions. */
    public List<Bucket> children() {
        List<Bucket> children = new ArrayList<>(1 << FAN_OUT_BITS);
        for (int i = 0; i < 1 << FAN_OUT_BITS; i++) {
            children.add(new Bucket(bits + FAN_OUT_BITS, (index << FAN_OUT_BITS) + i));
        }
        return children;
    }

    /** Leaves of about 16 items: few enough to look into one, and so few leaves that all of them fit anywhere. */
    public static int leafBits(long items) {
        int bits = 0;
        while (bits < MOST_BITS && items >> bits > 1 << FAN_OUT_BITS) {
            bits += FAN_OUT_BITS;
        }
        return bits;
    }
}
