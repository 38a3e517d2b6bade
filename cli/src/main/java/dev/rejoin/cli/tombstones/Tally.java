package dev.rejoin.cli.tombstones;

import dev.rejoin.tombstone.Fate;
import java.util.EnumMap;
import java.util.Map;

/** What a run found and did so far. */
final class Tally {
    private final Map<Fate, Long> keys = new EnumMap<>(Fate.class);
    private long rows;
    private long unreadable;
    private long pruned;

    void add(Fate fate, long count) {
        keys.merge(fate, count, Long::sum);
    }

    void addRows(long count) {
        rows += count;
    }

    void addPruned(long count) {
        pruned += count;
    }

    void addUnreadable() {
        unreadable++;
    }

    /** How many keys met that fate; each key counts once. */
    long of(Fate fate) {
        return keys.getOrDefault(fate, 0L);
    }

    /** How many rows were read, dead or not, in all regions together. */
    long rows() {
        return rows;
    }

    /** Items that are there, and whose removed attributes were forgotten. */
    long pruned() {
        return pruned;
    }

    /** Keys of which some region has a row that this release cannot read. */
    long unreadable() {
        return unreadable;
    }
}
