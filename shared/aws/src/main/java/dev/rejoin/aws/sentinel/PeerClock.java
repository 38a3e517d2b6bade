package dev.rejoin.aws.sentinel;

import java.util.concurrent.CompletableFuture;

/** Asks a peer for its time. Never blocks; a future that fails means that the peer does not answer. */
@FunctionalInterface
public interface PeerClock {
    /** The peer's time now, in milliseconds since 1970. */
    CompletableFuture<Long> millis();
}
