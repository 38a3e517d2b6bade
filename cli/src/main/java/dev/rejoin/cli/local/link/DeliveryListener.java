package dev.rejoin.cli.local.link;

import dev.rejoin.replica.Outcome;
import dev.rejoin.replica.Shipment;
import java.util.List;

/** Hears what arrived over a link. Must not block. */
@FunctionalInterface
public interface DeliveryListener {
    /** The peer's applier has handled these; the outcomes are in the order of the shipments. */
    void delivered(List<Shipment> shipments, List<Outcome> outcomes);
}
