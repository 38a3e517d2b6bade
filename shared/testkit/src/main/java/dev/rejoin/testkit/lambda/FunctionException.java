package dev.rejoin.testkit.lambda;

import org.jspecify.annotations.Nullable;

/** A function did not start or did not answer. The message ends with what it printed last. */
public final class FunctionException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    FunctionException(String message) {
        this(message, null);
    }

    FunctionException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
