package dev.rejoin.replica;

import dev.rejoin.clock.Actor;
import dev.rejoin.clock.Dot;
import dev.rejoin.item.Attributes;
import dev.rejoin.item.ItemKey;
import dev.rejoin.version.FormatException;
import dev.rejoin.version.Multi;
import dev.rejoin.version.Pruning;
import dev.rejoin.version.ShadowRow;
import dev.rejoin.version.Version;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/** Forgets removed attributes of a region's items, by a write that changes nothing but an item's clock. */
public final class Prune implements LivingItems {
    private static final CompletableFuture<Boolean> IN_VAIN = CompletableFuture.completedFuture(false);

    private final Replica replica;
    private final Reads reads;
    private final OwnWrites own;

    public Prune(Replica replica) {
        this.replica = replica;
        this.reads = new Reads(replica.store());
        this.own = new OwnWrites(replica);
    }

    @Override
    public Actor region() {
        return replica.config().self().region();
    }

    @Override
    public CompletableFuture<Map<ItemKey, Version>> look(Collection<ItemKey> keys) {
        return reads.all(keys).thenApply(found -> {
            Map<ItemKey, Version> versions = new HashMap<>();
            found.items().forEach((key, item) -> {
                Version known = known(item, found.shadow(key));
                if (known != null) {
                    versions.put(key, known);
                }
            });
            return versions;
        });
    }

    /** Null if something is still to be folded, or if a newer release wrote the item's clock: that one holds back only itself. */
    private @Nullable Version known(StoredItem item, ShadowRow row) {
        try {
            KeyState state = state(item, row);
            return isSettled(state, item, row) ? state.version() : null;
        } catch (FormatException e) {
            return null;
        }
    }

    private KeyState state(StoredItem item, ShadowRow row) {
        return KeyState.of(replica.config().home(), item, row);
    }

    private static boolean isSettled(KeyState state, StoredItem item, ShadowRow row) {
        return state.isComplete(item)
                && row.unshown().isEmpty()
                && state.version().isLive();
    }

    @Override
    public CompletableFuture<Boolean> prune(ItemKey key, Version seen, Dot until) {
        return reads.both(key, (item, row) -> item == null ? IN_VAIN : prune(item, row, seen, until));
    }

    private CompletableFuture<Boolean> prune(StoredItem item, ShadowRow row, Version seen, Dot until) {
        KeyState state = state(item, row);
        Version pruned = Pruning.of(state.version(), until, replica.config().self());
        boolean moved = !isSettled(state, item, row) || !state.version().sameAs(seen);
        if (moved || !pruned.isLive() || pruned.sameAs(seen)) {
            return IN_VAIN;
        }
        Attributes shown = item.attributes();
        ItemWrite write = own.update(
                item,
                state.birth(),
                pruned,
                shown,
                again(seen, pruned),
                Collections.emptySortedMap(),
                pruned.fingerprint(shown));
        return replica.store().write(write).thenApply(WriteResult::isDone);
    }

    /** Attributes of several values that are written again: they must still be as they were read. */
    private static Set<String> again(Version before, Version after) {
        Set<String> again = new TreeSet<>();
        after.multis().forEach((name, multi) -> {
            Multi known = before.multis().get(name);
            if (!multi.sameAs(known)) {
                again.add(name);
            }
        });
        return again;
    }
}
