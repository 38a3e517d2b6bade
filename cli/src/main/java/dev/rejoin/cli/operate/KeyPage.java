package dev.rejoin.cli.operate;

import dev.rejoin.item.ItemKey;
import java.util.List;
import java.util.Map;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/**
 * Some of a table's keys.
 *
 * @param keys in the table's own order
 * @param readUnits what reading them consumed
 * @param writeUnits what writing each of these items once will consume, at most
 * @param next where the next page begins; empty if this was the last
 */
public record KeyPage(List<ItemKey> keys, double readUnits, double writeUnits, Map<String, AttributeValue> next) {
    /** Reads the page behind a key; from the beginning if that is empty. */
    @FunctionalInterface
    public interface Source {
        KeyPage after(Map<String, AttributeValue> key);
    }

    public boolean isLast() {
        return next.isEmpty();
    }
}
