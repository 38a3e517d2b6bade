package dev.rejoin.aws.wire;

import dev.rejoin.replica.Outcome;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a region answers.
 *
 * @param timeMillis its time
 * @param outcomes one for each shipment, in their order
 * @param refusal why the whole request was not accepted, null if it was
 * @param message more about that, without contents
 */
public record Answer(
        long timeMillis, List<Outcome> outcomes, @Nullable Refusal refusal, String message) {
    public Answer {
        outcomes = List.copyOf(outcomes);
    }

    public static Answer of(long timeMillis, List<Outcome> outcomes) {
        return new Answer(timeMillis, outcomes, null, "");
    }

    public static Answer refused(long timeMillis, Refusal refusal, String message) {
        return new Answer(timeMillis, List.of(), refusal, message);
    }
}
