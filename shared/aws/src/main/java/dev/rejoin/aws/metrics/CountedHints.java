package dev.rejoin.aws.metrics;

import dev.rejoin.clock.Actor;
import dev.rejoin.item.ItemKey;
import dev.rejoin.replica.HintQueue;
import java.util.Collection;
import java.util.concurrent.CompletableFuture;

/** Counts hints that are in the queue. */
final class CountedHints implements HintQueue {
    private final HintQueue queue;
    private final RegionMetrics metrics;

    CountedHints(HintQueue queue, RegionMetrics metrics) {
        this.queue = queue;
        this.metrics = metrics;
    }

    @Override
    public CompletableFuture<Void> owe(Actor peer, Collection<ItemKey> keys) {
        int n = keys.size();
        return queue.owe(peer, keys).whenComplete((done, error) -> {
            if (error == null) {
                metrics.hints(peer, n);
            }
        });
    }

    @Override
    public CompletableFuture<Void> settle(Hint hint) {
        return queue.settle(hint);
    }
}
