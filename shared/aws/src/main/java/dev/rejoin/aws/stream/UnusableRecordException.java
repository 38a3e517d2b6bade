package dev.rejoin.aws.stream;

/** A stream record that does not tell what a replica has to know. The message says why, without contents. */
public final class UnusableRecordException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    UnusableRecordException(String message) {
        super(message);
    }

    /** Why a record could not be decoded, without contents: other exceptions' messages may quote an item. */
    public static String reason(RuntimeException error) {
        return error instanceof UnusableRecordException
                ? String.valueOf(error.getMessage())
                : "cannot be decoded: " + error.getClass().getSimpleName();
    }
}
