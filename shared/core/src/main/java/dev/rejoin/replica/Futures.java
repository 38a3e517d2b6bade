package dev.rejoin.replica;

import dev.rejoin.version.FormatException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;

/** What the JDK's futures lack. */
public final class Futures {
    private Futures() {}

    /** The results of all, in their order; fails if one fails, once all are complete. */
    public static <T> CompletableFuture<List<T>> all(List<CompletableFuture<T>> futures) {
        return CompletableFuture.allOf(futures.toArray(new CompletableFuture<?>[0]))
                .thenApply(done -> {
                    List<T> results = new ArrayList<>(futures.size());
                    futures.forEach(future -> results.add(future.join()));
                    return results;
                });
    }

    /** What really went wrong. */
    public static Throwable cause(Throwable error) {
        Throwable cause = error.getCause();
        return error instanceof CompletionException && cause != null ? cause(cause) : error;
    }

    /** A failure in words without item contents: SDK messages may quote them, so only our own exceptions' are told. */
    static String name(Throwable error) {
        Throwable cause = cause(error);
        boolean ours = cause instanceof IllegalStateException || cause instanceof FormatException;
        return cause.getClass().getSimpleName() + (ours ? ": " + cause.getMessage() : "");
    }
}
