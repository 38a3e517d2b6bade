package dev.rejoin.verify;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;

/**
 * What a bucket holds: a commutative sum, so that the order of a scan does not matter, and scans of parts add up.
 *
 * @param count how many items, 0 or more
 * @param sum of their {@link ItemDigest digests}
 */
public record BucketDigest(int count, long sum) {
    public static final BucketDigest EMPTY = new BucketDigest(0, 0);

    /** On the wire. */
    public static final int BYTES = Integer.BYTES + Long.BYTES;

    /** Both together. */
    public BucketDigest plus(BucketDigest other) {
        return new BucketDigest(count + other.count, sum + other.sum);
    }

    /** As they go from region to region. */
    public static byte[] toBytes(List<BucketDigest> digests) {
        ByteBuffer bytes = ByteBuffer.allocate(digests.size() * BYTES);
        digests.forEach(digest -> bytes.putInt(digest.count).putLong(digest.sum));
        return bytes.array();
    }

    /**
     * The inverse of {@link #toBytes}.
     *
     * @throws IllegalArgumentException if it is none
     */
    public static List<BucketDigest> fromBytes(byte[] bytes) {
        if (bytes.length % BYTES != 0) {
            throw new IllegalArgumentException("no bucket digests: " + bytes.length + " bytes");
        }
        ByteBuffer buffer = ByteBuffer.wrap(bytes);
        List<BucketDigest> digests = new ArrayList<>(bytes.length / BYTES);
        while (buffer.hasRemaining()) {
            digests.add(new BucketDigest(buffer.getInt(), buffer.getLong()));
        }
        return digests;
    }
}
