package dev.rejoin.aws.wire;

import dev.rejoin.replica.Outcome;
import dev.rejoin.replica.Shipment;
import org.jspecify.annotations.Nullable;

/**
 * One shipment as it arrived. One that cannot be read does not spoil the others.
 *
 * @param shipment what was sent, null if it cannot be read
 * @param reason why it cannot be read, else {@code NONE}
 */
public record Cargo(@Nullable Shipment shipment, Outcome.Reason reason) {
    static Cargo of(Shipment shipment) {
        return new Cargo(shipment, Outcome.Reason.NONE);
    }

    static Cargo unreadable(Outcome.Reason reason) {
        return new Cargo(null, reason);
    }
}
