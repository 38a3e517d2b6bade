package dev.rejoin.aws.incarnation;

/** Nobody can tell now whether the table is the one that is replicated: nothing may be read or written for replication until somebody can. */
public final class UnknownTableException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public UnknownTableException(String message, Throwable cause) {
        super(message, cause);
    }
}
