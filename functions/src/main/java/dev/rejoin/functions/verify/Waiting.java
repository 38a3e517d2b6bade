package dev.rejoin.functions.verify;

import dev.rejoin.functions.Deadline;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeoutException;

/** Waits for what a step needs; a step that fails is tried again by the state machine. */
final class Waiting {
    private Waiting() {}

    /** @throws IllegalStateException if it failed or was not there in time, naming what */
    static <T> T on(CompletableFuture<T> call, String what, Deadline deadline) {
        try {
            return deadline.await(call);
        } catch (TimeoutException e) {
            throw new IllegalStateException(what + " took too long; more segments are shorter", e);
        } catch (ExecutionException e) {
            Throwable cause = e.getCause() == null ? e : e.getCause();
            throw new IllegalStateException(
                    what + " failed: " + cause.getClass().getSimpleName(), e);
        }
    }
}
