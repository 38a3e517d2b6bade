package dev.rejoin.version;

import dev.rejoin.clock.Dot;
import dev.rejoin.rule.Rule;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.BiFunction;

/** The join of two versions: commutative, associative, idempotent. */
public final class Merge {
    private Merge() {}

    /** Everything that either side knows. */
    public static Version of(Version a, Version b) {
        if (b.isEmpty()) {
            return a;
        }
        if (a.isEmpty()) {
            return b;
        }
        return normal(new Version(
                a.vector().join(b.vector()),
                Dot.max(a.deleted(), b.deleted()),
                Dot.max(a.existence(), b.existence()),
                union(a.registers(), b.registers(), Merge::newer),
                union(a.counters(), b.counters(), Counter::merge)));
    }

    /** A version without the registers that its delete or its counters replace. */
    public static Version normal(Version version) {
        if (isNormal(version)) {
            return version;
        }
        SortedMap<String, Cell> standing = new TreeMap<>(version.registers());
        standing.entrySet().removeIf(entry -> !stands(version, entry.getKey(), entry.getValue()));
        return new Version(
                version.vector(),
                version.deleted(),
                exists(version) ? version.existence() : null,
                standing,
                version.counters());
    }

    /** Whether nothing in it is replaced by its delete or its counters. */
    public static boolean isNormal(Version version) {
        for (var entry : version.registers().entrySet()) {
            if (!stands(version, entry.getKey(), entry.getValue())) {
                return false;
            }
        }
        return exists(version);
    }

    private static boolean exists(Version version) {
        return version.existence() == null || version.existence().isAfter(version.deleted());
    }

    private static boolean stands(Version version, String name, Cell cell) {
        Counter counter = version.counters().get(name);
        Dot counted = counter == null ? null : counter.newest();
        boolean outlives = cell.dot().isAfter(version.deleted()) || !Rule.DELETE_TAKES_OLDER.holds();
        return outlives && (counted == null || cell.dot().compareTo(counted) >= 0);
    }

    /** The newer register; of one write known twice, the side that knows its value. */
    private static Cell newer(Cell a, Cell b) {
        int order = a.dot().compareTo(b.dot());
        return order > 0 || (order == 0 && a.state() != Cell.State.WITHHELD) ? a : b;
    }

    private static <T> SortedMap<String, T> union(
            SortedMap<String, T> a, SortedMap<String, T> b, BiFunction<T, T, T> join) {
        if (b.isEmpty()) {
            return a;
        }
        SortedMap<String, T> union = new TreeMap<>(a);
        b.forEach((name, value) -> union.merge(name, value, join));
        return union;
    }
}
