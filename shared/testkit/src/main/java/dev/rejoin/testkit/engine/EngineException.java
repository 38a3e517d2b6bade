package dev.rejoin.testkit.engine;

import org.jspecify.annotations.Nullable;

/** The local engine could not be started. The message says why and what to do, for people. */
public final class EngineException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    EngineException(String message) {
        this(message, null);
    }

    EngineException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
