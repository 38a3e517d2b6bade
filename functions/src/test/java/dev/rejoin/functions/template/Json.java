package dev.rejoin.functions.template;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Ways into what was read: maps, lists and text. */
final class Json {
    private Json() {}

    @SuppressWarnings("unchecked")
    static Map<String, Object> map(@Nullable Object value) {
        return value == null ? Map.of() : (Map<String, Object>) value;
    }

    /** A single value is a list of one, as in policies. */
    @SuppressWarnings("unchecked")
    static List<Object> list(@Nullable Object value) {
        if (value == null) {
            return List.of();
        }
        return value instanceof List ? (List<Object>) value : List.of(value);
    }

    static List<String> texts(@Nullable Object value) {
        return list(value).stream().map(String::valueOf).toList();
    }

    static String text(@Nullable Object value) {
        return value == null ? "" : value.toString();
    }

    /** A number, 0 if there is none. */
    static long number(@Nullable Object value) {
        return value == null ? 0 : Long.parseLong(value.toString());
    }

    /** What is at the end of a path of keys; null if nothing is. */
    static @Nullable Object at(@Nullable Object from, String... path) {
        Object value = from;
        for (String step : path) {
            value = value instanceof Map ? map(value).get(step) : null;
        }
        return value;
    }

    /** A copy that can be changed without changing the original. */
    static Object copy(Object value) {
        if (value instanceof Map) {
            Map<String, Object> copy = new LinkedHashMap<>();
            map(value).forEach((key, element) -> copy.put(key, copy(element)));
            return copy;
        } else if (value instanceof List) {
            List<Object> copy = new ArrayList<>();
            list(value).forEach(element -> copy.add(copy(element)));
            return copy;
        }
        return value;
    }
}
