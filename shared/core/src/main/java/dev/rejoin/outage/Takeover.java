package dev.rejoin.outage;

import dev.rejoin.outage.FenceRecord.Reason;
import dev.rejoin.outage.FenceRecord.State;
import dev.rejoin.rule.Rule;
import java.util.Collection;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * When a region may take over from another that answers, so that it shows all that the other acknowledged, and all that the other
 * showed when it was closed: what a third region wrote too, which that one brings to each of the two by itself.
 */
public final class Takeover {
    private Takeover() {}

    /** What is still to happen, in this order. */
    public enum Left {
        NOTHING,
        /** The region that is given up is not proved to refuse its applications' writes. */
        TO_FENCE,
        /** It has not forwarded all that it took before. */
        TO_DRAIN,
        /** What it owes the one that takes over is not known from a time when everything was forwarded. */
        TO_MEASURE,
        /** It owes that one something. */
        TO_DELIVER,
        /** A third region may. */
        OTHERS
    }

    /**
     * What a region has still to bring to the one that takes over.
     *
     * @param at when its measurement began, in milliseconds since 1970
     * @param forwardedTo all that its applications wrote before that time was forwarded then: taken or owed
     * @param keys how many are owed; empty if that could not be measured
     */
    public record Measured(long at, long forwardedTo, OptionalLong keys) {}

    /**
     * What is still to happen.
     *
     * @param fence of the region that is given up, as it is now
     * @param measured its newest measurement; empty if there is none
     * @param others the newest measurement of each third region
     */
    public static Left left(FenceRecord fence, Optional<Measured> measured, Collection<Optional<Measured>> others) {
        if (fence.state() != State.FENCED && Rule.FAILOVER_FENCES.holds()) {
            return Left.TO_FENCE;
        } else if (fence.drainedAt().isEmpty() && Rule.FAILOVER_DRAINS.holds()) {
            return Left.TO_DRAIN;
        } else if (measured.isEmpty() || !isFresh(fence, measured.get())) {
            return Left.TO_MEASURE;
        } else if (measured.get().keys().orElse(1) > 0 && Rule.FAILOVER_OWES_NOTHING.holds()) {
            return Left.TO_DELIVER;
        }
        boolean all = others.stream().allMatch(other -> hasDelivered(fence, other));
        return all || !Rule.FAILOVER_ASKS_OTHERS.holds() ? Left.NOTHING : Left.OTHERS;
    }

    private static boolean isFresh(FenceRecord fence, Measured measured) {
        boolean after = measured.at() > fence.drainedAt().orElse(0);
        return measured.keys().isPresent() && (after || !Rule.OWED_AFTER_DRAIN.holds());
    }

    /** Whether a third region has brought all that it wrote before the other was closed, and before that was asked for. */
    public static boolean hasDelivered(FenceRecord fence, Optional<Measured> other) {
        long since = Math.max(
                fence.closedAt().orElse(fence.since()),
                fence.byHand().map(Reason::at).orElse(0L));
        return other.filter(measured -> measured.at() > fence.drainedAt().orElse(0)
                        && measured.forwardedTo() >= since
                        && measured.keys().orElse(1) == 0)
                .isPresent();
    }
}
