package dev.rejoin.aws.store;

import dev.rejoin.aws.item.AttributeValues;
import dev.rejoin.item.Value;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/**
 * The names and values of one request's expressions. Every one has an alias, so no attribute's name can be a keyword or be taken
 * for a path, and expressions are short however long the names are.
 */
final class Placeholders {
    private final Map<String, String> aliases = new HashMap<>();
    private final Map<String, String> names = new HashMap<>();
    private final Map<String, AttributeValue> values = new HashMap<>();

    /** The alias of an attribute. */
    String name(String attribute) {
        return aliases.computeIfAbsent(attribute, name -> {
            String alias = "#" + Integer.toString(names.size(), Character.MAX_RADIX);
            names.put(alias, name);
            return alias;
        });
    }

    /** An alias of a value. */
    String value(Value value) {
        String alias = ":" + Integer.toString(values.size(), Character.MAX_RADIX);
        values.put(alias, AttributeValues.toSdk(value));
        return alias;
    }

    Map<String, String> names() {
        return names;
    }

    /** Null if there are none, which is how the SDK wants it. */
    @Nullable
    Map<String, AttributeValue> valuesOrNull() {
        return values.isEmpty() ? null : values;
    }
}
