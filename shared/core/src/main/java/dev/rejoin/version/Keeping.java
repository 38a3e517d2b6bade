package dev.rejoin.version;

import dev.rejoin.clock.Actor;
import dev.rejoin.clock.Dot;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
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

    /** Whether another region kept that element too, from the same delete: it is there once. */
    static boolean isTwice(Sibling one, Collection<Sibling> all) {
        if (!one.dot().actor().isKeeping()) {
            return false;
        }
        List<Sibling> mine =
                alike(one, all).filter(other -> other.dot().equals(one.dot())).toList();
        int nth = mine.indexOf(one);
        return alike(one, all)
                .filter(other -> other.dot().isAfter(one.dot()))
                .collect(Collectors.groupingBy(Sibling::dot, Collectors.counting()))
                .values()
                .stream()
                .anyMatch(count -> count > nth);
    }

    /** The elements that were kept from the same delete, had the same place, and are equal. */
    private static Stream<Sibling> alike(Sibling one, Collection<Sibling> all) {
        Actor deleter = one.dot().actor().parts().get(0);
        return all.stream()
                .filter(other -> other.dot().actor().isKeeping()
                        && other.dot().time() == one.dot().time()
                        && other.dot().actor().parts().get(0).equals(deleter)
                        && other.place().equals(one.place())
                        && other.hash() == one.hash());
    }
}
