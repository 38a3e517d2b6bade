package dev.rejoin.verify;

import dev.rejoin.item.ItemKey;
import dev.rejoin.item.ItemSize;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * One region's items in the leaves that differ: first compared by position and digest, and only the keys of those that differ
 * are told. Not safe for use by many threads at once.
 */
public final class BucketItems {
    private final int leafBits;
    private final Set<Integer> leaves = new HashSet<>();
    private final Map<Long, BucketDigest> digests = new HashMap<>();
    private final Map<Long, Set<ItemKey>> keys = new HashMap<>();

    /** @param leaves all of the same depth */
    public BucketItems(Collection<Bucket> leaves) {
        this.leafBits = leaves.isEmpty() ? 0 : leaves.iterator().next().bits();
        leaves.forEach(leaf -> this.leaves.add(leaf.index()));
    }

    /** Takes an item if it is in one of the leaves. */
    public void add(ItemKey key, long digest) {
        long position = HashRange.position(key);
        if (leaves.contains(Bucket.at(leafBits, position).index())) {
            digests.merge(position, new BucketDigest(1, digest), BucketDigest::plus);
            keys.computeIfAbsent(position, any -> new TreeSet<>()).add(key);
        }
    }

    /** All that the other has, of other items in the same leaves. */
    public void addAll(BucketItems other) {
        other.digests.forEach((position, digest) -> digests.merge(position, digest, BucketDigest::plus));
        other.keys.forEach((position, some) ->
                keys.computeIfAbsent(position, any -> new TreeSet<>()).addAll(some));
    }

    /** Every key. */
    public Set<ItemKey> keys() {
        Set<ItemKey> all = new TreeSet<>();
        keys.values().forEach(all::addAll);
        return all;
    }

    /**
     * The keys of any region at positions at which the regions differ.
     *
     * @param regions the first is where the comparison runs
     * @param traffic counts what crosses a distance: position and digest of each item, then the keys of those that differ
     */
    public static Set<ItemKey> differing(List<BucketItems> regions, Traffic traffic) {
        Set<Long> positions = new HashSet<>();
        regions.forEach(region -> positions.addAll(region.digests.keySet()));
        positions.removeIf(position -> areEqual(regions, position));
        Set<ItemKey> differing = new TreeSet<>();
        for (BucketItems region : regions) {
            Set<ItemKey> told = region.keysAt(positions);
            differing.addAll(told);
            if (region != regions.get(0)) {
                traffic.message((long) region.digests.size() * (Long.BYTES + BucketDigest.BYTES));
                traffic.message((long) positions.size() * Long.BYTES);
                traffic.message(told.stream()
                        .mapToLong(key -> ItemSize.of(key.attributes()))
                        .sum());
            }
        }
        return differing;
    }

    private static boolean areEqual(List<BucketItems> regions, Long position) {
        return regions.stream()
                        .map(region -> region.digests.getOrDefault(position, BucketDigest.EMPTY))
                        .distinct()
                        .count()
                <= 1;
    }

    private Set<ItemKey> keysAt(Set<Long> positions) {
        Set<ItemKey> told = new TreeSet<>();
        positions.forEach(position -> told.addAll(keys.getOrDefault(position, Set.of())));
        return told;
    }
}
