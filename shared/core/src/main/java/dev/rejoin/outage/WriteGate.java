package dev.rejoin.outage;

import java.util.concurrent.CompletableFuture;

/**
 * What lets applications' writes through, or not; reads and replicated writes always pass. Never blocks; may take a while to do
 * what it is told, which {@link #probe} shows. Every call may be repeated.
 */
public interface WriteGate {
    /** Whether it was last told to be closed, as far as that shows by now. */
    CompletableFuture<Boolean> isToldClosed();

    /** Tells it to refuse writes of applications. */
    CompletableFuture<Void> close();

    /** Tells it to let them pass. */
    CompletableFuture<Void> open();

    /** Tries a write as an application would, which changes nothing if it is accepted. Fails if the answer is neither. */
    CompletableFuture<Probe> probe();

    /** What became of a try. */
    enum Probe {
        ACCEPTED,
        REFUSED
    }
}
