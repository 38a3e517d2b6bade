package dev.rejoin.version;

/** Stored bytes that this software cannot read. Nothing may be overwritten because of it. */
public final class FormatException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final Kind kind;

    /** Why the bytes cannot be read. */
    public enum Kind {
        /** Written by a newer release: read it with that release. */
        UNKNOWN_FORMAT,
        /** Not written by any release, or damaged. */
        MALFORMED
    }

    public FormatException(Kind kind, String message) {
        super(message);
        this.kind = kind;
    }

    static FormatException malformed(String message) {
        return new FormatException(Kind.MALFORMED, message);
    }

    public Kind kind() {
        return kind;
    }
}
