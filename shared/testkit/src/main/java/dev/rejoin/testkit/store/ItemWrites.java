package dev.rejoin.testkit.store;

import dev.rejoin.item.Attributes;
import dev.rejoin.item.Value;
import dev.rejoin.replica.ItemWrite;
import dev.rejoin.replica.StoredItem;
import java.math.BigDecimal;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** What an {@link ItemWrite} asks of the item before, and what it makes of it. */
final class ItemWrites {
    private ItemWrites() {}

    static boolean conditionsHold(ItemWrite write, @Nullable StoredItem before) {
        if (write instanceof ItemWrite.Insert) {
            return before == null;
        } else if (before == null) {
            return false;
        } else if (write instanceof ItemWrite.Update update) {
            return Objects.equals(before.clock(), update.clockAsRead())
                    && areAsRead(update.asRead(), before.attributes())
                    && canAdd(update.add().keySet(), before.attributes());
        }
        ItemWrite.Delete delete = (ItemWrite.Delete) write;
        return delete.clockAsRead().equals(before.clock()) && areAsRead(delete.asRead(), before.attributes());
    }

    private static boolean areAsRead(SortedMap<String, Optional<Value>> asRead, Attributes attributes) {
        for (Map.Entry<String, Optional<Value>> entry : asRead.entrySet()) {
            if (!Objects.equals(entry.getValue().orElse(null), attributes.get(entry.getKey()))) {
                return false;
            }
        }
        return true;
    }

    private static boolean canAdd(Set<String> names, Attributes attributes) {
        for (String name : names) {
            if (attributes.has(name) && !(attributes.get(name) instanceof Value.N)) {
                return false;
            }
        }
        return true;
    }

    /** Whether a number would leave DynamoDB's range. */
    static boolean overflows(ItemWrite write, @Nullable StoredItem before) {
        return write instanceof ItemWrite.Update update
                && before != null
                && update.add().entrySet().stream().anyMatch(add -> overflows(add, before.attributes()));
    }

    private static boolean overflows(Map.Entry<String, BigDecimal> add, Attributes attributes) {
        return !Value.N.fits(add.getValue()) || !Value.N.fits(sum(attributes.get(add.getKey()), add.getValue()));
    }

    private static BigDecimal sum(@Nullable Value counted, BigDecimal added) {
        return counted instanceof Value.N n ? n.number().add(added) : added;
    }

    /** The item after a write whose conditions hold, null if there is none. */
    static @Nullable StoredItem applied(ItemWrite write, @Nullable StoredItem before) {
        if (write instanceof ItemWrite.Update update && before != null) {
            return before.with(applied(update, before.attributes()), update.clock());
        }
        return write instanceof ItemWrite.Insert insert ? insert.item() : null;
    }

    private static Attributes applied(ItemWrite.Update update, Attributes before) {
        Map<String, Value> after = new TreeMap<>(before.asMap());
        after.keySet().removeAll(update.remove());
        after.putAll(update.set());
        update.add().forEach((name, added) -> after.put(name, new Value.N(sum(before.get(name), added))));
        return Attributes.of(after);
    }
}
