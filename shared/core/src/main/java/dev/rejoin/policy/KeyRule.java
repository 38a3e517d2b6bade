package dev.rejoin.policy;

import dev.rejoin.item.ItemKey;
import dev.rejoin.item.Value;
import java.util.Map;

/**
 * How items of one kind merge.
 *
 * @param prefixes key attributes whose text must begin like this; empty fits every item
 * @param wholeItem whether the newest write of an item replaces it whole, as global tables do; then no attribute is named
 * @param attributes data types by name of top-level attributes; every other attribute is a last-writer-wins register
 */
public record KeyRule(Map<String, String> prefixes, boolean wholeItem, Map<String, AttributePolicy> attributes) {
    /** The most attributes that one rule may name: an own write states each of them in its condition. */
    public static final int MOST_NAMED = 100;

    static final KeyRule REGISTERS = ofAll(Map.of());

    /** @throws IllegalArgumentException if attributes are named though the item is replaced whole, or too many */
    public KeyRule {
        prefixes = Map.copyOf(prefixes);
        attributes = Map.copyOf(attributes);
        if (wholeItem && !attributes.isEmpty()) {
            throw new IllegalArgumentException("an item that is replaced whole has no data types of its attributes");
        }
        if (attributes.size() > MOST_NAMED) {
            throw new IllegalArgumentException("a rule names at most " + MOST_NAMED + " attributes");
        }
    }

    /** For every item. */
    public static KeyRule ofAll(Map<String, AttributePolicy> attributes) {
        return new KeyRule(Map.of(), false, attributes);
    }

    boolean fits(ItemKey key) {
        return prefixes.entrySet().stream().allMatch(prefix -> {
            Value value = key.attributes().get(prefix.getKey());
            return value instanceof Value.S text && text.text().startsWith(prefix.getValue());
        });
    }
}
