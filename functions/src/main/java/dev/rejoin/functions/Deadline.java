package dev.rejoin.functions;

import com.amazonaws.services.lambda.runtime.Context;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Until when a function works on its event, so that it can still answer. */
public final class Deadline {
    /** For sending metrics and answering. */
    private static final long MARGIN_MILLIS = 4_000;

    private final long nanos;

    private Deadline(long nanos) {
        this.nanos = nanos;
    }

    public static Deadline in(Duration duration) {
        return new Deadline(System.nanoTime() + duration.toNanos());
    }

    /** A while before Lambda ends the invocation: 4 s, or a third of a short time. */
    public static Deadline of(Context context) {
        long left = context.getRemainingTimeInMillis();
        return in(Duration.ofMillis(left - Math.min(MARGIN_MILLIS, left / 3)));
    }

    public Duration left() {
        return Duration.ofNanos(Math.max(0, nanos - System.nanoTime()));
    }

    public boolean hasPassed() {
        return left().isZero();
    }

    /** Waits for a result. */
    public <T> T await(CompletableFuture<T> future) throws ExecutionException, TimeoutException {
        try {
            return future.get(left().toNanos(), TimeUnit.NANOSECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new ExecutionException("interrupted", e);
        }
    }
}
