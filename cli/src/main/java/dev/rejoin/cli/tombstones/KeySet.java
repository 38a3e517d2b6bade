package dev.rejoin.cli.tombstones;

import dev.rejoin.item.Fingerprint;
import dev.rejoin.item.ItemKey;
import java.util.Arrays;

/**
 * Keys by 64 bits of their hashes: 16 bytes of memory a key, or twice as many. Of two keys with one hash the second counts as there; then
 * its tombstone is left where it is.
 */
final class KeySet {
    private static final int LEAST = 1 << 10;

    private long[] hashes = new long[LEAST];
    private int size;

    /** Adds a key; false if it was there. */
    boolean add(ItemKey key) {
        if (2 * size >= hashes.length) {
            grow();
        }
        boolean added = put(hashes, hash(key));
        size += added ? 1 : 0;
        return added;
    }

    boolean contains(ItemKey key) {
        long hash = hash(key);
        return hashes[place(hashes, hash)] == hash;
    }

    /** Never 0, which is an empty place. */
    private static long hash(ItemKey key) {
        long hash = Fingerprint.of(key.attributes());
        return hash == 0 ? 1 : hash;
    }

    private void grow() {
        long[] more = new long[Math.multiplyExact(hashes.length, 2)];
        Arrays.stream(hashes).filter(hash -> hash != 0).forEach(hash -> put(more, hash));
        hashes = more;
    }

    private static boolean put(long[] hashes, long hash) {
        int place = place(hashes, hash);
        boolean added = hashes[place] == 0;
        hashes[place] = hash;
        return added;
    }

    /** Where the hash is, or would be. */
    private static int place(long[] hashes, long hash) {
        int place = (int) (hash & (hashes.length - 1));
        while (hashes[place] != 0 && hashes[place] != hash) {
            place = (place + 1) & (hashes.length - 1);
        }
        return place;
    }
}
