package dev.rejoin.aws.control;

/**
 * What a peer is owed.
 *
 * @param keys how many hints, about; a key that is owed twice may count twice
 * @param oldestMillis since when the oldest is owed, 0 if none is
 * @param bytes what they are about to weigh on their way: keys times the table's mean item
 * @param dead how many of them nobody tries any more
 */
public record Owed(long keys, long oldestMillis, long bytes, long dead) {
    /** Nothing. */
    public static final Owed NOTHING = new Owed(0, 0, 0, 0);
}
