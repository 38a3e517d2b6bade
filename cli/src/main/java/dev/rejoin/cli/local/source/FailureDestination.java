package dev.rejoin.cli.local.source;

import dev.rejoin.replica.StreamRecord;
import java.util.List;

/** Where records go that were given up, with all that is needed to hand them in again. */
@FunctionalInterface
public interface FailureDestination {
    /**
     * Takes records that will not be tried again. If this throws, they are not given up.
     *
     * @param failure why, and which
     */
    void accept(Failure failure);

    /** Why records were given up. */
    enum Condition {
        RETRY_ATTEMPTS_EXHAUSTED("RetryAttemptsExhausted"),
        RECORD_AGE_EXCEEDED("RecordAgeExceeded");

        private final String text;

        Condition(String text) {
            this.text = text;
        }

        /** The word that Lambda has for it. */
        public String text() {
            return text;
        }
    }

    /**
     * Records that were given up.
     *
     * @param invocations how often they were handed to the function
     * @param reason what the function said last; empty if it never had them
     */
    record Failure(Condition condition, String shard, int invocations, String reason, List<StreamRecord> records) {}
}
