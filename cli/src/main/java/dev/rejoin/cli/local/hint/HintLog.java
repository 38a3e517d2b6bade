package dev.rejoin.cli.local.hint;

import dev.rejoin.clock.Actor;
import dev.rejoin.item.ItemKey;
import java.util.Collection;
import java.util.Map;
import java.util.concurrent.CompletableFuture;

/** Where a queue's hints are kept, so that they outlive its process. Must not block. */
public interface HintLog {
    /** The keys that each peer was owed when the log was opened. */
    Map<Actor, Collection<ItemKey>> kept();

    /** A peer is owed these keys; completes when that is kept, and fails if it may be lost. */
    CompletableFuture<Void> owed(Actor peer, Collection<ItemKey> keys);

    /** A peer is no longer owed this key. That this is forgotten does no harm: the key is brought once more. */
    void settled(Actor peer, ItemKey key);

    /** Keeps nothing. */
    HintLog NONE = new HintLog() {
        @Override
        public Map<Actor, Collection<ItemKey>> kept() {
            return Map.of();
        }

        @Override
        public CompletableFuture<Void> owed(Actor peer, Collection<ItemKey> keys) {
            return CompletableFuture.completedFuture(null);
        }

        @Override
        public void settled(Actor peer, ItemKey key) {}
    };
}
