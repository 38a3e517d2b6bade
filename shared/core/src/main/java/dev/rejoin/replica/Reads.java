package dev.rejoin.replica;

import dev.rejoin.item.ItemKey;
import dev.rejoin.version.FormatException;
import dev.rejoin.version.ShadowRow;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.function.BiFunction;
import org.jspecify.annotations.Nullable;

/** Reads items, then their shadow rows: in this order, so that a fold between the two makes an item known, not unknown. */
public final class Reads {
    private final Store store;

    public Reads(Store store) {
        this.store = store;
    }

    /** Both of one key; null and {@code ShadowRow.NONE} stand for nothing there. */
    <T> CompletableFuture<T> both(ItemKey key, BiFunction<@Nullable StoredItem, ShadowRow, CompletableFuture<T>> then) {
        return strict(List.of(key)).thenCompose(found -> then.apply(found.item(key), found.shadow(key)));
    }

    /** Both of many keys. A row that this release cannot read is named, and does not stop the others. */
    public CompletableFuture<Found> all(Collection<ItemKey> keys) {
        if (keys.isEmpty()) {
            return CompletableFuture.completedFuture(Found.NOTHING);
        }
        return strict(keys)
                .exceptionallyCompose(error -> Futures.cause(error) instanceof FormatException
                        ? oneByOne(keys)
                        : CompletableFuture.failedFuture(error));
    }

    private CompletableFuture<Found> strict(Collection<ItemKey> keys) {
        return store.readItems(keys)
                .thenCompose(
                        items -> store.readShadows(keys).thenApply(shadows -> new Found(items, shadows, Set.of())));
    }

    private CompletableFuture<Found> oneByOne(Collection<ItemKey> keys) {
        List<CompletableFuture<Found>> each = new ArrayList<>();
        for (ItemKey key : keys) {
            each.add(strict(List.of(key)).exceptionally(error -> new Found(Map.of(), Map.of(), Set.of(key))));
        }
        return Futures.all(each).thenApply(Found::union);
    }

    /** The shadow rows of many keys, NONE where there is none; nothing at all if they cannot be read together. */
    CompletableFuture<Map<ItemKey, ShadowRow>> shadows(Collection<ItemKey> keys) {
        return store.readShadows(keys)
                .thenApply(rows -> {
                    Map<ItemKey, ShadowRow> all = new HashMap<>();
                    keys.forEach(key -> all.put(key, rows.getOrDefault(key, ShadowRow.NONE)));
                    return all;
                })
                .exceptionally(error -> Map.of());
    }

    /** One key's shadow row. */
    CompletableFuture<ShadowRow> shadow(ItemKey key) {
        return store.readShadows(List.of(key)).thenApply(rows -> rows.getOrDefault(key, ShadowRow.NONE));
    }

    /** What was read, and the keys that could not be. */
    public record Found(Map<ItemKey, StoredItem> items, Map<ItemKey, ShadowRow> shadows, Set<ItemKey> unreadable) {
        static final Found NOTHING = new Found(Map.of(), Map.of(), Set.of());

        static Found union(List<Found> parts) {
            Found union = new Found(new HashMap<>(), new HashMap<>(), new HashSet<>());
            for (Found part : parts) {
                union.items.putAll(part.items);
                union.shadows.putAll(part.shadows);
                union.unreadable.addAll(part.unreadable);
            }
            return union;
        }

        /** The item of a key, null if there is none. */
        public @Nullable StoredItem item(ItemKey key) {
            return items.get(key);
        }

        /** The shadow row of a key, {@code NONE} if there is none. */
        public ShadowRow shadow(ItemKey key) {
            return shadows.getOrDefault(key, ShadowRow.NONE);
        }
    }
}
