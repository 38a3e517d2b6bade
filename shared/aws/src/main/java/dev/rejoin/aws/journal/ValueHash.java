package dev.rejoin.aws.journal;

import dev.rejoin.aws.wire.Json;
import dev.rejoin.aws.wire.JsonValues;
import dev.rejoin.item.Value;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * SHA-256 of a value's DynamoDB JSON without blanks ({@code {"S":"paid"}}), sets sorted, map entries by name, numbers in
 * shortest form: equal values have equal hashes. It hides no value that can be guessed.
 */
public final class ValueHash {
    private ValueHash() {}

    /** 64 hexadecimal digits. */
    public static String of(Value value) {
        byte[] json = Json.write(out -> JsonValues.write(out, sorted(value)));
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(json));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("this Java has no SHA-256", e);
        }
    }

    private static Value sorted(Value value) {
        if (value instanceof Value.SS set) {
            return new Value.SS(sorted(set.texts(), Comparator.naturalOrder()));
        } else if (value instanceof Value.NS set) {
            return new Value.NS(sorted(set.numbers(), Comparator.comparing(Value.N::number)));
        } else if (value instanceof Value.BS set) {
            return new Value.BS(sorted(set.blobs(), (a, b) -> Arrays.compareUnsigned(a.bytes(), b.bytes())));
        } else if (value instanceof Value.L list) {
            return new Value.L(list.values().stream().map(ValueHash::sorted).toList());
        } else if (value instanceof Value.M map) {
            Map<String, Value> entries = new TreeMap<>();
            map.entries().forEach((name, entry) -> entries.put(name, sorted(entry)));
            return new Value.M(entries);
        }
        return value;
    }

    private static <T> Set<T> sorted(Set<T> elements, Comparator<T> by) {
        return elements.stream().sorted(by).collect(Collectors.toCollection(LinkedHashSet::new));
    }
}
