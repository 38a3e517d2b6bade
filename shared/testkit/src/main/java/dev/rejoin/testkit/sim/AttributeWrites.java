package dev.rejoin.testkit.sim;

import dev.rejoin.item.Value;
import dev.rejoin.testkit.sim.FoldLog.Entry;
import java.util.List;
import java.util.function.BiPredicate;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** The writes of one attribute, and what each of them had seen of the others. */
final class AttributeWrites {
    private final String name;
    private final List<Entry> all;
    private final List<Entry> writes;
    private final Predicate<Entry> outlives;
    private final BiPredicate<Entry, Entry> takes;

    /**
     * Those of one attribute.
     *
     * @param all everything that was done to the item
     * @param outlives whether no delete took a write
     * @param takes whether a delete, the first, takes a write, the second
     */
    AttributeWrites(String name, List<Entry> all, Predicate<Entry> outlives, BiPredicate<Entry, Entry> takes) {
        this.name = name;
        this.all = all;
        this.writes = all.stream()
                .filter(entry -> !entry.isDelete() && entry.wrote().contains(name))
                .toList();
        this.outlives = outlives;
        this.takes = takes;
    }

    String name() {
        return name;
    }

    List<Entry> all() {
        return writes;
    }

    boolean outlives(Entry entry) {
        return outlives.test(entry);
    }

    /** Whether a later write had seen another. */
    static boolean saw(Entry later, Entry entry) {
        return !later.dot().equals(entry.dot()) && later.seen().has(entry.dot());
    }

    /** Whether a write had seen all others of the attribute, and all deletes. */
    boolean sawAll(Entry last) {
        return all.stream()
                .filter(entry -> entry.isDelete() || writes.contains(entry))
                .allMatch(entry -> entry.dot().equals(last.dot()) || saw(last, entry));
    }

    /** Whether a write found the attribute as others had left it: else it was absent, or of an earlier life, and all is new. */
    boolean goesOn(Entry entry) {
        return writes.stream().anyMatch(earlier -> saw(entry, earlier) && !isTaken(earlier, entry));
    }

    /** Whether a write was taken by a delete that a later write had seen. */
    private boolean isTaken(Entry earlier, Entry later) {
        return all.stream().anyMatch(delete -> delete.isDelete() && saw(later, delete) && takes.test(delete, earlier));
    }

    /** What a write left. */
    @Nullable
    Value left(Entry entry) {
        return entry.after() == null ? null : entry.after().attributes().get(name);
    }

    /** What a write found. */
    @Nullable
    Value found(Entry entry) {
        return entry.before() == null ? null : entry.before().attributes().get(name);
    }
}
