package dev.rejoin.cli.local.function;

import dev.rejoin.clock.Actor;
import dev.rejoin.item.ItemKey;
import dev.rejoin.replica.HintQueue;
import java.util.Collection;
import java.util.concurrent.CompletableFuture;

/** A hint queue as one function instance sees it: until the instance dies. */
record MortalHints(HintQueue hints, Lifeline life) implements HintQueue {
    @Override
    public CompletableFuture<Void> owe(Actor peer, Collection<ItemKey> keys) {
        return life.call(() -> hints.owe(peer, keys));
    }

    @Override
    public CompletableFuture<Void> settle(Hint hint) {
        return life.call(() -> hints.settle(hint));
    }
}
