package dev.rejoin.version;

import dev.rejoin.clock.Dot;
import dev.rejoin.rule.Rule;
import java.util.Collections;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.BiFunction;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

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
        Dot barrier = Dot.max(a.barrier(), b.barrier());
        if (barrier != null && Rule.BARRIER_TAKES_UNSEEN.holds()) {
            return behind(barrier, a, b);
        }
        return normal(new Version(
                a.vector().join(b.vector()),
                Dot.max(a.deleted(), b.deleted()),
                Dot.max(a.existence(), b.existence()),
                union(a.registers(), b.registers(), Merge::newer),
                union(a.counters(), b.counters(), Counter::merge),
                multis(a, b),
                barrier));
    }

    /** A side that has not seen the delete that wins brings nothing but its counters, and what it has seen. */
    private static Version behind(Dot barrier, Version a, Version b) {
        Version before = barrier.equals(a.barrier()) ? a : emptied(a, barrier);
        Version after = barrier.equals(b.barrier()) ? b : emptied(b, barrier);
        return normal(new Version(
                a.vector().join(b.vector()),
                Dot.max(a.deleted(), b.deleted()),
                Dot.max(before.existence(), after.existence()),
                union(before.registers(), after.registers(), Merge::newer),
                union(a.counters(), b.counters(), Counter::merge),
                multis(before, after),
                barrier));
    }

    private static Version emptied(Version version, Dot barrier) {
        return new Version(
                version.vector(),
                version.deleted(),
                null,
                Collections.emptySortedMap(),
                version.counters(),
                Collections.emptySortedMap(),
                barrier);
    }

    private static SortedMap<String, Multi> multis(Version a, Version b) {
        if (a.multis().isEmpty() && b.multis().isEmpty()) {
            return a.multis();
        }
        SortedMap<String, Multi> merged = new TreeMap<>();
        Stream.concat(a.multis().keySet().stream(), b.multis().keySet().stream())
                .distinct()
                .forEach(name -> merged.put(
                        name,
                        Multi.merge(a.multis().get(name), a.vector(), b.multis().get(name), b.vector())));
        return merged;
    }

    /** A version without what its delete, its counters, or a newer register replaces. */
    public static Version normal(Version version) {
        if (isNormal(version)) {
            return version;
        }
        SortedMap<String, Multi> multis = new TreeMap<>();
        version.multis().forEach((name, multi) -> {
            if (stands(version, name, multi.newest()) && !isOver(version, multi)) {
                multis.put(name, multi.only(sibling -> stands(version, name, sibling.dot())));
            }
        });
        SortedMap<String, Cell> standing = new TreeMap<>(version.registers());
        standing.entrySet()
                .removeIf(entry -> !stands(version, entry.getKey(), entry.getValue())
                        || (multis.containsKey(entry.getKey())
                                && !stands(version, entry.getKey(), hidden(entry.getValue()))));
        standing.replaceAll((name, cell) -> multis.containsKey(name) ? hidden(cell) : settled(cell, version));
        return new Version(
                version.vector(),
                version.deleted(),
                exists(version) ? version.existence() : null,
                standing,
                version.counters(),
                multis,
                version.barrier());
    }

    /** Whether nothing in it is replaced by its delete, its counters or a newer register. */
    public static boolean isNormal(Version version) {
        for (var entry : version.registers().entrySet()) {
            boolean hidden = version.multis().containsKey(entry.getKey());
            Cell cell = entry.getValue();
            if (!stands(version, entry.getKey(), cell)
                    || !isSettled(cell, version)
                    || (hidden && (!cell.isRemoved() || cell.kept() != null))) {
                return false;
            }
        }
        for (var entry : version.multis().entrySet()) {
            if (!stands(version, entry.getKey(), entry.getValue())) {
                return false;
            }
        }
        return exists(version);
    }

    private static boolean stands(Version version, String name, Multi multi) {
        return stands(version, name, multi.newest())
                && !isOver(version, multi)
                && multi.siblings().keySet().stream().allMatch(id -> stands(version, name, id.dot()));
    }

    /** What left nothing is nothing beside a delete of the same write. */
    private static boolean isOver(Version version, Multi multi) {
        return multi.isGone() && !multi.newest().isAfter(version.deleted());
    }

    /** Whether a write into a multi-value register is newer than the delete, the attribute's register and its counter. */
    private static boolean stands(Version version, String name, Dot written) {
        Cell register = version.registers().get(name);
        Counter counter = version.counters().get(name);
        return (outlives(written, version) || !Rule.DELETE_TAKES_OLDER.holds())
                && written.isAfter(register == null ? null : register.dot())
                && (counter == null || written.compareTo(counter.newest()) >= 0);
    }

    private static boolean exists(Version version) {
        return version.existence() == null || outlives(version.existence(), version);
    }

    private static boolean stands(Version version, String name, Cell cell) {
        Counter counter = version.counters().get(name);
        Dot counted = counter == null ? null : counter.newest();
        boolean outlives = cell.isRemoved() ? cell.dot().isAfter(version.deleted()) : outlives(cell.dot(), version);
        return (outlives || outlives(cell.kept(), version) || !Rule.DELETE_TAKES_OLDER.holds())
                && (counted == null || cell.dot().compareTo(counted) >= 0);
    }

    /** A write that replaces the whole item is a delete of what there was and leaves values, at one dot. */
    private static boolean outlives(@Nullable Dot written, Version version) {
        Dot deleted = version.deleted();
        return written != null && (deleted == null || written.compareTo(deleted) >= 0);
    }

    private static Cell hidden(Cell cell) {
        return new Cell(cell.dot(), Cell.State.REMOVED, null);
    }

    /** That it was kept from a delete is only said where it matters. */
    private static Cell settled(Cell cell, Version version) {
        return isSettled(cell, version) ? cell : cell.keptFrom(null);
    }

    private static boolean isSettled(Cell cell, Version version) {
        return cell.kept() == null || !cell.dot().isAfter(version.deleted());
    }

    /** The register that stands; of one write known twice, the side that knows its value. */
    private static Cell newer(Cell a, Cell b) {
        if (a.dot().equals(b.dot())) {
            return (a.state() == Cell.State.WITHHELD ? b : a).keptFrom(Dot.max(a.kept(), b.kept()));
        }
        return a.standsBefore(b) ? a : b;
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
