package dev.rejoin.aws.journal;

import dev.rejoin.item.Value;

/** What a journal tells of a value. */
public sealed interface KnownValue {
    /** The value itself. */
    record Shown(Value value) implements KnownValue {}

    /** Only its {@link ValueHash}. */
    record Hashed(String hash) implements KnownValue {}

    /** To be opened with the owner's key. */
    record Sealed(Value.B bytes) implements KnownValue {}

    /** No value. */
    enum Nothing implements KnownValue {
        /** Not known where the conflict was found. */
        UNKNOWN,
        /** It left no room for itself. */
        TOO_LARGE,
        /** There is none: the write removed the attribute. */
        REMOVED,
        /** There is none: the write deleted the item. */
        DELETED
    }

    /** Whether this tells more than the other. */
    default boolean isFullerThan(KnownValue other) {
        return rank(this) > rank(other);
    }

    private static int rank(KnownValue value) {
        if (value instanceof Sealed) {
            return 3;
        } else if (value instanceof Hashed) {
            return 2;
        } else if (value == Nothing.UNKNOWN) {
            return 0;
        }
        return value == Nothing.TOO_LARGE ? 1 : 4;
    }
}
