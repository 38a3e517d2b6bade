package dev.rejoin.cli.chaos.writer;

import dev.rejoin.item.ItemKey;
import dev.rejoin.item.Value;

/** Kinds of items, by what is done to them and what can be promised of them. */
public enum Family {
    /** Registers only, also deleted and put again: no value is lost in silence. */
    REGISTERS("item#", 60),
    /** Counters beside registers, never deleted or overwritten: they are exact, too. */
    COUNTERS("count#", 20),
    /** Of the first kind; there is one, and it is deleted and put over and over. */
    CHURNED("churn#", 1),
    /** Of the second kind; there is one, and it is flooded. */
    HOT("hot#", 1),
    /** Everything that applications may do: counters overwritten and deleted, items put back with an old clock, copied. */
    WILD("wild#", 20);

    private static final String KEY = "id";

    private final String prefix;
    private final int keys;

    Family(String prefix, int keys) {
        this.prefix = prefix;
        this.keys = keys;
    }

    int keys() {
        return keys;
    }

    String id(int number) {
        return prefix + number;
    }

    /** Whether every value of its registers can be followed. */
    public boolean isTraced() {
        return this != WILD;
    }

    /** Whether its counters only get additions. */
    public boolean isCounted() {
        return this == COUNTERS || this == HOT;
    }

    /**
     * The family of an item.
     *
     * @throws IllegalArgumentException if no writer writes such a key
     */
    public static Family of(ItemKey key) {
        String id = id(key);
        for (Family family : values()) {
            if (id.startsWith(family.prefix)) {
                return family;
            }
        }
        throw new IllegalArgumentException("no family of items has such a key");
    }

    /** The key as its writers name it. */
    public static String id(ItemKey key) {
        return key.attributes().get(KEY) instanceof Value.S id ? id.text() : "";
    }
}
