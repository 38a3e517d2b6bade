package dev.rejoin.version;

import dev.rejoin.clock.Actor;
import dev.rejoin.clock.Dot;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Multi-value registers of an item that a region keeps from a delete. Siblings that the delete takes are written again, at the delete's time, by
 * a writer of their own: so a region that has seen them go with the delete does not count as having replaced them. One write left the
 * elements of one type, each whole value has one of its own, in the order of the newest of them.
 *
 * @see Actor#keeping
 */
public final class Keeping {
    private Keeping() {}

    /** The register as the keeper has it from now on; the same if the delete takes nothing of it. */
    public static Multi from(Dot delete, Multi multi, Actor keeper) {
        List<List<Sibling>> groups = takenBy(delete, multi);
        SortedMap<Sibling.Id, Sibling> after = new TreeMap<>(multi.siblings());
        Dot newest = multi.newest();
        Dot kept = null;
        for (int nth = 0; nth < groups.size(); nth++) {
            kept = new Dot(delete.time(), Actor.keeping(delete.actor(), keeper, nth));
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
        multi.siblings().values().stream()
                .filter(one -> delete.isAfter(one.dot()))
                .filter(one -> one.type().shape() != DataType.Shape.LIST || one.isEmptyList() || listed.contains(one))
                .forEach(one -> groups.computeIfAbsent(one.isWhole() ? one.id() : one.type(), kind -> new ArrayList<>())
                        .add(one));
        groups.values().forEach(group -> group.sort(Sibling.BY_PLACE));
        // More values than can be told apart were spilled to the journal long ago.
        return groups.values().stream()
                .sorted(Comparator.comparing(Keeping::newest))
                .skip(Math.max(0, groups.size() - Actor.MOST_KEPT))
                .toList();
    }

    private static Sibling.Id newest(List<Sibling> group) {
        return group.stream().map(Sibling::id).max(Comparator.naturalOrder()).orElseThrow();
    }

    /**
     * What is there once already, because several regions kept it from the same delete: of equal elements of one place, as many stand
     * as the region has of them that has the most, and of regions with as many, the last.
     */
    static Set<Sibling> twins(Collection<Sibling> siblings) {
        Map<Origin, SortedMap<Dot, List<Sibling>>> kept = new HashMap<>();
        for (Sibling one : siblings) {
            if (one.dot().actor().isKeeping()) {
                kept.computeIfAbsent(Origin.of(one), origin -> new TreeMap<>())
                        .computeIfAbsent(one.dot(), dot -> new ArrayList<>())
                        .add(one);
            }
        }
        Set<Sibling> twins = new HashSet<>();
        kept.values().forEach(byKeeper -> twins(byKeeper, twins));
        return twins;
    }

    /** The nth of a keeper is a twin if a later keeper has an nth. */
    private static void twins(SortedMap<Dot, List<Sibling>> byKeeper, Set<Sibling> twins) {
        int later = 0;
        List<List<Sibling>> latestFirst = new ArrayList<>(byKeeper.values());
        Collections.reverse(latestFirst);
        for (List<Sibling> mine : latestFirst) {
            twins.addAll(mine.subList(0, Math.min(later, mine.size())));
            later = Math.max(later, mine.size());
        }
    }

    /** What equal elements have in common that were one before they were kept. */
    private record Origin(Actor deleter, long time, Sibling.Id place, long hash) {
        static Origin of(Sibling kept) {
            return new Origin(kept.dot().actor().parts().get(0), kept.dot().time(), kept.place(), kept.hash());
        }
    }
}
