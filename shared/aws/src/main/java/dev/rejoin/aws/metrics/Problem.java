package dev.rejoin.aws.metrics;

import java.util.concurrent.CompletionException;

/** Failures in words, for the log. Not for those of users' items, whose messages may quote them. */
public final class Problem {
    private Problem() {}

    /** What really went wrong, with its message. */
    public static String of(Throwable error) {
        Throwable cause = error.getCause();
        if (error instanceof CompletionException && cause != null) {
            return of(cause);
        }
        String message = error.getMessage();
        return error.getClass().getSimpleName() + (message == null ? "" : ": " + message);
    }
}
