package dev.rejoin.replica;

import dev.rejoin.item.ItemKey;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;

/** Sending over a link that may fail in any way. */
final class Links {
    private Links() {}

    /** Outcomes of all shipments; a link that failed or answered nonsense took nothing, as far as is known. */
    static CompletableFuture<List<Outcome>> send(PeerLink link, List<Shipment> shipments) {
        CompletableFuture<List<Outcome>> sent;
        try {
            sent = link.send(shipments);
        } catch (RuntimeException e) {
            sent = CompletableFuture.failedFuture(e);
        }
        return sent.handle((outcomes, error) -> error == null && outcomes.size() == shipments.size()
                ? outcomes
                : Collections.nCopies(shipments.size(), Outcome.UNREACHED));
    }

    /** The keys that the peer did not take. */
    static Set<ItemKey> undelivered(List<Shipment> shipments, List<Outcome> outcomes) {
        Set<ItemKey> keys = new TreeSet<>();
        for (int i = 0; i < shipments.size(); i++) {
            if (!outcomes.get(i).kind().isDelivered()) {
                keys.add(shipments.get(i).key());
            }
        }
        return keys;
    }
}
