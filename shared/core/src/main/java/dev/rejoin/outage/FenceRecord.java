package dev.rejoin.outage;

import java.util.Optional;
import java.util.OptionalLong;

/**
 * How it stands with a region's fence: kept where it outlives whoever works on it, so that the next one goes on. A fence has up
 * to two reasons, the region's isolation and an operator's word, and is wanted as long as there is one.
 *
 * @param state how far it is
 * @param since when that state began, in milliseconds since 1970
 * @param isolation whether the region counts as isolated
 * @param byIsolation the reason that the region found itself
 * @param byHand the reason that an operator gave
 * @param decidedAt when the fence was decided for that is there or under way, 0 if there never was one
 * @param changedAt when the gate was last told to close or to open, 0 if never
 * @param refusals how many probe writes in a row had the answer that is waited for
 * @param closedAt when the last of the refusals was that proved the fence; empty until there is one
 * @param drainedAt when all writes from before were seen to be forwarded; empty until then
 * @param version grows by one with each change
 */
public record FenceRecord(
        State state,
        long since,
        Isolation isolation,
        Optional<Reason> byIsolation,
        Optional<Reason> byHand,
        long decidedAt,
        long changedAt,
        int refusals,
        OptionalLong closedAt,
        OptionalLong drainedAt,
        long version) {
    /** Of a region that never had a fence. */
    public static final FenceRecord NONE = new FenceRecord(
            State.OPEN,
            0,
            Isolation.NEW,
            Optional.empty(),
            Optional.empty(),
            0,
            0,
            0,
            OptionalLong.empty(),
            OptionalLong.empty(),
            0);

    /** How far a fence is. */
    public enum State {
        /** Applications may write. */
        OPEN,
        /** The gate is closing: a write may still be accepted. */
        FENCING,
        /** No write of an application is accepted. */
        FENCED,
        /** The gate is opening: a write may still be refused. */
        UNFENCING
    }

    /**
     * Why a fence is wanted.
     *
     * @param at since when, in milliseconds since 1970
     * @param who an operator, or {@code sentinel}
     * @param why in words
     */
    public record Reason(long at, String who, String why) {}

    /** Whether there is a reason for it. */
    public boolean isWanted() {
        return byIsolation.isPresent() || byHand.isPresent();
    }

    /** Whether there is nothing left to do. */
    public boolean isSettled() {
        return isWanted() ? state == State.FENCED : state == State.OPEN;
    }

    /** From the decision until it was proved that no write is accepted, in milliseconds. */
    public OptionalLong millisToClose() {
        return closedAt.isPresent() ? OptionalLong.of(closedAt.getAsLong() - decidedAt) : OptionalLong.empty();
    }

    /** With what a look at the other regions told. */
    public FenceRecord seen(Isolation now, Optional<Reason> reason) {
        return now.equals(isolation) && reason.isPresent() == byIsolation.isPresent()
                ? this
                : new Builder(this)
                        .isolation(now)
                        .byIsolation(
                                byIsolation.filter(old -> reason.isPresent()).or(() -> reason))
                        .build();
    }

    /** With an operator's word to fence. */
    public FenceRecord fencedByHand(Reason reason) {
        return new Builder(this).byHand(Optional.of(reason)).build();
    }

    /** With an operator's word to open, whatever the region thinks of its isolation. */
    public FenceRecord openedByHand() {
        return new Builder(this)
                .isolation(isolation.disarmed())
                .byIsolation(Optional.empty())
                .byHand(Optional.empty())
                .build();
    }

    /** In another state. */
    FenceRecord enter(State next, long now) {
        Builder builder = new Builder(this).state(next, now).refusals(0);
        if (next == State.FENCING) {
            // A gate that somebody else opened is closed again, from when that was seen.
            long decided = state == State.FENCED
                    ? now
                    : byIsolation.or(() -> byHand).map(Reason::at).orElse(now);
            builder.decidedAt(decided).closedAt(OptionalLong.empty()).drainedAt(OptionalLong.empty());
        }
        return builder.build();
    }

    /** As it is before the gate is told something. */
    FenceRecord changing(long now) {
        return new Builder(this).changedAt(now).refusals(0).build();
    }

    /** After a probe. */
    FenceRecord probed(boolean asWaitedFor, long now) {
        Builder builder = new Builder(this).refusals(asWaitedFor ? refusals + 1 : 0);
        if (state == State.FENCING) {
            // The last refusal, not the first: between the two somewhere a write may have been accepted.
            builder.closedAt(asWaitedFor ? OptionalLong.of(now) : OptionalLong.empty());
        }
        return builder.build();
    }

    /** As {@link #enter}, in one version with what led there. */
    FenceRecord enterAfter(State next, long now) {
        return new FenceRecord(
                next, now, isolation, byIsolation, byHand, decidedAt, changedAt, 0, closedAt, drainedAt, version);
    }

    FenceRecord drained(long now) {
        return new Builder(this).drainedAt(OptionalLong.of(now)).build();
    }

    /** The next version of a record. */
    private static final class Builder {
        private final FenceRecord from;
        private State state;
        private long since;
        private Isolation isolation;
        private Optional<Reason> byIsolation;
        private Optional<Reason> byHand;
        private long decidedAt;
        private long changedAt;
        private int refusals;
        private OptionalLong closedAt;
        private OptionalLong drainedAt;

        Builder(FenceRecord from) {
            this.from = from;
            this.state = from.state;
            this.since = from.since;
            this.isolation = from.isolation;
            this.byIsolation = from.byIsolation;
            this.byHand = from.byHand;
            this.decidedAt = from.decidedAt;
            this.changedAt = from.changedAt;
            this.refusals = from.refusals;
            this.closedAt = from.closedAt;
            this.drainedAt = from.drainedAt;
        }

        Builder state(State value, long now) {
            state = value;
            since = now;
            return this;
        }

        Builder isolation(Isolation value) {
            isolation = value;
            return this;
        }

        Builder byIsolation(Optional<Reason> value) {
            byIsolation = value;
            return this;
        }

        Builder byHand(Optional<Reason> value) {
            byHand = value;
            return this;
        }

        Builder decidedAt(long value) {
            decidedAt = value;
            return this;
        }

        Builder changedAt(long value) {
            changedAt = value;
            return this;
        }

        Builder refusals(int value) {
            refusals = value;
            return this;
        }

        Builder closedAt(OptionalLong value) {
            closedAt = value;
            return this;
        }

        Builder drainedAt(OptionalLong value) {
            drainedAt = value;
            return this;
        }

        FenceRecord build() {
            return new FenceRecord(
                    state,
                    since,
                    isolation,
                    byIsolation,
                    byHand,
                    decidedAt,
                    changedAt,
                    refusals,
                    closedAt,
                    drainedAt,
                    from.version + 1);
        }
    }
}
