package dev.rejoin.aws.item;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * One region's table and the shadow table beside it.
 *
 * @param name the applications' table: 3 to 255 of {@code a-z A-Z 0-9 _ . -}
 * @param shadowName the table of shadow rows, of the same key
 * @param keyNames the partition key attribute and, if the table has one, the sort key attribute
 * @param clockName the attribute that is reserved for the clock
 */
public record ReplicatedTable(String name, String shadowName, List<String> keyNames, String clockName) {
    /** The reserved attribute, unless the table's owner chose another. */
    public static final String DEFAULT_CLOCK_NAME = "_rejoin";

    private static final String SHADOW_SUFFIX = "-rejoin";
    private static final Pattern TABLE_NAME = Pattern.compile("[a-zA-Z0-9_.-]{3,255}");

    /** @throws IllegalArgumentException naming everything that is wrong */
    public ReplicatedTable {
        keyNames = List.copyOf(keyNames);
        List<String> errors = new ArrayList<>();
        check(errors, TABLE_NAME.matcher(name).matches(), "not a table's name: '" + name + "'");
        check(errors, TABLE_NAME.matcher(shadowName).matches(), "not a table's name: '" + shadowName + "'");
        check(errors, !name.equals(shadowName), "a table cannot be its own shadow table: " + name);
        check(errors, keyNames.size() == 1 || keyNames.size() == 2, "a key has one or two attributes: " + keyNames);
        check(errors, Set.copyOf(keyNames).size() == keyNames.size(), "a key attribute named twice: " + keyNames);
        check(errors, !clockName.isEmpty(), "the reserved attribute needs a name");
        check(errors, !keyNames.contains(clockName), "the reserved attribute is part of the key: " + clockName);
        if (!errors.isEmpty()) {
            throw new IllegalArgumentException(String.join("; ", errors));
        }
    }

    /** A table with the default names: {@code orders} has its shadow rows in {@code orders-rejoin}. */
    public static ReplicatedTable of(String name, String... keyNames) {
        return new ReplicatedTable(name, name + SHADOW_SUFFIX, List.of(keyNames), DEFAULT_CLOCK_NAME);
    }

    /** The partition key attribute. */
    public String partitionKey() {
        return keyNames.get(0);
    }

    private static void check(List<String> errors, boolean good, String error) {
        if (!good) {
            errors.add(error);
        }
    }
}
