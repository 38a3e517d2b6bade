package dev.rejoin.aws.store;

import dev.rejoin.aws.item.ReplicatedTable;
import dev.rejoin.item.Attributes;
import dev.rejoin.item.ItemSize;
import dev.rejoin.item.Value;
import dev.rejoin.replica.ItemWrite;
import dev.rejoin.replica.StoredItem;
import dev.rejoin.replica.WriteResult;
import java.math.BigDecimal;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Why DynamoDB called a write invalid: it says so in words that may change, so the item is looked at instead. A write is called
 * invalid for what the item holds (too large together, a number that would overflow, an amount added to a text), or because it is
 * wrong in itself, which is a bug.
 */
final class Rejected {
    private final ReplicatedTable table;

    Rejected(ReplicatedTable table) {
        this.table = table;
    }

    /** What became of the write, empty if the item does not explain it. */
    Optional<WriteResult<StoredItem>> explain(ItemWrite write, @Nullable StoredItem current) {
        if (write instanceof ItemWrite.Insert insert) {
            return size(insert.item()) > ItemSize.LIMIT ? Optional.of(WriteResult.tooLarge()) : Optional.empty();
        } else if (write instanceof ItemWrite.Update update) {
            return explain(update, current);
        }
        return Optional.empty();
    }

    private Optional<WriteResult<StoredItem>> explain(ItemWrite.Update update, @Nullable StoredItem current) {
        if (current == null || moved(update, current) || !canAdd(update, current.attributes())) {
            return Optional.of(WriteResult.refused(Optional.ofNullable(current)));
        }
        boolean tooLarge = overflows(update, current.attributes()) || size(changed(update, current)) > ItemSize.LIMIT;
        return tooLarge ? Optional.of(WriteResult.tooLarge()) : Optional.empty();
    }

    private static boolean moved(ItemWrite.Update update, StoredItem current) {
        return !Objects.equals(update.clockAsRead(), current.clock())
                || update.asRead().entrySet().stream()
                        .anyMatch(entry -> !Objects.equals(
                                entry.getValue().orElse(null),
                                current.attributes().get(entry.getKey())));
    }

    private static boolean canAdd(ItemWrite.Update update, Attributes attributes) {
        return update.add().keySet().stream()
                .allMatch(name -> !attributes.has(name) || attributes.get(name) instanceof Value.N);
    }

    private static boolean overflows(ItemWrite.Update update, Attributes attributes) {
        return update.add().entrySet().stream()
                .anyMatch(add ->
                        !Value.N.fits(number(attributes.get(add.getKey())).add(add.getValue())));
    }

    private static BigDecimal number(@Nullable Value value) {
        return value instanceof Value.N n ? n.number() : BigDecimal.ZERO;
    }

    /** The item after the update, but for its sums, whose size hardly changes. */
    private static StoredItem changed(ItemWrite.Update update, StoredItem current) {
        Map<String, Value> after = new TreeMap<>(current.attributes().asMap());
        after.keySet().removeAll(update.remove());
        after.putAll(update.set());
        return current.with(Attributes.of(after), update.clock());
    }

    private int size(StoredItem item) {
        return ItemSize.of(item.key().attributes())
                + ItemSize.of(item.attributes())
                + (item.clock() == null ? 0 : ItemSize.of(table.clockName(), item.clock()));
    }
}
