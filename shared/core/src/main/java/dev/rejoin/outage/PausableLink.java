package dev.rejoin.outage;

import dev.rejoin.replica.Outcome;
import dev.rejoin.replica.PeerLink;
import dev.rejoin.replica.Shipment;
import dev.rejoin.rule.Rule;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;

/** A link that an operator can pause: while it is, nothing is sent, so everything is owed. */
public final class PausableLink implements PeerLink {
    private final PeerLink link;
    private final Supplier<CompletableFuture<Boolean>> paused;

    /** @param paused whether it is paused now; if that cannot be told it is not, for to send does no harm */
    public PausableLink(PeerLink link, Supplier<CompletableFuture<Boolean>> paused) {
        this.link = link;
        this.paused = paused;
    }

    @Override
    public CompletableFuture<List<Outcome>> send(List<Shipment> shipments) {
        return paused.get()
                .exceptionally(error -> false)
                .thenCompose(isPaused -> isPaused ? kept(shipments) : link.send(shipments));
    }

    private static CompletableFuture<List<Outcome>> kept(List<Shipment> shipments) {
        Outcome outcome = Rule.PAUSE_OWES.holds() ? Outcome.UNREACHED : Outcome.STALE;
        return CompletableFuture.completedFuture(Collections.nCopies(shipments.size(), outcome));
    }
}
