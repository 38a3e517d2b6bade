package dev.rejoin.policy;

import dev.rejoin.clock.Dot;
import dev.rejoin.item.Fingerprint;
import dev.rejoin.item.Value;
import dev.rejoin.rule.Rule;
import dev.rejoin.version.DataType;
import dev.rejoin.version.DataType.Shape;
import dev.rejoin.version.Multi;
import dev.rejoin.version.Sibling;
import dev.rejoin.version.VersionBuilder;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A list whose elements are in the order of their writes: what both sides append stands in both, in one order everywhere. A
 * removal takes the elements that are gone and only these. A replaced element keeps its place; two regions that replace one
 * both have theirs stand, side by side. What is put between others follows the element before it. A value that is no list is kept as a
 * register until there is a list again.
 */
public final class AppendList implements AttributePolicy {
    /** There is nothing to configure. */
    public static final AppendList INSTANCE = new AppendList();

    private AppendList() {}

    @Override
    public String name() {
        return DataType.LIST.name();
    }

    @Override
    public void fold(PlainChange change, VersionBuilder into) {
        Value after = change.after();
        Multi known = into.multi(change.attribute());
        if (after != null && !(after instanceof Value.L)) {
            LwwRegister.INSTANCE.fold(change, into);
            return;
        }
        Counts.bringToZero(change.attribute(), change.dot(), into);
        List<Value> elements = elements(after);
        into.multi(change.attribute(), written(known, change, elements, after != null));
    }

    private static Multi written(@Nullable Multi known, PlainChange change, List<Value> after, boolean isList) {
        Dot dot = change.dot();
        if (known == null || change.unseen() || !known.consistsOf(Shape.LIST) || !Rule.APPENDS_ONLY.holds()) {
            List<Sibling> all = new ArrayList<>();
            after.forEach(element -> all.add(Sibling.of(dot, all.size(), DataType.LIST, element)));
            return Multi.of(dot, withMarker(all, dot, isList && after.isEmpty()));
        }
        Found found = Found.of(known.listed(), elements(change.before()), after);
        Set<Sibling.Id> taken = new HashSet<>();
        List<Sibling> left = Edit.of(found.before, found.after).applied(found.shown, dot, taken);
        Map<Sibling, Sibling> twins = Rule.TWINS_TOGETHER.holds() ? known.twins() : Map.of();
        Predicate<Sibling> isTaken = sibling -> {
            Sibling shown = twins.getOrDefault(sibling, sibling);
            return !found.shown.contains(shown) || taken.contains(shown.id());
        };
        return known.written(dot, isTaken, withMarker(left, dot, isList && after.isEmpty()));
    }

    /**
     * What a write did to the elements that are known. An item does not always show just those: an insert of ours may not have known what
     * was folded meanwhile, and what a peer's delete took may be there still. The write says nothing of these.
     *
     * @param shown the known elements that the write found
     * @param before their values
     * @param after what it left, without elements that it found and left alone, but that are not known
     */
    private record Found(List<Sibling> shown, List<Value> before, List<Value> after) {
        static Found of(List<Sibling> known, List<Value> before, List<Value> after) {
            List<@Nullable Sibling> match = matched(known, before);
            List<Value> found = new ArrayList<>();
            for (int i = 0; i < before.size(); i++) {
                if (match.get(i) != null) {
                    found.add(before.get(i));
                }
            }
            List<Sibling> shown = match.stream().flatMap(Stream::ofNullable).toList();
            return new Found(shown, found, left(match, before, after));
        }

        /** Of each value, in their order, the known element that it shows; null if there is none. */
        private static List<@Nullable Sibling> matched(List<Sibling> known, List<Value> shown) {
            List<@Nullable Sibling> match = new ArrayList<>();
            int next = 0;
            for (Value value : shown) {
                int at = indexOf(known, next, Fingerprint.of(value));
                match.add(at < 0 ? null : known.get(at));
                next = at < 0 ? next : at + 1;
            }
            return match;
        }

        private static List<Value> left(List<@Nullable Sibling> match, List<Value> before, List<Value> after) {
            Edit edit = Edit.of(before, after);
            int end = after.size() - (before.size() - edit.to);
            List<Value> left = new ArrayList<>();
            for (int i = 0; i < after.size(); i++) {
                int then = i < edit.from ? i : i - end + edit.to;
                if ((i >= edit.from && i < end) || match.get(then) != null) {
                    left.add(after.get(i));
                }
            }
            return left;
        }

        private static int indexOf(List<Sibling> known, int from, long hash) {
            for (int i = from; i < known.size(); i++) {
                if (known.get(i).hash() == hash) {
                    return i;
                }
            }
            return -1;
        }
    }

    private static List<Value> elements(@Nullable Value value) {
        return value instanceof Value.L list ? list.values() : List.of();
    }

    private static List<Sibling> withMarker(List<Sibling> left, Dot dot, boolean empty) {
        List<Sibling> all = new ArrayList<>(left);
        if (empty) {
            all.add(Sibling.emptyList(dot));
        }
        return all;
    }

    /**
     * What a write did to a list: the elements from one place to another are gone, and others are there instead.
     *
     * @param from the first that is gone
     * @param to the first behind it that is still there
     * @param after the list after the write
     */
    private record Edit(int from, int to, List<Value> before, List<Value> after) {
        static Edit of(List<Value> before, List<Value> after) {
            int most = Math.min(before.size(), after.size());
            int from = 0;
            while (from < most && before.get(from).equals(after.get(from))) {
                from++;
            }
            int same = 0;
            while (same < most - from
                    && before.get(before.size() - 1 - same).equals(after.get(after.size() - 1 - same))) {
                same++;
            }
            return new Edit(from, before.size() - same, before, after);
        }

        /** The elements to be written; those that go, or are written again, are added to {@code taken}. */
        List<Sibling> applied(List<Sibling> shown, Dot dot, Set<Sibling.Id> taken) {
            List<Sibling> written = new ArrayList<>();
            int end = after.size() - (before.size() - to);
            for (int i = from; i < end; i++) {
                Sibling element = Sibling.of(dot, written.size(), DataType.LIST, after.get(i));
                Sibling placed = i < to ? element.at(shown.get(i).place()) : placed(element, i, shown, written);
                written.add(Rule.PLACES_KEPT.holds() ? placed : element);
            }
            shown.subList(from, to).forEach(gone -> taken.add(gone.id()));
            rewriteBehind(shown, dot, written, taken);
            return written;
        }

        /** At the end an element has a place of its own, else that of the element before it. */
        private Sibling placed(Sibling element, int i, List<Sibling> shown, List<Sibling> written) {
            if (to == before.size()) {
                return element;
            }
            if (!written.isEmpty()) {
                return element.at(written.get(written.size() - 1).place());
            }
            return element.at(i == 0 ? Sibling.HEAD : shown.get(i - 1).place());
        }

        /** Elements that now sort before what was put in front of them are written again, behind it. */
        private void rewriteBehind(List<Sibling> shown, Dot dot, List<Sibling> written, Set<Sibling.Id> taken) {
            if (written.isEmpty()) {
                return;
            }
            for (Sibling behind : shown.subList(to, shown.size())) {
                if (Sibling.BY_PLACE.compare(behind, written.get(written.size() - 1)) > 0) {
                    return;
                }
                Value value = after.get(after.size() - shown.size() + shown.indexOf(behind));
                taken.add(behind.id());
                written.add(
                        Sibling.of(dot, written.size(), DataType.LIST, value).at(behind.place()));
            }
        }
    }
}
