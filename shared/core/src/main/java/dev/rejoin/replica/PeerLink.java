package dev.rejoin.replica;

import java.util.List;
import java.util.concurrent.CompletableFuture;

/**
 * The way to one peer region's applier. Never blocks. A link has a deadline: a future that fails, for whatever reason, means
 * that the shipments may or may not have been applied, and the sender owes them. Sending twice does no harm.
 */
@FunctionalInterface
public interface PeerLink {
    /** Sends versions; the outcomes are in the order of the shipments, one for each. */
    CompletableFuture<List<Outcome>> send(List<Shipment> shipments);
}
