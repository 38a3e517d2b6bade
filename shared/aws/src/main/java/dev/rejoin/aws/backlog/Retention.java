package dev.rejoin.aws.backlog;

import java.time.Duration;

/**
 * How long what is still to be sent is kept, and when to speak.
 *
 * @param hints how long a hint queue keeps a hint
 * @param hintMargin so long before that a direction counts as lost: queues measure to the minute, and forget on time
 * @param stream how long the stream keeps a record
 * @param streamWarning the age of a record from which somebody should look
 */
public record Retention(Duration hints, Duration hintMargin, Duration stream, Duration streamWarning) {
    /** What the stack's queues and DynamoDB keep. */
    public static final Retention DEFAULT =
            new Retention(Duration.ofDays(14), Duration.ofHours(1), Duration.ofHours(24), Duration.ofHours(18));

    /** @throws IllegalArgumentException if a warning would come after the loss */
    public Retention {
        if (hintMargin.isNegative() || hintMargin.compareTo(hints) >= 0 || streamWarning.compareTo(stream) >= 0) {
            throw new IllegalArgumentException("a warning must come before the loss");
        }
    }

    /** With another time that queues keep hints for. */
    public Retention withHints(Duration kept) {
        Duration margin = hintMargin.compareTo(kept) < 0 ? hintMargin : kept.dividedBy(2);
        return new Retention(kept, margin, stream, streamWarning);
    }

    /** Whether a hint of that age may be forgotten before the next look. */
    public boolean losesHints(long oldestMillis) {
        return oldestMillis >= hints.minus(hintMargin).toMillis();
    }

    /** Whether a record of that age is gone. */
    public boolean losesRecords(long ageMillis) {
        return ageMillis >= stream.toMillis();
    }

    /** Whether records of that age are about to go. */
    public boolean warnsOfRecords(long ageMillis) {
        return ageMillis >= streamWarning.toMillis();
    }
}
