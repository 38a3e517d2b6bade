package dev.rejoin.testkit.contract;

import dev.rejoin.item.ItemKey;
import dev.rejoin.item.Value;
import dev.rejoin.replica.ItemWrite;
import java.math.BigDecimal;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** An update in the making. */
final class UpdateBuilder {
    private final ItemKey key;
    private final Value clock;
    private final @Nullable Value clockAsRead;
    private final SortedMap<String, Value> set = new TreeMap<>();
    private final Set<String> remove = new TreeSet<>();
    private final SortedMap<String, BigDecimal> add = new TreeMap<>();
    private final SortedMap<String, Optional<Value>> asRead = new TreeMap<>();

    /** An update that changes the clock, if it is as read. */
    UpdateBuilder(ItemKey key, Value clock, @Nullable Value clockAsRead) {
        this.key = key;
        this.clock = clock;
        this.clockAsRead = clockAsRead;
    }

    UpdateBuilder set(String name, Value value) {
        set.put(name, value);
        return this;
    }

    UpdateBuilder remove(String name) {
        remove.add(name);
        return this;
    }

    UpdateBuilder add(String name, String amount) {
        add.put(name, new BigDecimal(amount));
        return this;
    }

    UpdateBuilder asRead(String name, @Nullable Value value) {
        asRead.put(name, Optional.ofNullable(value));
        return this;
    }

    ItemWrite.Update build() {
        return new ItemWrite.Update(key, set, remove, add, clock, clockAsRead, asRead);
    }
}
