package dev.rejoin.aws.incarnation;

/** Another table is in the place of the one that was replicated: nothing may be read or written for replication. */
public final class ReplacedTableException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public ReplacedTableException(String message) {
        super(message);
    }
}
