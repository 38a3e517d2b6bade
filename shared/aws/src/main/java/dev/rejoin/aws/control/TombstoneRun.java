package dev.rejoin.aws.control;

import dev.rejoin.clock.Actor;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/**
 * How the runs of {@code rejoin tombstones} ended. A run is complete if it looked at every row and no region held anything back.
 *
 * @param first when the first of them ended, in milliseconds since 1970
 * @param at when the newest ended
 * @param complete when the newest ended that was complete; empty if none was
 * @param heldBy what held tombstones back in the newest, in words; empty if it was complete
 */
public record TombstoneRun(long first, long at, OptionalLong complete, Optional<String> heldBy) {
    static final String FIRST = "first";
    static final String AT = "at";
    static final String COMPLETE = "complete";
    static final String HELD_BY = "heldBy";

    private static final double DAY_MILLIS = Duration.ofDays(1).toMillis();

    /** The key of its item. */
    static String key(Actor region) {
        return "tombstones#" + region;
    }

    /** The record of an item, nothing of an empty one. */
    static Optional<TombstoneRun> of(Map<String, AttributeValue> item) {
        OptionalLong at = Items.number(item, AT);
        if (at.isEmpty()) {
            return Optional.empty();
        }
        return Optional.of(new TombstoneRun(
                Items.number(item, FIRST).orElse(at.getAsLong()),
                at.getAsLong(),
                Items.number(item, COMPLETE),
                Items.text(item, HELD_BY)));
    }

    /** Days since the newest complete run. As long as none was complete, days since the first, so that this is noticed too. */
    public double heldDays(long now) {
        return Math.max(0, now - complete.orElse(first)) / DAY_MILLIS;
    }
}
