package dev.rejoin.aws.link;

import org.jspecify.annotations.Nullable;

/** A peer did not take a request. Tells no contents. */
public final class LinkException extends IllegalStateException {
    private static final long serialVersionUID = 1L;

    LinkException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
