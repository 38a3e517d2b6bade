package dev.rejoin.version;

import dev.rejoin.clock.Actor;
import dev.rejoin.clock.Dot;
import dev.rejoin.clock.VersionVector;
import dev.rejoin.rule.Rule;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * What a region keeps of an item from a delete. Registers are marked; siblings that the delete takes are written again, at the delete's time, by
 * a writer of their own: so a region that has seen them go with the delete does not count as having replaced them. One write left the
 * elements of one type, each whole value has one of its own, in the order of the newest of them. Values that only the journal has are not
 * written again: it has them under the name of the write that they were.
 *
 * @see Actor#keeping
 */
public final class Keeping {
    private Keeping() {}

    /** All of a version that is older than a delete as the keeper has it from now on. */
    public static Version of(Dot delete, Version version, Actor keeper) {
        SortedMap<String, Cell> registers = new TreeMap<>(version.registers());
        registers.replaceAll((name, cell) -> delete.isAfter(cell.dot()) ? cell.keptFrom(delete) : cell);
        SortedMap<String, Multi> multis = new TreeMap<>(version.multis());
        if (Rule.SIBLINGS_KEPT.holds()) {
            multis.replaceAll((name, multi) -> from(delete, multi, keeper));
        }
        VersionVector seen = version.vector();
        for (Multi multi : multis.values()) {
            for (Sibling.Id id : multi.siblings().keySet()) {
                seen = Rule.KEPT_IS_SEEN.holds() ? seen.with(id.dot()) : seen;
            }
        }
        return new Version(
                seen, version.deleted(), version.existence(), registers, version.counters(), multis, version.barrier());
    }

    /** The register as the keeper has it from now on; the same if the delete takes nothing of it. */
    static Multi from(Dot delete, Multi multi, Actor keeper) {
        List<List<Sibling>> groups = takenBy(delete, multi);
        SortedMap<Sibling.Id, Sibling> after = new TreeMap<>(multi.siblings());
        Dot newest = multi.newest();
        Dot kept = null;
        for (int nth = 0; nth < groups.size(); nth++) {
            kept = new Dot(delete.time(), Actor.keeping(delete.actor().parts().get(0), keeper, nth));
            newest = newest.isAfter(kept) ? newest : kept;
            again(kept, groups.get(nth), after);
        }
        return kept == null ? multi : new Multi(newest, after, fallback(delete, multi, kept, after));
    }

    private static void again(Dot dot, List<Sibling> group, SortedMap<Sibling.Id, Sibling> after) {
        for (int i = 0; i < group.size(); i++) {
            Sibling sibling = group.get(i);
            Sibling again = sibling.as(new Sibling.Id(dot, sibling.isEmptyList() ? Sibling.EMPTY_LIST : i));
            after.remove(sibling.id());
            after.put(again.id(), again);
        }
    }

    /** What could not be merged still cannot. */
    private static @Nullable Dot fallback(Dot delete, Multi multi, Dot kept, SortedMap<Sibling.Id, Sibling> siblings) {
        Dot before = multi.fallback();
        return Multi.relevant(before == null || before.isAfter(delete) ? before : kept, siblings);
    }

    /** What a delete takes: each whole value, and the elements of each type together; oldest first. */
    private static List<List<Sibling>> takenBy(Dot delete, Multi multi) {
        List<Sibling> listed = multi.listed();
        Map<Object, List<Sibling>> groups = new HashMap<>();
        distinct(multi.siblings().values().stream()
                        .filter(one -> delete.isAfter(one.dot()))
                        .filter(one -> !one.isSpilled() || !Rule.SPILLED_NOT_KEPT.holds())
                        .filter(one -> !isList(one) || one.isEmptyList() || listed.contains(one))
                        .toList())
                .forEach(one -> groups.computeIfAbsent(one.isWhole() ? one.id() : one.type(), kind -> new ArrayList<>())
                        .add(one));
        groups.values().forEach(group -> group.sort(Sibling.BY_PLACE));
        // More values than can be told apart were spilled to the journal long ago.
        return groups.values().stream()
                .sorted(Comparator.comparing(Keeping::newest))
                .skip(Math.max(0, groups.size() - Actor.MOST_KEPT))
                .toList();
    }

    /**
     * One of equals, elements of lists aside: what several regions kept from one delete stands several times, and would be as often
     * again at each of them after the next.
     */
    private static Collection<Sibling> distinct(List<Sibling> siblings) {
        Map<List<Object>, Sibling> distinct = new LinkedHashMap<>();
        for (Sibling one : siblings) {
            Object same = isList(one) ? one.id() : one.state() == Sibling.State.REMOVED;
            distinct.merge(List.of(one.type(), one.path(), one.hash(), same), one, (a, b) -> b.richer(a));
        }
        return distinct.values();
    }

    private static boolean isList(Sibling one) {
        return one.type().shape() == DataType.Shape.LIST;
    }

    private static Sibling.Id newest(List<Sibling> group) {
        return group.stream().map(Sibling::id).max(Comparator.naturalOrder()).orElseThrow();
    }

    /**
     * What is there once already, because several regions kept it from the same delete, and the one that stands for it: of equal elements
     * of one place, as many stand as the region has of them that has the most, and of regions with as many, the last.
     */
    static Map<Sibling, Sibling> twins(Collection<Sibling> siblings) {
        Map<Origin, SortedMap<Dot, List<Sibling>>> kept = new HashMap<>();
        for (Sibling one : siblings) {
            if (one.dot().actor().isKeeping()) {
                kept.computeIfAbsent(Origin.of(one), origin -> new TreeMap<>(Comparator.reverseOrder()))
                        .computeIfAbsent(one.dot(), dot -> new ArrayList<>())
                        .add(one);
            }
        }
        Map<Sibling, Sibling> twins = new HashMap<>();
        kept.values().forEach(latestFirst -> twins(latestFirst.values(), twins));
        return twins;
    }

    /** The nth of a keeper is a twin of a later keeper's nth. */
    private static void twins(Collection<List<Sibling>> latestFirst, Map<Sibling, Sibling> twins) {
        List<Sibling> standing = new ArrayList<>();
        for (List<Sibling> mine : latestFirst) {
            for (int nth = 0; nth < mine.size(); nth++) {
                if (nth < standing.size()) {
                    twins.put(mine.get(nth), standing.get(nth));
                } else {
                    standing.add(mine.get(nth));
                }
            }
        }
    }

    /** What equal elements have in common that were one before they were kept. */
    private record Origin(Actor deleter, long time, Sibling.Id place, long hash) {
        static Origin of(Sibling kept) {
            return new Origin(kept.dot().actor().parts().get(0), kept.dot().time(), kept.place(), kept.hash());
        }
    }
}
