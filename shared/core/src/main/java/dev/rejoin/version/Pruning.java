package dev.rejoin.version;

import dev.rejoin.clock.Actor;
import dev.rejoin.clock.Dot;
import dev.rejoin.rule.Rule;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Forgets what removed attributes leave in a version: their name and the dot of the removal. What it says instead is that an item was put
 * anew at the newest of these removals, with the values that it has, by a writer of its own: one dot stands for all that is not there any
 * more, as a delete's does (see {@link Keeping} for what stands before it). So it is a version as any other, and merges as any other.
 */
public final class Pruning {
    private Pruning() {}

    /** When each attribute was removed that has no value, is no counter, and has not been written since; by name. */
    public static SortedMap<String, Dot> removed(Version version) {
        SortedMap<String, Dot> removed = removals(version);
        removed.keySet().removeAll(version.counters().keySet());
        return removed;
    }

    /** The oldest removal of an attribute that has also counted: without it, the count would be shown again. */
    public static @Nullable Dot firstOfACount(Version version) {
        SortedMap<String, Dot> removed = removals(version);
        removed.keySet().retainAll(version.counters().keySet());
        return removed.values().stream().min(Dot::compareTo).orElse(null);
    }

    private static SortedMap<String, Dot> removals(Version version) {
        SortedMap<String, Dot> removals = new TreeMap<>();
        version.registers().forEach((name, cell) -> {
            if (cell.isRemoved() && !version.multis().containsKey(name)) {
                removals.put(name, cell.standing());
            }
        });
        version.multis().forEach((name, multi) -> {
            if (multi.isGone()) {
                removals.put(name, multi.newest());
            }
        });
        return removals;
    }

    /**
     * The version without what was removed until then.
     *
     * @param removal every region must know all that is as old; of a region's own clock
     * @param keeper the region that says so, and writes again what keeps several values
     */
    public static Version of(Version version, Dot removal, Actor keeper) {
        Dot until = new Dot(removal.time(), Actor.pruned(removal.actor()));
        SortedMap<String, Cell> registers = new TreeMap<>(version.registers());
        SortedMap<String, Multi> multis = new TreeMap<>(version.multis());
        for (Map.Entry<String, Dot> gone : removed(version).entrySet()) {
            if (until.isAfter(gone.getValue())) {
                registers.remove(gone.getKey());
                multis.remove(gone.getKey());
            }
        }
        Version kept = Keeping.of(
                until,
                new Version(
                        version.vector(),
                        version.deleted(),
                        version.existence(),
                        registers,
                        version.counters(),
                        multis,
                        version.barrier()),
                keeper);
        return Merge.normal(new Version(
                kept.vector().with(until),
                Dot.max(until, kept.deleted()),
                Dot.max(until, kept.existence()),
                kept.registers(),
                kept.counters(),
                kept.multis(),
                kept.barrier()));
    }

    /** Of how many attributes a pruning has to say that they are kept: of those that are as old. */
    public static long kept(Version version, Dot until) {
        return version.registers().values().stream()
                        .filter(cell -> !cell.isRemoved() && !cell.dot().isAfter(until))
                        .count()
                + version.multis().values().stream()
                        .filter(multi -> !multi.isGone() && !multi.newest().isAfter(until))
                        .count();
    }

    /** Whether what takes older writes is a pruning, and no delete: who pruned has kept what stands. */
    public static boolean isPruning(@Nullable Dot deleted) {
        return deleted != null && deleted.actor().isPruned();
    }

    /** Whether a version says that something was pruned, and another does not. */
    public static boolean isSaidBy(Version version, Version known) {
        return isPruning(version.deleted()) && !known.vector().has(version.deleted()) && Rule.PRUNING_TOLD.holds();
    }
}
