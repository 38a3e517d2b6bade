package dev.rejoin.cli.local.region;

import dev.rejoin.clock.Actor;
import dev.rejoin.replica.Outcome;
import dev.rejoin.replica.Shipment;

/** Hears of each version that a region took. Must not block. */
@FunctionalInterface
public interface ArrivalListener {
    /** A version from one region is in another's table, or was refused there. */
    void arrived(Actor from, Actor to, Shipment shipment, Outcome outcome);
}
