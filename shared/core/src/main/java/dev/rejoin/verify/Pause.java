package dev.rejoin.verify;

import java.util.concurrent.CompletableFuture;

/** Time for what is on its way to arrive. */
@FunctionalInterface
public interface Pause {
    /** Complete when the wait is over; fails if there is no more time, and then whoever waits fails too. */
    CompletableFuture<Void> before(int look);
}
