package dev.rejoin.replica;

import java.util.Optional;

/**
 * What became of a conditional write.
 *
 * @param kind whether it was done
 * @param current if it was refused, what is there instead as far as the store told; empty means nothing is there
 * @param <T> the item or the row
 */
public record WriteResult<T>(Kind kind, Optional<T> current) {
    /** Whether a write was done. */
    public enum Kind {
        /** Written. */
        DONE,
        /** A condition did not hold; nothing was written. */
        REFUSED,
        /** Larger than the store takes; nothing was written. */
        TOO_LARGE,
        /** The answer was lost: it may have been written, once. Read before you write again. */
        UNCERTAIN
    }

    public static <T> WriteResult<T> done() {
        return new WriteResult<>(Kind.DONE, Optional.empty());
    }

    public static <T> WriteResult<T> refused(Optional<T> current) {
        return new WriteResult<>(Kind.REFUSED, current);
    }

    public static <T> WriteResult<T> tooLarge() {
        return new WriteResult<>(Kind.TOO_LARGE, Optional.empty());
    }

    public static <T> WriteResult<T> uncertain() {
        return new WriteResult<>(Kind.UNCERTAIN, Optional.empty());
    }

    public boolean isDone() {
        return kind == Kind.DONE;
    }
}
