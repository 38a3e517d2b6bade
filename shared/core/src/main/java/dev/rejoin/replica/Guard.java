package dev.rejoin.replica;

import dev.rejoin.clock.HybridTime;
import dev.rejoin.item.Value;
import dev.rejoin.replica.Outcome.Reason;
import dev.rejoin.rule.Rule;
import dev.rejoin.version.Counter;
import dev.rejoin.version.Merge;
import dev.rejoin.version.Version;

/** Refuses what must not be merged, because merging cannot be undone. A peer is trusted no further than this. */
final class Guard {
    private Guard() {}

    /** Why a version may not be merged, whatever is stored here; {@code NONE} if it may. */
    static Reason check(ReplicaConfig config, long nowMillis, Version version) {
        if (!version.isWhole() || !Merge.isNormal(version) || version.dots().isEmpty()) {
            return Reason.MALFORMED;
        }
        for (var actor : version.actors()) {
            if (!config.knows(actor)) {
                return Reason.UNKNOWN_ACTOR;
            }
        }
        if (Rule.CLOCK_BOUND.holds() && HybridTime.millis(version.maxTime()) > nowMillis + config.clockBoundMillis()) {
            return Reason.CLOCK_AHEAD;
        }
        return Reason.NONE;
    }

    /** Why a version may not be merged with what is known here. What this region made long ago it may have forgotten with a tombstone. */
    static Reason check(ReplicaConfig config, long nowMillis, Version known, Version version) {
        long forgotten = HybridTime.ofMillis(Math.max(0, nowMillis - Capture.OLD_MILLIS));
        long issued = Math.max(known.vector().time(config.self()), forgotten);
        if (version.vector().time(config.self()) > issued) {
            return Reason.NEVER_ISSUED;
        }
        for (var dot : version.dots()) {
            if (dot.actor().equals(config.self()) && dot.time() > issued) {
                return Reason.NEVER_ISSUED;
            }
        }
        return Reason.NONE;
    }

    /** Whether every counter is a number that DynamoDB can hold. */
    static boolean countersFit(Version version) {
        for (Counter counter : version.counters().values()) {
            if (!Value.N.fits(counter.total())) {
                return false;
            }
        }
        return true;
    }
}
