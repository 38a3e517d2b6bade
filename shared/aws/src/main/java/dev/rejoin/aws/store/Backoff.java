package dev.rejoin.aws.store;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import software.amazon.awssdk.retries.api.BackoffStrategy;

/**
 * Repeats what DynamoDB answers with "not now" inside of a success or a cancelled transaction, which the SDK's own retries
 * do not see. Bounded, with full jitter.
 */
final class Backoff {
    private static final int ATTEMPTS = 8;
    private static final BackoffStrategy DELAYS =
            BackoffStrategy.exponentialDelay(Duration.ofMillis(25), Duration.ofSeconds(1));

    private Backoff() {}

    /** The first result that is one, or empty if none was after some 3 s. */
    static <T> CompletableFuture<Optional<T>> untilSome(Supplier<CompletableFuture<Optional<T>>> attempt) {
        return attempt(attempt, 1);
    }

    private static <T> CompletableFuture<Optional<T>> attempt(
            Supplier<CompletableFuture<Optional<T>>> attempt, int number) {
        return attempt.get()
                .thenCompose(result -> result.isPresent() || number >= ATTEMPTS
                        ? CompletableFuture.completedFuture(result)
                        : later(number).thenCompose(waited -> attempt(attempt, number + 1)));
    }

    private static CompletableFuture<Void> later(int number) {
        Executor executor =
                CompletableFuture.delayedExecutor(DELAYS.computeDelay(number).toMillis(), TimeUnit.MILLISECONDS);
        return CompletableFuture.runAsync(() -> {}, executor);
    }
}
