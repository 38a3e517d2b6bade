package dev.rejoin.replica;

import java.util.List;
import java.util.concurrent.CompletableFuture;

/** Applies what peers sent. */
public final class Applier {
    public Applier(Replica replica) {}

    /** One outcome for each shipment, in their order. Fails only if the store is broken. */
    public CompletableFuture<List<Outcome>> apply(List<Shipment> shipments) {
        throw new UnsupportedOperationException();
    }
}
