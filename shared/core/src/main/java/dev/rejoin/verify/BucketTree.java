package dev.rejoin.verify;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/** One region's digests of a tree of buckets, summed up from its leaves. Not safe for use by many threads at once. */
public final class BucketTree implements RegionDigests {
    private final int leafBits;
    private final int[] counts;
    private final long[] sums;

    /** An empty tree. Regions can be compared if their trees are of the same depth. */
    public BucketTree(int leafBits) {
        this.leafBits = leafBits;
        int leaves = 1 << new Bucket(leafBits, 0).bits();
        this.counts = new int[leaves];
        this.sums = new long[leaves];
    }

    public int leafBits() {
        return leafBits;
    }

    /** One more item. */
    public void add(long position, long digest) {
        int leaf = Bucket.at(leafBits, position).index();
        counts[leaf]++;
        sums[leaf] += digest;
    }

    /** All that the other has; a segment of the same table for instance. */
    public void addAll(BucketTree other) {
        if (other.leafBits != leafBits) {
            throw new IllegalArgumentException("trees of " + leafBits + " and " + other.leafBits + " bits");
        }
        for (int leaf = 0; leaf < sums.length; leaf++) {
            counts[leaf] += other.counts[leaf];
            sums[leaf] += other.sums[leaf];
        }
    }

    /** Of one bucket: a leaf or any above. */
    public BucketDigest digest(Bucket bucket) {
        int shift = leafBits - bucket.bits();
        if (shift < 0) {
            throw new IllegalArgumentException(bucket + " is below the leaves of " + leafBits + " bits");
        }
        int count = 0;
        long sum = 0;
        for (int leaf = bucket.index() << shift; leaf < (bucket.index() + 1) << shift; leaf++) {
            count += counts[leaf];
            sum += sums[leaf];
        }
        return new BucketDigest(count, sum);
    }

    @Override
    public CompletableFuture<List<BucketDigest>> digests(List<Bucket> buckets) {
        return CompletableFuture.completedFuture(
                buckets.stream().map(this::digest).toList());
    }

    /** How many items there are. */
    public long items() {
        return digest(Bucket.ROOT).count();
    }

    /** The leaves that hold anything, for keeping the tree somewhere: its depth, then index, count and sum of each. */
    public byte[] toBytes() {
        List<Integer> filled = new ArrayList<>();
        for (int leaf = 0; leaf < counts.length; leaf++) {
            if (counts[leaf] != 0) {
                filled.add(leaf);
            }
        }
        ByteBuffer bytes = ByteBuffer.allocate(Integer.BYTES + filled.size() * (Integer.BYTES + BucketDigest.BYTES));
        bytes.putInt(leafBits);
        filled.forEach(leaf -> bytes.putInt(leaf).putInt(counts[leaf]).putLong(sums[leaf]));
        return bytes.array();
    }

    /**
     * The inverse of {@link #toBytes}.
     *
     * @throws IllegalArgumentException if it is none
     */
    public static BucketTree fromBytes(byte[] bytes) {
        ByteBuffer buffer = ByteBuffer.wrap(bytes);
        if (bytes.length % (Integer.BYTES + BucketDigest.BYTES) != Integer.BYTES) {
            throw new IllegalArgumentException("no tree of buckets: " + bytes.length + " bytes");
        }
        BucketTree tree = new BucketTree(buffer.getInt());
        while (buffer.hasRemaining()) {
            Bucket leaf = new Bucket(tree.leafBits, buffer.getInt());
            tree.counts[leaf.index()] = buffer.getInt();
            tree.sums[leaf.index()] = buffer.getLong();
        }
        return tree;
    }
}
