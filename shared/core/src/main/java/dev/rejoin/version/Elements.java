package dev.rejoin.version;

import dev.rejoin.item.Fingerprint;
import dev.rejoin.item.Value;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Sets and lists taken apart, and put together again. */
public final class Elements {
    private Elements() {}

    /** The elements of a set or a list, in the order of a list; null of any other value. */
    public static @Nullable List<Value> of(@Nullable Value value) {
        if (value instanceof Value.SS set) {
            return set.texts().stream().sorted().<Value>map(Value.S::new).toList();
        } else if (value instanceof Value.NS set) {
            return List.copyOf(set.numbers().stream()
                    .sorted((a, b) -> a.number().compareTo(b.number()))
                    .toList());
        } else if (value instanceof Value.BS set) {
            return List.copyOf(set.blobs().stream()
                    .sorted((a, b) -> a.buffer().compareTo(b.buffer()))
                    .toList());
        } else if (value instanceof Value.L list) {
            return list.values();
        }
        return null;
    }

    /** Whether the value is a set. */
    public static boolean isSet(@Nullable Value value) {
        return value instanceof Value.SS || value instanceof Value.NS || value instanceof Value.BS;
    }

    /** A set of those elements that have the type of the last one; null if there is none. */
    static @Nullable Value set(List<Value> elements) {
        if (elements.isEmpty()) {
            return null;
        }
        Value last = elements.get(elements.size() - 1);
        if (last instanceof Value.S) {
            LinkedHashSet<String> texts = new LinkedHashSet<>();
            of(Value.S.class, elements).forEach(s -> texts.add(s.text()));
            return new Value.SS(texts);
        } else if (last instanceof Value.N) {
            return new Value.NS(new LinkedHashSet<>(of(Value.N.class, elements)));
        } else if (last instanceof Value.B) {
            return new Value.BS(new LinkedHashSet<>(of(Value.B.class, elements)));
        }
        return null;
    }

    private static <T> List<T> of(Class<T> type, Collection<Value> elements) {
        List<T> found = new ArrayList<>();
        elements.stream().filter(type::isInstance).map(type::cast).forEach(found::add);
        return found;
    }

    /** The value itself and its elements by their hash. */
    static Map<Long, Value> byHash(Value shown) {
        Map<Long, Value> byHash = new HashMap<>();
        byHash.put(Fingerprint.of(shown), shown);
        List<Value> elements = of(shown);
        if (elements != null) {
            elements.forEach(element -> byHash.put(Fingerprint.of(element), element));
        }
        return byHash;
    }
}
