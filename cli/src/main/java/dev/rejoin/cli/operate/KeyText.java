package dev.rejoin.cli.operate;

import dev.rejoin.aws.item.ReplicatedTable;
import dev.rejoin.aws.wire.Json;
import dev.rejoin.aws.wire.JsonValues;
import dev.rejoin.aws.wire.WireException;
import dev.rejoin.item.ItemKey;
import dev.rejoin.item.Value;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Keys and values as users write them on a command line. */
public final class KeyText {
    private KeyText() {}

    /**
     * A key: DynamoDB's JSON, or the text of the only key attribute.
     *
     * @throws IllegalArgumentException saying what it should be
     */
    public static ItemKey key(ReplicatedTable table, String text) {
        List<String> names = table.keyNames();
        if (!text.startsWith("{") && names.size() == 1) {
            return ItemKey.of(names.get(0), text);
        }
        Map<String, Value> key;
        try {
            key = JsonValues.read(Json.readObject(text.getBytes(StandardCharsets.UTF_8)));
        } catch (WireException e) {
            throw new IllegalArgumentException("a key is like " + example(names) + ", not " + text);
        }
        if (!key.keySet().equals(Set.copyOf(names))) {
            throw new IllegalArgumentException("the key of table " + table.name() + " is " + names + ", not "
                    + key.keySet() + "; it is like " + example(names));
        }
        return ItemKey.of(key);
    }

    private static String example(List<String> names) {
        StringBuilder example = new StringBuilder();
        for (String name : names) {
            example.append(example.isEmpty() ? "'{" : ", ")
                    .append('"')
                    .append(name)
                    .append("\": {\"S\": \"...\"}");
        }
        return example + "}'";
    }

    /**
     * A value in DynamoDB's JSON, {@code {"S": "paid"}}.
     *
     * @throws IllegalArgumentException saying what it should be
     */
    public static Value value(String text) {
        String named = "{\"v\":" + text + "}";
        try {
            Map<String, Value> read = JsonValues.read(Json.readObject(named.getBytes(StandardCharsets.UTF_8)));
            Value value = read.get("v");
            if (value != null && read.size() == 1) {
                return value;
            }
        } catch (WireException e) {
            // Told below, like two values in one.
        }
        throw new IllegalArgumentException("a value is like '{\"S\": \"paid\"}' or '{\"N\": \"7\"}', not " + text);
    }
}
