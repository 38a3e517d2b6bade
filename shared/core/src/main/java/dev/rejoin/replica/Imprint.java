package dev.rejoin.replica;

import dev.rejoin.item.ItemKey;
import dev.rejoin.rule.Rule;
import dev.rejoin.version.FormatException;
import dev.rejoin.version.ShadowRow;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;

/**
 * Puts on items what is known of them, so that a later incarnation, which begins without their rows, finds it there: what was written here
 * and sent to nobody keeps its dots and counts. Each write changes nothing but the reserved attribute. An item that has no room
 * for it, or moves all the time, stays as it is, and shows to the next incarnation what any backup shows. Nothing may be folded or applied
 * meanwhile; applications may write.
 */
public final class Imprint {
    private final ReplicaConfig config;
    private final Store store;
    private final Reads reads;
    private final OwnWrites own;

    /** @param config of the incarnation that ends */
    public Imprint(ReplicaConfig config, Store store, TimeSource time, IdSource ids) {
        this.config = config;
        this.store = store;
        this.reads = new Reads(store);
        this.own = new OwnWrites(config, time, ids);
    }

    /**
     * Puts it on the items of these keys. May be done again.
     *
     * @return the keys that have an item: their rows have nothing more to tell. Fails if the store is broken
     */
    public CompletableFuture<Set<ItemKey>> put(Collection<ItemKey> keys) {
        return put(keys, config.attempts());
    }

    private CompletableFuture<Set<ItemKey>> put(Collection<ItemKey> keys, int left) {
        return reads.all(keys).thenCompose(found -> {
            List<ItemKey> order = List.copyOf(keys);
            return Futures.all(order.stream().map(key -> put(key, found)).toList())
                    .thenCompose(moved -> again(order, found, moved, left));
        });
    }

    private CompletableFuture<Set<ItemKey>> again(
            List<ItemKey> keys, Reads.Found found, List<Boolean> moved, int left) {
        Set<ItemKey> done =
                new TreeSet<>(Rule.DEAD_ROWS_STAY.holds() ? found.items().keySet() : keys);
        List<ItemKey> more = new ArrayList<>();
        for (int i = 0; i < moved.size(); i++) {
            if (moved.get(i)) {
                more.add(keys.get(i));
            }
        }
        if (more.isEmpty() || left <= 1) {
            return CompletableFuture.completedFuture(done);
        }
        done.removeAll(more);
        return put(more, left - 1).thenApply(others -> {
            done.addAll(others);
            return done;
        });
    }

    /** Whether it moved meanwhile. */
    private CompletableFuture<Boolean> put(ItemKey key, Reads.Found found) {
        StoredItem item = found.item(key);
        if (found.unreadable().contains(key) || found.shadow(key).equals(ShadowRow.NONE)) {
            return CompletableFuture.completedFuture(false);
        }
        if (item == null) {
            return buried(key, found.shadow(key));
        }
        if (!Rule.IMPRINTED.holds()) {
            return CompletableFuture.completedFuture(false);
        }
        KeyState state;
        try {
            state = KeyState.of(config.home(), item, found.shadow(key));
        } catch (FormatException e) {
            return CompletableFuture.completedFuture(false);
        }
        return store.write(own.recount(item, told(item, state))).thenApply(Imprint::isOpen);
    }

    /** What an item shows beyond what is known must not pass for that: a write of ours may not know what was folded meanwhile. */
    private static KeyState told(StoredItem item, KeyState state) {
        long other = ~state.version().fingerprint(item.attributes());
        return state.clean() ? state : new KeyState(state.version(), false, false, other, state.clock(), state.known());
    }

    /**
     * An item that is gone while its row describes it: nobody will fold the delete, and the row would wait for it. It counts as deleted right
     * after all that was known.
     */
    private CompletableFuture<Boolean> buried(ItemKey key, ShadowRow asRead) {
        if (asRead.fingerprint() == null || !Rule.GONE_BURIED.holds()) {
            return CompletableFuture.completedFuture(false);
        }
        return store.writeTombstone(key, Recount.gone(config, asRead, 0), asRead)
                .thenApply(Imprint::isOpen);
    }

    private static boolean isOpen(WriteResult<?> result) {
        return result.kind() == WriteResult.Kind.REFUSED || result.kind() == WriteResult.Kind.UNCERTAIN;
    }
}
