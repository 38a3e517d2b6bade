package dev.rejoin.aws.incarnation;

import org.jspecify.annotations.Nullable;

/** Another table is in the place of the one that was replicated: nothing may be read or written for replication. */
public final class ReplacedTableException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public ReplacedTableException(String message) {
        super(message);
    }

    /** The exception itself or the one that is its cause; null if it is another trouble. */
    static @Nullable ReplacedTableException in(@Nullable Throwable error) {
        if (error == null) {
            return null;
        }
        return error instanceof ReplacedTableException replaced ? replaced : in(error.getCause());
    }
}
