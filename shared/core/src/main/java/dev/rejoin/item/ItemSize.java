package dev.rejoin.item;

import java.nio.charset.StandardCharsets;
import java.util.Collection;

/**
 * Bytes of an item as DynamoDB counts them, rounded up where its documentation is vague.
 *
 * @see <a href="https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/CapacityUnitCalculations.html">Item sizes</a>
 */
public final class ItemSize {
    /** The most that DynamoDB stores in one item. */
    public static final int LIMIT = 400 * 1024;

    private ItemSize() {}

    /** Bytes of these attributes with their names. */
    public static int of(Attributes attributes) {
        int size = 0;
        for (var entry : attributes.asMap().entrySet()) {
            size += of(entry.getKey(), entry.getValue());
        }
        return size;
    }

    /** Bytes of one attribute with its name. */
    public static int of(String name, Value value) {
        return utf8(name) + of(value);
    }

    private static int of(Value value) {
        if (value instanceof Value.S s) {
            return utf8(s.text());
        } else if (value instanceof Value.N n) {
            return n.number().precision() / 2 + 3;
        } else if (value instanceof Value.B b) {
            return b.length();
        } else if (value instanceof Value.SS set) {
            return set.texts().stream().mapToInt(ItemSize::utf8).sum();
        } else if (value instanceof Value.NS set) {
            return sum(set.numbers());
        } else if (value instanceof Value.BS set) {
            return sum(set.blobs());
        } else if (value instanceof Value.L list) {
            return 3 + list.values().size() + sum(list.values());
        } else if (value instanceof Value.M map) {
            return 3 + map.entries().size() + of(Attributes.of(map.entries()));
        }
        return 1;
    }

    private static int sum(Collection<? extends Value> values) {
        return values.stream().mapToInt(ItemSize::of).sum();
    }

    private static int utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8).length;
    }
}
