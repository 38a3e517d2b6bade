package dev.rejoin.cli;

import org.jspecify.annotations.Nullable;

/** Something that the command needs is missing. The message is one for people: what, and how to mend it. */
public final class UnavailableException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public UnavailableException(String message) {
        this(message, null);
    }

    public UnavailableException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
