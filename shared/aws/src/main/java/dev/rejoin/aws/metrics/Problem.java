package dev.rejoin.aws.metrics;

import java.util.concurrent.CompletionException;
import org.jspecify.annotations.Nullable;

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

    /** The error itself or the first of its causes that is of that kind; null if none is. */
    public static <T extends Throwable> @Nullable T in(@Nullable Throwable error, Class<T> kind) {
        for (Throwable cause = error; cause != null; cause = cause.getCause()) {
            if (kind.isInstance(cause)) {
                return kind.cast(cause);
            }
        }
        return null;
    }
}
