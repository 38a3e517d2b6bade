package dev.rejoin.testkit.sim;

import dev.rejoin.item.Value;
import dev.rejoin.version.Elements;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * What a script's write does to an attribute that has a data type, in a word: {@code +1} and {@code -1} add and remove an
 * element, {@code 1=2} replaces one by another or sets a path of a nested map, {@code -p} removes a path, {@code =2} sets the
 * value, and {@code =} removes it.
 */
final class TypedChange {
    private TypedChange() {}

    /** The attribute's next value. */
    static @Nullable Value of(String attribute, @Nullable Value shown, String change) {
        return switch (attribute) {
            case Types.SET -> set(changed(shown, change));
            case Types.LIST -> new Value.L(changed(shown, change));
            case Types.MAP -> map(shown, change);
            default -> change.equals("=") ? null : value(attribute, change.substring(1));
        };
    }

    private static Value value(String attribute, String text) {
        return switch (attribute) {
            case Types.TRUE, Types.FALSE -> new Value.Bool(Boolean.parseBoolean(text));
            case Types.CUSTOM -> new Value.S(text);
            default -> number(text);
        };
    }

    private static Value.N number(String text) {
        return Value.N.of(Long.parseLong(text));
    }

    private static List<Value> changed(@Nullable Value shown, String change) {
        List<Value> known = Elements.of(shown);
        List<Value> elements = new ArrayList<>(known == null ? List.of() : known);
        String rest = change.substring(1);
        if (change.startsWith("+")) {
            elements.add(number(rest));
        } else if (change.startsWith("-")) {
            elements.remove(number(rest));
        } else {
            String[] sides = change.split("=", 2);
            elements.replaceAll(element -> element.equals(number(sides[0])) ? number(sides[1]) : element);
        }
        return elements;
    }

    private static @Nullable Value set(List<Value> elements) {
        LinkedHashSet<Value.N> numbers = new LinkedHashSet<>();
        elements.forEach(element -> numbers.add((Value.N) element));
        return numbers.isEmpty() ? null : new Value.NS(numbers);
    }

    private static Value map(@Nullable Value shown, String change) {
        Map<String, Value> entries = new TreeMap<>(shown instanceof Value.M map ? map.entries() : Map.of());
        if (change.startsWith("-")) {
            entries.remove(change.substring(1));
        } else {
            String[] sides = change.split("=", 2);
            entries.put(sides[0], number(sides[1]));
        }
        return new Value.M(entries);
    }
}
