package dev.rejoin.replica;

import dev.rejoin.item.ItemKey;
import java.util.concurrent.CompletableFuture;

/**
 * Takes in items whose stream records are gone: those written while the forwarder was down past the stream's retention, and
 * those that predate Rejoin.
 */
public final class Recount {
    public Recount(Replica replica, HintQueue hints) {}

    /** Has the forwarder take in whatever the item shows, if that is not what its clock says. Returns whether it has to. */
    public CompletableFuture<Boolean> check(ItemKey key) {
        throw new UnsupportedOperationException();
    }
}
