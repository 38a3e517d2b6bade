package dev.rejoin.testkit.sim;

import dev.rejoin.item.ItemKey;
import dev.rejoin.item.Value;
import dev.rejoin.replica.ItemWrite;
import dev.rejoin.replica.KeyState;
import dev.rejoin.replica.Store;
import dev.rejoin.replica.StoredItem;
import dev.rejoin.replica.WriteResult;
import dev.rejoin.rule.Rule;
import dev.rejoin.testkit.sim.Sometimes.Path;
import dev.rejoin.testkit.store.MemoryTable;
import dev.rejoin.version.FormatException;
import dev.rejoin.version.ItemClock;
import dev.rejoin.version.ShadowRow;
import java.util.Collection;
import java.util.Collections;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;

/**
 * A region's store as one process sees it. Each operation is a step of the world, between which anything else may happen; it
 * may be throttled, or its answer lost. A process that crashed gets no answers.
 */
@SuppressWarnings("EnumOrdinal")
final class SimStore implements Store {
    private final World world;
    private final Invocation process;
    private final SimRegion region;
    private final MemoryTable table;

    SimStore(World world, Invocation process, SimRegion region) {
        this.world = world;
        this.process = process;
        this.region = region;
        this.table = region.table();
    }

    /** What the SDK throws when it gave up. */
    static final class Throttled extends RuntimeException {
        private static final long serialVersionUID = 1L;

        Throttled() {
            super("throttled", null, false, false);
        }
    }

    @Override
    public CompletableFuture<Map<ItemKey, StoredItem>> readItems(Collection<ItemKey> keys) {
        return step("read items", keys, () -> {
            world.learned(process, table.endIndex());
            return table.readItems(keys);
        });
    }

    @Override
    public CompletableFuture<Map<ItemKey, ShadowRow>> readShadows(Collection<ItemKey> keys) {
        return step("read shadows", keys, () -> table.readShadows(keys));
    }

    @Override
    public CompletableFuture<WriteResult<StoredItem>> write(ItemWrite write) {
        String name = "write " + write.getClass().getSimpleName();
        return step(
                name, write.key(), () -> written(write.key(), () -> logged(table.write(weakened(write)), write.key())));
    }

    private WriteResult<StoredItem> logged(WriteResult<StoredItem> result, ItemKey key) {
        if (result.isDone()) {
            ItemClock clock = KeyState.clockOf(region.home(), table.item(key).orElse(null));
            region.log().restored().wrote(key, clock);
        }
        return result;
    }

    @Override
    public CompletableFuture<WriteResult<ShadowRow>> writeShadow(ItemKey key, ShadowRow row, ShadowRow asRead) {
        return step(
                "write shadow",
                key,
                () -> written(key, () -> logged(key, row, asRead, table.writeShadow(key, row, asRead))));
    }

    @Override
    public CompletableFuture<WriteResult<ShadowRow>> writeTombstone(ItemKey key, ShadowRow row, ShadowRow asRead) {
        return step(
                "write tombstone",
                key,
                () -> written(key, () -> {
                    WriteResult<ShadowRow> result = Rule.TOMBSTONE_CHECKED.holds()
                            ? table.writeTombstone(key, row, asRead)
                            : table.writeShadow(key, row, asRead);
                    world.sometimes.reached(Path.TOMBSTONE, result.isDone() ? 1 : 0);
                    return logged(key, row, asRead, result);
                }));
    }

    private WriteResult<ShadowRow> logged(ItemKey key, ShadowRow row, ShadowRow asRead, WriteResult<ShadowRow> result) {
        if (result.isDone()) {
            region.log().folded(region, key, row, asRead);
        }
        return result;
    }

    private <T> CompletableFuture<T> step(String name, Object keys, Supplier<T> operation) {
        CompletableFuture<T> future = new CompletableFuture<>();
        world.soon(process, () -> {
            world.note(name.hashCode(), () -> process + ": " + name + " " + keys);
            if (world.chance(region.chances().throttle())) {
                world.sometimes.reached(Path.THROTTLED);
                world.learned(process, Path.THROTTLED);
                future.completeExceptionally(new Throttled());
            } else {
                complete(future, operation);
            }
        });
        return future;
    }

    private <T> void complete(CompletableFuture<T> future, Supplier<T> operation) {
        T result;
        try {
            result = operation.get();
        } catch (FormatException e) {
            world.learned(process, e.kind());
            future.completeExceptionally(e);
            return;
        }
        world.learned(process, result);
        future.complete(result);
    }

    private <T> WriteResult<T> written(ItemKey key, Supplier<WriteResult<T>> write) {
        if (world.chance(region.chances().uncertain())) {
            world.sometimes.reached(Path.UNCERTAIN_WRITE);
            if (world.coin()) {
                WriteResult<T> unanswered = write.get();
                world.note(unanswered.kind().ordinal(), () -> process + ": no answer to " + key);
                region.wake();
            }
            return WriteResult.uncertain();
        }
        WriteResult<T> result = write.get();
        world.sometimes.reached(Path.REFUSED_CONDITION, result.kind() == WriteResult.Kind.REFUSED ? 1 : 0);
        world.note(result.kind().ordinal(), () -> process + ": " + result.kind() + " " + key);
        region.wake();
        return result;
    }

    /** Drops conditions whose rule is broken in this test. */
    private ItemWrite weakened(ItemWrite write) {
        boolean anyClock = !Rule.CLOCK_CONDITION.holds();
        boolean anyValue = !Rule.VALUE_CONDITION.holds();
        if (!(write instanceof ItemWrite.Update update) || (!anyClock && !anyValue)) {
            return write;
        }
        Value clock = table.item(update.key()).map(StoredItem::clock).orElse(null);
        SortedMap<String, Optional<Value>> asRead = anyValue ? Collections.emptySortedMap() : update.asRead();
        return new ItemWrite.Update(
                update.key(),
                update.set(),
                update.remove(),
                update.add(),
                update.clock(),
                anyClock ? clock : update.clockAsRead(),
                asRead);
    }
}
