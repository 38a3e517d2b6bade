package dev.rejoin.testkit.sim;

import dev.rejoin.item.Value;
import dev.rejoin.testkit.sim.FoldLog.Entry;
import dev.rejoin.version.Elements;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.function.BiPredicate;
import org.jspecify.annotations.Nullable;

/** What an attribute that is a set or a list must show: which elements, how often, and in which order. */
final class ElementOracle {
    private final AttributeWrites writes;
    private final String name;

    ElementOracle(AttributeWrites writes) {
        this.writes = writes;
        this.name = writes.name();
    }

    /** What is wrong with a set that is shown, null if nothing is. */
    @Nullable
    String ofSet(@Nullable Value shown) {
        return standing(elements(shown), (entry, element) -> added(entry).contains(element));
    }

    /** What is wrong with a list that is shown, null if nothing is. */
    @Nullable
    String ofList(@Nullable Value shown) {
        List<Value> elements = elements(shown);
        String wrong = standing(elements, this::wrote);
        wrong = wrong == null ? tooOften(elements) : wrong;
        wrong = wrong == null ? appended(elements) : wrong;
        return wrong == null ? lastWord(elements) : wrong;
    }

    /** What some write added is there unless a write that had seen it removed it, and nothing else is. */
    private @Nullable String standing(List<Value> elements, BiPredicate<Entry, Value> wrote) {
        for (Entry entry : writes.all()) {
            for (Value element : added(entry)) {
                if (stands(entry, element) && !elements.contains(element) && !wasFoundAgain(entry, element)) {
                    return name + " lost " + element + " of " + entry.dot() + ": " + elements;
                }
            }
        }
        for (Value element : elements) {
            boolean may = writes.all().stream().anyMatch(entry -> wrote.test(entry, element) && stands(entry, element));
            if (!may) {
                return name + " shows " + element + ", which was removed: " + elements;
            }
        }
        return null;
    }

    /** What is behind something that was put into a list may be written again with it. */
    private boolean wrote(Entry entry, Value element) {
        return added(entry).contains(element) || isBehindAdded(entry, element);
    }

    private boolean stands(Entry entry, Value element) {
        return writes.outlives(entry) && !isRemoved(entry, element);
    }

    /** No element is there more often than writes added it, or put something before it and wrote it again. */
    private @Nullable String tooOften(List<Value> elements) {
        for (Value element : elements) {
            long most = writes.all().stream()
                    .filter(entry -> stands(entry, element))
                    .mapToLong(entry -> Math.max(
                            Collections.frequency(added(entry), element), isBehindAdded(entry, element) ? 1 : 0))
                    .sum();
            if (Collections.frequency(elements, element) > most) {
                return name + " shows " + element + " more than " + most + " times: " + elements;
            }
        }
        return null;
    }

    /** What was appended is in the order of the writes, where it is plain which write that was. */
    private @Nullable String appended(List<Value> elements) {
        int last = -1;
        for (Entry entry :
                writes.all().stream().sorted(Comparator.comparing(Entry::dot)).toList()) {
            if (!isAppend(entry)) {
                continue;
            }
            for (Value element : added(entry)) {
                boolean plain = Collections.frequency(elements, element) == 1
                        && writes.all().stream()
                                        .filter(other -> added(other).contains(element))
                                        .count()
                                == 1;
                if (plain && elements.indexOf(element) < last) {
                    return name + " shows " + element + " before what was appended earlier: " + elements;
                }
                last = plain ? elements.indexOf(element) : last;
            }
        }
        return null;
    }

    /** A write that had seen every other stands as it is, order and all. */
    private @Nullable String lastWord(List<Value> elements) {
        Entry last = writes.all().stream().max(Comparator.comparing(Entry::dot)).orElse(null);
        if (last == null || !writes.outlives(last)) {
            return null;
        }
        return !writes.sawAll(last) || left(last).equals(elements)
                ? null
                : name + " shows " + elements + ", its last write left " + left(last);
    }

    private boolean isRemoved(Entry by, Value element) {
        return writes.all().stream()
                .anyMatch(
                        later -> AttributeWrites.saw(later, by) && !left(later).contains(element));
    }

    /** The elements that a write left and had not found; all of them, if what it found was of an earlier life. */
    private List<Value> added(Entry entry) {
        List<Value> added = new ArrayList<>(left(entry));
        if (writes.goesOn(entry)) {
            found(entry).forEach(added::remove);
        }
        return added;
    }

    /** Whether a restored item still showed an element that its clock knew: that added nothing. */
    private boolean wasFoundAgain(Entry entry, Value element) {
        return entry.isFound()
                && writes.all().stream()
                        .anyMatch(earlier -> AttributeWrites.saw(entry, earlier)
                                && left(earlier).contains(element));
    }

    private boolean isAppend(Entry entry) {
        List<Value> found = found(entry);
        List<Value> left = left(entry);
        return !entry.isFound()
                && !entry.dot().actor().isKeeping()
                && left.size() > found.size()
                && left.subList(0, found.size()).equals(found);
    }

    private boolean isBehindAdded(Entry entry, Value element) {
        int at = left(entry).indexOf(element);
        return at > 0 && !found(entry).containsAll(left(entry).subList(0, at));
    }

    private List<Value> left(Entry entry) {
        return elements(writes.left(entry));
    }

    private List<Value> found(Entry entry) {
        return elements(writes.found(entry));
    }

    private static List<Value> elements(@Nullable Value value) {
        List<Value> elements = Elements.of(value);
        return elements == null ? List.of() : elements;
    }
}
