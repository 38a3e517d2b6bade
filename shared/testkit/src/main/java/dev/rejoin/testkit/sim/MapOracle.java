package dev.rejoin.testkit.sim;

import dev.rejoin.item.Value;
import dev.rejoin.testkit.sim.FoldLog.Entry;
import dev.rejoin.version.Paths;
import dev.rejoin.version.Sibling;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SortedMap;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** What an attribute that is a nested map must show at each of its paths. */
final class MapOracle {
    private static final Value EMPTY = new Value.M(Map.of());

    private final AttributeWrites writes;
    private final Predicate<Entry> journalled;
    private final List<Sibling> kept;

    /**
     * Asks about one attribute.
     *
     * @param journalled whether what a write left is in the journal
     * @param kept the leaves that were kept from a delete, also those that are not shown: nobody saw these being written
     */
    MapOracle(AttributeWrites writes, Predicate<Entry> journalled, List<Sibling> kept) {
        this.writes = writes;
        this.journalled = journalled;
        this.kept = kept;
    }

    /** A path that was written is there, unless a write that had seen it wrote it too; and what it shows, some write wrote. */
    @Nullable
    String check(@Nullable Value shown) {
        SortedMap<List<String>, Value> leaves = Paths.leaves(shown);
        for (Entry entry : writes.all()) {
            for (var leaf : written(entry).entrySet()) {
                String wrong =
                        stands(entry, leaf.getKey()) && !shows(leaves, leaf) ? missing(entry, leaf, leaves) : null;
                if (wrong != null) {
                    return wrong;
                }
            }
        }
        for (var leaf : leaves.entrySet()) {
            boolean may = writes.all().stream()
                    .anyMatch(entry ->
                            leaf.getValue().equals(written(entry).get(leaf.getKey())) && stands(entry, leaf.getKey()));
            if (!may && !leaf.getValue().equals(EMPTY)) {
                return writes.name() + " shows " + leaf + ", which was replaced: " + leaves;
            }
        }
        return null;
    }

    /** A newer write of the path, or around it or within it, may stand there instead; then this one is in the journal. */
    private @Nullable String missing(
            Entry entry, Map.Entry<List<String>, Value> leaf, SortedMap<List<String>, Value> leaves) {
        if (entry.isFound()) {
            return null;
        }
        if (!journalled.test(entry)) {
            return "lost in silence: " + writes.name() + " " + leaf + " of " + entry.dot() + ": " + leaves;
        }
        boolean newest = writes.all().stream()
                        .noneMatch(other -> other.dot().isAfter(entry.dot()) && touches(other, leaf.getKey()))
                && kept.stream()
                        .noneMatch(other -> other.dot().isAfter(entry.dot()) && touch(other.path(), leaf.getKey()));
        return newest ? writes.name() + " lost " + leaf + " of " + entry.dot() + ": " + leaves : null;
    }

    /** Whether no delete took it, and no write that had seen it left something else at that path. */
    private boolean stands(Entry by, List<String> path) {
        Value left = leaves(writes.left(by)).get(path);
        return writes.outlives(by)
                && writes.all().stream()
                        .noneMatch(later -> AttributeWrites.saw(later, by)
                                && !Objects.equals(
                                        left, leaves(writes.left(later)).get(path)));
    }

    private static boolean shows(SortedMap<List<String>, Value> leaves, Map.Entry<List<String>, Value> leaf) {
        return leaf.getValue().equals(leaves.get(leaf.getKey()))
                || (leaf.getValue().equals(EMPTY) && isMap(leaves, leaf.getKey()));
    }

    private static boolean isMap(SortedMap<List<String>, Value> leaves, List<String> path) {
        return leaves.keySet().stream()
                .anyMatch(inner -> inner.size() > path.size()
                        && inner.subList(0, path.size()).equals(path));
    }

    /** What a write left and had not found; all of it, if what it found was of an earlier life. */
    private SortedMap<List<String>, Value> written(Entry entry) {
        SortedMap<List<String>, Value> written = leaves(writes.left(entry));
        if (writes.goesOn(entry)) {
            written.entrySet().removeAll(leaves(writes.found(entry)).entrySet());
        }
        return written;
    }

    private boolean touches(Entry entry, List<String> path) {
        return written(entry).keySet().stream().anyMatch(other -> touch(other, path));
    }

    /** Whether one of two paths is within the other. */
    private static boolean touch(List<String> a, List<String> b) {
        int common = Math.min(a.size(), b.size());
        return a.subList(0, common).equals(b.subList(0, common));
    }

    private static SortedMap<List<String>, Value> leaves(@Nullable Value value) {
        return Paths.leaves(value);
    }
}
