package dev.rejoin.replica;

/**
 * What became of a version at a peer.
 *
 * @param kind what happened
 * @param reason why it was refused or has to wait; mostly {@code NONE} otherwise
 * @param conflicts how many concurrent values met
 */
public record Outcome(Kind kind, Reason reason, int conflicts) {
    /** What happened. */
    public enum Kind {
        /** The item is now as the version says. */
        APPLIED,
        /** The item is now what the version and this region's own writes give together. */
        MERGED,
        /** Nothing to do: it was known already. */
        STALE,
        /** The item was busy or has local writes still to be folded: send again later. */
        WAIT,
        /** Not accepted; nothing was changed. Send again when the reason is gone. */
        REFUSED;

        /** Whether the peer now has the version, so that nothing is owed. */
        public boolean isDelivered() {
            return this == APPLIED || this == MERGED || this == STALE;
        }
    }

    /** Why a version was refused. */
    public enum Reason {
        NONE,
        /** A time in it is too far ahead of this region's clock: one of the two clocks is wrong. */
        CLOCK_AHEAD,
        /** It names a region that this table is not replicated with. */
        UNKNOWN_ACTOR,
        /** It holds a write of this region that this region never made: its table or shadow table was restored or replaced. */
        NEVER_ISSUED,
        /** It is no version, or its key does not fit the table. */
        MALFORMED,
        /** It holds values of a data type that this region does not know: its policy or a resolver is missing here. */
        UNKNOWN_POLICY,
        /** It, or what is stored here, is of a format newer than this release. */
        UNKNOWN_FORMAT,
        /** The item with its clock would pass DynamoDB's 400 KB. */
        ITEM_TOO_LARGE,
        /** A counter would pass DynamoDB's 38 digits. */
        COUNTER_OUT_OF_RANGE,
        /** The peer has expelled this region: nothing is taken until the region is back as another incarnation. */
        EXPELLED,
        /** Not refused: the store or the journal failed in the middle, and what was written is not known. */
        STORE_FAILED,
        /** Not refused: the peer did not answer in time. */
        UNREACHED
    }

    public static final Outcome STALE = new Outcome(Kind.STALE, Reason.NONE, 0);
    public static final Outcome WAIT = new Outcome(Kind.WAIT, Reason.NONE, 0);

    public static final Outcome FAILED = new Outcome(Kind.WAIT, Reason.STORE_FAILED, 0);

    public static final Outcome UNREACHED = new Outcome(Kind.WAIT, Reason.UNREACHED, 0);

    public static Outcome refused(Reason reason) {
        return new Outcome(Kind.REFUSED, reason, 0);
    }

    public static Outcome of(Kind kind, int conflicts) {
        return new Outcome(kind, Reason.NONE, conflicts);
    }
}
