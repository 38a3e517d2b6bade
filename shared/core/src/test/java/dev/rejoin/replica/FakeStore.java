package dev.rejoin.replica;

import dev.rejoin.item.Attributes;
import dev.rejoin.item.ItemKey;
import dev.rejoin.item.Value;
import dev.rejoin.version.FormatException;
import dev.rejoin.version.SequenceNumber;
import dev.rejoin.version.ShadowRow;
import dev.rejoin.version.Version;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;

/** A table with stream and shadow rows, and a script of what shall go wrong. Every future is complete when it is returned. */
final class FakeStore implements Store {
    /** What becomes of a write. */
    enum Answer {
        NORMAL,
        /** Written, but nobody is told. */
        UNHEARD,
        /** Not written, and nobody is told. */
        LOST,
        REFUSED,
        TOO_LARGE,
        FAILED
    }

    final SortedMap<ItemKey, StoredItem> items = new TreeMap<>();
    final SortedMap<ItemKey, ShadowRow> rows = new TreeMap<>();
    final List<StreamRecord> stream = new ArrayList<>();
    /** Keys whose rows a newer release wrote. */
    final Set<ItemKey> unreadable = new HashSet<>();
    /** For the next conditional writes; then they go well. */
    final Deque<Answer> answers = new ArrayDeque<>();
    /** Done once, just before the next conditional write. */
    final Deque<Runnable> before = new ArrayDeque<>();

    boolean readsFail;
    int reads;
    int writes;

    private final LongSupplier millis;

    FakeStore(LongSupplier millis) {
        this.millis = millis;
    }

    void put(ItemKey key, Attributes attributes, Value clock) {
        replace(key, new StoredItem(key, attributes, clock));
    }

    void update(ItemKey key, UnaryOperator<Attributes> change) {
        StoredItem item = items.getOrDefault(key, new StoredItem(key, Attributes.NONE, null));
        replace(key, item.with(change.apply(item.attributes()), item.clock()));
    }

    void delete(ItemKey key) {
        replace(key, null);
    }

    private void replace(ItemKey key, StoredItem after) {
        StoredItem old = after == null ? items.remove(key) : items.put(key, after);
        if (!Objects.equals(old, after)) {
            long time = millis.getAsLong();
            stream.add(new StreamRecord(
                    key, old, after, SequenceNumber.of(stream.size() + 1L), time - time % 1_000, false));
        }
    }

    @Override
    public CompletableFuture<Map<ItemKey, StoredItem>> readItems(Collection<ItemKey> keys) {
        reads++;
        return readsFail ? CompletableFuture.failedFuture(new IllegalStateException("no reads")) : found(items, keys);
    }

    @Override
    public CompletableFuture<Map<ItemKey, ShadowRow>> readShadows(Collection<ItemKey> keys) {
        reads++;
        if (keys.stream().anyMatch(unreadable::contains)) {
            return CompletableFuture.failedFuture(
                    new FormatException(FormatException.Kind.UNKNOWN_FORMAT, "format 2 is newer than 1"));
        }
        return found(rows, keys);
    }

    private static <T> CompletableFuture<Map<ItemKey, T>> found(Map<ItemKey, T> all, Collection<ItemKey> keys) {
        Map<ItemKey, T> found = new TreeMap<>(all);
        found.keySet().retainAll(keys);
        return CompletableFuture.completedFuture(found);
    }

    @Override
    public CompletableFuture<WriteResult<StoredItem>> write(ItemWrite write) {
        return answered(Optional.ofNullable(items.get(write.key())), () -> {
            StoredItem old = items.get(write.key());
            if (!holds(write, old)) {
                return WriteResult.refused(Optional.ofNullable(old));
            }
            replace(write.key(), after(write, old));
            return WriteResult.done();
        });
    }

    private static boolean holds(ItemWrite write, StoredItem old) {
        if (write instanceof ItemWrite.Insert || old == null) {
            return old == null && write instanceof ItemWrite.Insert;
        } else if (write instanceof ItemWrite.Delete delete) {
            return delete.clockAsRead().equals(old.clock()) && areAsRead(delete.asRead(), old);
        }
        ItemWrite.Update update = (ItemWrite.Update) write;
        return Objects.equals(update.clockAsRead(), old.clock())
                && areAsRead(update.asRead(), old)
                && update.add().keySet().stream()
                        .map(old.attributes()::get)
                        .allMatch(value -> value == null || value instanceof Value.N);
    }

    private static boolean areAsRead(Map<String, Optional<Value>> asRead, StoredItem old) {
        return asRead.entrySet().stream()
                .allMatch(entry -> Objects.equals(
                        entry.getValue().orElse(null), old.attributes().get(entry.getKey())));
    }

    private static StoredItem after(ItemWrite write, StoredItem old) {
        if (write instanceof ItemWrite.Insert insert) {
            return insert.item();
        } else if (write instanceof ItemWrite.Delete) {
            return null;
        }
        ItemWrite.Update update = (ItemWrite.Update) write;
        Map<String, Value> after = new TreeMap<>(old.attributes().asMap());
        after.keySet().removeAll(update.remove());
        after.putAll(update.set());
        update.add()
                .forEach((name, amount) -> after.put(
                        name, new Value.N(Version.number(after.get(name)).add(amount))));
        return old.with(Attributes.of(after), update.clock());
    }

    @Override
    public CompletableFuture<WriteResult<ShadowRow>> writeShadow(ItemKey key, ShadowRow row, ShadowRow asRead) {
        return answered(Optional.ofNullable(rows.get(key)), () -> {
            if (!rows.getOrDefault(key, ShadowRow.NONE).equals(asRead)) {
                return WriteResult.refused(Optional.ofNullable(rows.get(key)));
            }
            rows.put(key, row);
            return WriteResult.done();
        });
    }

    @Override
    public CompletableFuture<WriteResult<ShadowRow>> writeTombstone(ItemKey key, ShadowRow row, ShadowRow asRead) {
        return answered(Optional.ofNullable(rows.get(key)), () -> {
            if (items.containsKey(key)
                    || !rows.getOrDefault(key, ShadowRow.NONE).equals(asRead)) {
                return WriteResult.refused(Optional.ofNullable(rows.get(key)));
            }
            rows.put(key, row);
            return WriteResult.done();
        });
    }

    private <T> CompletableFuture<WriteResult<T>> answered(Optional<T> there, Supplier<WriteResult<T>> write) {
        writes++;
        if (!before.isEmpty()) {
            before.poll().run();
        }
        Answer answer = answers.isEmpty() ? Answer.NORMAL : answers.poll();
        if (answer == Answer.FAILED) {
            return CompletableFuture.failedFuture(new IllegalStateException("no writes"));
        }
        return CompletableFuture.completedFuture(
                switch (answer) {
                    case LOST -> WriteResult.uncertain();
                    case REFUSED -> WriteResult.refused(there);
                    case TOO_LARGE -> WriteResult.tooLarge();
                    case UNHEARD -> {
                        assert write.get().isDone();
                        yield WriteResult.uncertain();
                    }
                    default -> write.get();
                });
    }
}
