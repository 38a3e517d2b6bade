package dev.rejoin.cli.local.function;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;

/**
 * The life of one function instance. When it ends, all that the instance had under way stops between two operations: none
 * begins any more, and of those already with the store no answer arrives.
 */
final class Lifeline {
    private final AtomicLong operations = new AtomicLong();
    private final CompletableFuture<Long> death = new CompletableFuture<>();
    private volatile long first;
    private volatile long last = Long.MAX_VALUE;

    /** Ends this life when so many more operations are done. */
    void endAfter(long more) {
        first = operations.get();
        last = first + more;
    }

    /** Ends this life now. */
    void end() {
        death.complete(operations.get() - first);
    }

    /** Completes when this life ends, with the number of operations that it began since {@link #endAfter}, or at all. */
    CompletableFuture<Long> death() {
        return death;
    }

    /** An operation of the store: counted, and possibly the last. */
    <T> CompletableFuture<T> operation(Supplier<CompletableFuture<T>> call) {
        if (death.isDone()) {
            return new CompletableFuture<>();
        }
        boolean isLast = operations.incrementAndGet() >= last;
        return unlessDead(call.get().whenComplete((answer, error) -> {
            if (isLast) {
                end();
            }
        }));
    }

    /** Any other call. */
    <T> CompletableFuture<T> call(Supplier<CompletableFuture<T>> call) {
        return death.isDone() ? new CompletableFuture<>() : unlessDead(call.get());
    }

    private <T> CompletableFuture<T> unlessDead(CompletableFuture<T> call) {
        CompletableFuture<T> answer = new CompletableFuture<>();
        var unused = call.whenComplete((value, error) -> {
            if (death.isDone()) {
                return;
            }
            if (error == null) {
                answer.complete(value);
            } else {
                answer.completeExceptionally(error);
            }
        });
        return answer;
    }
}
