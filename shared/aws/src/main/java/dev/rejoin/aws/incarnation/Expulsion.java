package dev.rejoin.aws.incarnation;

/**
 * That one region has expelled another: it takes nothing of the other's table as it was then, and sends it nothing. The other comes back as
 * a later incarnation.
 *
 * @param upTo the last incarnation that is refused
 * @param sinceMillis when it was expelled, in milliseconds since 1970
 * @param who expelled it
 * @param known the highest incarnation of the other that this region has heard of; 0 if it has heard of none
 */
public record Expulsion(int upTo, long sinceMillis, String who, int known) {
    /** @throws IllegalArgumentException if no incarnation is expelled */
    public Expulsion {
        if (upTo < 1 || known < 0) {
            throw new IllegalArgumentException("no incarnation " + upTo + " can be expelled, nor " + known + " known");
        }
    }

    /** Both, of one region by two others: the last incarnation that either refuses, and the first time. */
    public Expulsion with(Expulsion other) {
        return new Expulsion(
                Math.max(upTo, other.upTo),
                Math.min(sinceMillis, other.sinceMillis),
                sinceMillis <= other.sinceMillis ? who : other.who,
                Math.max(known, other.known));
    }

    /** Whether what that incarnation sends is refused. */
    public boolean refuses(int incarnation) {
        return incarnation <= upTo;
    }

    /** Whether the other is still away: it is not known to have come back. */
    public boolean isInForce() {
        return known <= upTo;
    }
}
