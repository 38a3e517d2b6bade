package dev.rejoin.aws.stream;

/** A stream record that does not tell what a replica has to know. The message says why, without contents. */
public final class UnusableRecordException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    UnusableRecordException(String message) {
        super(message);
    }
}
