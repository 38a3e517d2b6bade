package dev.rejoin.aws.wire;

/** A message that was not accepted. Tells no contents. */
public final class WireException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final Refusal refusal;

    public WireException(Refusal refusal, String message) {
        super(message);
        this.refusal = refusal;
    }

    /** Of no format that there is. */
    public static WireException malformed(String message) {
        return new WireException(Refusal.MALFORMED, message);
    }

    public Refusal refusal() {
        return refusal;
    }
}
