package dev.rejoin.aws.seal;

/** Bytes that cannot be opened. Tells no contents. */
public final class SealException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    SealException(String message) {
        super(message);
    }
}
