package dev.rejoin.replica;

import dev.rejoin.clock.Actor;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;

/** Brings peers what they are owed. */
public final class Courier {
    public Courier(Replica replica, Map<Actor, PeerLink> links, HintQueue hints) {}

    /**
     * Ships the current version of each hint's key, and settles the hints that were delivered.
     *
     * @return the hints that must be tried again later, with the outcome that kept each
     */
    public CompletableFuture<Map<HintQueue.Hint, Outcome>> deliver(List<HintQueue.Hint> hints) {
        throw new UnsupportedOperationException();
    }
}
