package dev.rejoin.replica;

import dev.rejoin.clock.Actor;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;

/** Turns stream records into versions and brings them to every peer, or owes them. */
public final class Forwarder {
    public Forwarder(Replica replica, Map<Actor, PeerLink> links, HintQueue hints) {}

    /**
     * Handles a batch. When the future completes, each record without failure is folded, and its version was taken by each
     * peer or is owed to it; the caller may checkpoint. Never fails: what goes wrong is in the result.
     */
    public CompletableFuture<BatchResult> process(List<StreamRecord> batch) {
        throw new UnsupportedOperationException();
    }
}
