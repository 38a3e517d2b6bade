package dev.rejoin.item;

import java.util.Collections;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** Named values, sorted by name. Immutable; equal by DynamoDB's equality. */
public final class Attributes {
    public static final Attributes NONE = new Attributes(new TreeMap<>());

    private final SortedMap<String, Value> values;

    private Attributes(SortedMap<String, Value> values) {
        this.values = values;
    }

    public static Attributes of(Map<String, ? extends Value> values) {
        return values.isEmpty() ? NONE : new Attributes(new TreeMap<>(values));
    }

    public static Attributes of(String name, Value value) {
        return of(Map.of(name, value));
    }

    /** The value of that name, null if there is none. */
    public @Nullable Value get(String name) {
        return values.get(name);
    }

    public boolean has(String name) {
        return values.containsKey(name);
    }

    public Set<String> names() {
        return Collections.unmodifiableSet(values.keySet());
    }

    public Map<String, Value> asMap() {
        return Collections.unmodifiableMap(values);
    }

    public int size() {
        return values.size();
    }

    public boolean isEmpty() {
        return values.isEmpty();
    }

    /** These attributes with one set, or removed if the value is null. */
    public Attributes with(String name, @Nullable Value value) {
        TreeMap<String, Value> changed = new TreeMap<>(values);
        if (value == null) {
            changed.remove(name);
        } else {
            changed.put(name, value);
        }
        return new Attributes(changed);
    }

    /** These attributes, those of the given names as the other ones have them, or do not have them. */
    public Attributes taking(Set<String> names, Attributes other) {
        TreeMap<String, Value> changed = new TreeMap<>(values);
        for (String name : names) {
            Value value = other.get(name);
            if (value == null) {
                changed.remove(name);
            } else {
                changed.put(name, value);
            }
        }
        return new Attributes(changed);
    }

    /** Only the attributes whose names fit. */
    public Attributes only(Predicate<String> names) {
        TreeMap<String, Value> kept = new TreeMap<>();
        values.forEach((name, value) -> {
            if (names.test(name)) {
                kept.put(name, value);
            }
        });
        return new Attributes(kept);
    }

    /** The names under which the two differ, one missing and the other not included. */
    public Set<String> differences(Attributes other) {
        Set<String> names = new TreeSet<>();
        values.forEach((name, value) -> {
            if (!value.equals(other.get(name))) {
                names.add(name);
            }
        });
        other.values.keySet().stream().filter(name -> !has(name)).forEach(names::add);
        return names;
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof Attributes that && values.equals(that.values);
    }

    @Override
    public int hashCode() {
        return values.hashCode();
    }

    /** The names only: contents belong in no log. */
    @Override
    public String toString() {
        return values.keySet().toString();
    }
}
