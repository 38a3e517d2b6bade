package dev.rejoin.cli.verify;

import dev.rejoin.clock.Actor;
import dev.rejoin.item.ItemKey;
import dev.rejoin.replica.HintQueue;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;

/** What one region owes its peers during a repair: in memory, because the plan says it again. */
final class OwedKeys implements HintQueue {
    private record Debt(Actor peer, ItemKey key) {}

    private final Map<Debt, Hint> owed = new LinkedHashMap<>();
    private long receipts;

    @Override
    public synchronized CompletableFuture<Void> owe(Actor peer, Collection<ItemKey> keys) {
        keys.forEach(key -> owed.put(new Debt(peer, key), new Hint(peer, key, Long.toString(++receipts))));
        return CompletableFuture.completedFuture(null);
    }

    @Override
    public synchronized CompletableFuture<Void> settle(Hint hint) {
        owed.remove(new Debt(hint.peer(), hint.key()), hint);
        return CompletableFuture.completedFuture(null);
    }

    /** All of it. */
    synchronized List<Hint> all() {
        return new ArrayList<>(owed.values());
    }
}
