package dev.rejoin.version;

/** A data type's own code failed to merge values. Carries no values: its text may be logged. */
public final class ResolutionException extends RuntimeException {
    private static final long serialVersionUID = 1;

    public ResolutionException(String message, Throwable cause) {
        super(message, cause);
    }
}
