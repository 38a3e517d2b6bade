package dev.rejoin.aws.policy;

import dev.rejoin.replica.Outcome;
import dev.rejoin.replica.Outcome.Kind;
import dev.rejoin.replica.Outcome.Reason;
import org.jspecify.annotations.Nullable;

/** Nobody may merge now: the table's policy cannot be read or understood. The message says why, and the mend. */
public final class UnknownPolicyException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /** What becomes of a version meanwhile: its sender keeps it, and sends it again. */
    public static final Outcome OUTCOME = new Outcome(Kind.WAIT, Reason.UNKNOWN_POLICY, 0);

    public UnknownPolicyException(String message) {
        this(message, null);
    }

    public UnknownPolicyException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
