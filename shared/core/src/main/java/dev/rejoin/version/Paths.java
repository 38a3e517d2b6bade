package dev.rejoin.version;

import dev.rejoin.clock.Dot;
import dev.rejoin.item.Value;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Nested maps taken apart into what stands at each path, and put together again. A path is the names from the attribute down. */
public final class Paths {
    /** A map stands where it is empty; what else stands in it, stands at paths of its own. */
    static final Value EMPTY = new Value.M(Map.of());

    /** Outer paths first, then by their names. */
    private static final Comparator<List<String>> ORDER =
            Comparator.<List<String>>comparingInt(List::size).thenComparing(Paths::compare);

    private Paths() {}

    private static int compare(List<String> a, List<String> b) {
        for (int i = 0; i < Math.min(a.size(), b.size()); i++) {
            int byName = a.get(i).compareTo(b.get(i));
            if (byName != 0) {
                return byName;
            }
        }
        return 0;
    }

    /** What is no map, or an empty one, by its path; of no value, nothing. */
    public static SortedMap<List<String>, Value> leaves(@Nullable Value value) {
        SortedMap<List<String>, Value> leaves = new TreeMap<>(ORDER);
        if (value != null) {
            add(leaves, List.of(), value);
        }
        return leaves;
    }

    private static void add(Map<List<String>, Value> leaves, List<String> path, Value value) {
        if (!(value instanceof Value.M map) || map.entries().isEmpty()) {
            leaves.put(path, value);
            return;
        }
        map.entries().forEach((name, entry) -> {
            List<String> inner = new ArrayList<>(path);
            inner.add(name);
            add(leaves, List.copyOf(inner), entry);
        });
    }

    /** What stands at a path; null if nothing does. */
    static @Nullable Value at(@Nullable Value value, List<String> path) {
        Value found = value;
        for (String name : path) {
            found = found instanceof Value.M map ? map.entries().get(name) : null;
        }
        return found;
    }

    /** Whether one is the other, or within it. */
    static boolean touch(List<String> a, List<String> b) {
        int shorter = Math.min(a.size(), b.size());
        return a.subList(0, shorter).equals(b.subList(0, shorter));
    }

    /** A value as it would be with these siblings' leaves in it, whatever is there now. */
    static @Nullable Value overlaid(@Nullable Value shown, Collection<Sibling> siblings) {
        Value overlaid = shown;
        for (Sibling sibling : siblings) {
            Value value = sibling.value();
            overlaid = value == null ? overlaid : with(overlaid, sibling.path(), value);
        }
        return overlaid;
    }

    private static Value with(@Nullable Value value, List<String> path, Value leaf) {
        if (path.isEmpty()) {
            return leaf instanceof Value.M && value instanceof Value.M ? value : leaf;
        }
        Map<String, Value> entries = new TreeMap<>(value instanceof Value.M map ? map.entries() : Map.of());
        String name = path.get(0);
        entries.put(name, with(entries.get(name), path.subList(1, path.size()), leaf));
        return new Value.M(entries);
    }

    /**
     * What siblings show together. At each path the newest stands; where one stands within another that is no map, the newer
     * of the two.
     */
    static @Nullable Value shown(Collection<Sibling> siblings) {
        Map<List<String>, Leaf> newest = newest(siblings);
        Value shown = null;
        for (Map.Entry<List<String>, Leaf> leaf : newest.entrySet()) {
            if (newest.entrySet().stream().noneMatch(other -> hides(other, leaf))) {
                shown = with(shown, leaf.getKey(), leaf.getValue().value());
            }
        }
        return shown;
    }

    private record Leaf(Dot dot, Value value) {}

    private static Map<List<String>, Leaf> newest(Collection<Sibling> siblings) {
        SortedMap<List<String>, Leaf> newest = new TreeMap<>(ORDER);
        for (Sibling sibling : siblings) {
            // A whole value of another time counts as written at all of its paths.
            Map<List<String>, Value> leaves = sibling.isWhole() || sibling.value() == null
                    ? leaves(sibling.value())
                    : Map.of(sibling.path(), sibling.value());
            leaves.forEach((path, value) -> newest.merge(
                    path, new Leaf(sibling.dot(), value), (a, b) -> b.dot().isAfter(a.dot()) ? b : a));
        }
        return new LinkedHashMap<>(newest);
    }

    /** Whether one leaf leaves no room for another. */
    private static boolean hides(Map.Entry<List<String>, Leaf> one, Map.Entry<List<String>, Leaf> other) {
        if (one.getKey().equals(other.getKey()) || !touch(one.getKey(), other.getKey())) {
            return false;
        }
        Leaf outer = one.getKey().size() < other.getKey().size() ? one.getValue() : other.getValue();
        return !(outer.value() instanceof Value.M)
                && one.getValue().dot().isAfter(other.getValue().dot());
    }
}
