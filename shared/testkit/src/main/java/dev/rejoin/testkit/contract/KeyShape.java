package dev.rejoin.testkit.contract;

import dev.rejoin.item.ItemKey;
import dev.rejoin.item.Value;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** A table's kind of key: the types of the partition key {@code pk} and of the sort key {@code sk}, if there is one. */
public enum KeyShape {
    S("S"),
    N("N"),
    B("B"),
    S_S("SS"),
    N_N("NN"),
    B_B("BB"),
    S_N("SN");

    private static final List<String> NAMES = List.of("pk", "sk");

    private final String letters;

    KeyShape(String letters) {
        this.letters = letters;
    }

    /** DynamoDB's type letter of each key attribute, partition key first. */
    public List<String> types() {
        return letters.chars().mapToObj(Character::toString).toList();
    }

    /** The names of the key attributes, partition key first. */
    public List<String> names() {
        return NAMES.subList(0, letters.length());
    }

    /** A key that no other number gives. */
    public ItemKey key(long number) {
        Map<String, Value> attributes = new TreeMap<>();
        for (int i = 0; i < letters.length(); i++) {
            attributes.put(NAMES.get(i), value(types().get(i), number));
        }
        return ItemKey.of(attributes);
    }

    private static Value value(String type, long number) {
        return switch (type) {
            case "S" -> new Value.S("key " + number + " ü#:.");
            case "N" -> Value.N.of(number + ".50");
            default -> new Value.B(("k\0" + number).getBytes(StandardCharsets.UTF_8));
        };
    }
}
