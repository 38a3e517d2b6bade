package dev.rejoin.aws.store;

import dev.rejoin.item.Value;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import org.jspecify.annotations.Nullable;

/** A condition expression: comparisons and existence checks, all of which must hold. */
final class Condition {
    private static final String AND = " AND ";

    /**
     * DynamoDB's bounds for one expression.
     *
     * @see <a href="https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/ServiceQuotas.html">Quotas</a>
     */
    private static final int MAX_BYTES = 4096;

    private static final int MAX_OPERATORS = 300;

    private final Placeholders placeholders;
    private final StringBuilder text = new StringBuilder();
    private int operators;

    Condition(Placeholders placeholders) {
        this.placeholders = placeholders;
    }

    Condition exists(String attribute) {
        return add("attribute_exists(" + placeholders.name(attribute) + ")");
    }

    Condition absent(String attribute) {
        return add("attribute_not_exists(" + placeholders.name(attribute) + ")");
    }

    /** The attribute has this value by DynamoDB's equality, or is absent if null. */
    Condition is(String attribute, @Nullable Value value) {
        return value == null
                ? absent(attribute)
                : add(placeholders.name(attribute) + " = " + placeholders.value(value));
    }

    Condition are(SortedMap<String, Optional<Value>> asRead) {
        for (Map.Entry<String, Optional<Value>> entry : asRead.entrySet()) {
            is(entry.getKey(), entry.getValue().orElse(null));
        }
        return this;
    }

    private Condition add(String clause) {
        operators += text.isEmpty() ? 1 : 2;
        text.append(text.isEmpty() ? "" : AND).append(clause);
        return this;
    }

    /** @throws IllegalArgumentException if it is more than DynamoDB takes; the core cuts writes into slices that fit */
    String text() {
        if (operators > MAX_OPERATORS || text.length() > MAX_BYTES) {
            throw new IllegalArgumentException("a condition of " + operators + " operators and " + text.length()
                    + " bytes; DynamoDB takes " + MAX_OPERATORS + " and " + MAX_BYTES);
        }
        return text.toString();
    }
}
