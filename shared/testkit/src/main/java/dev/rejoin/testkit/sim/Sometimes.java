package dev.rejoin.testkit.sim;

import java.util.Arrays;
import java.util.EnumSet;
import java.util.Set;

/** How often the rare paths were reached: a simulation that never gets there proves nothing about them. */
@SuppressWarnings("EnumOrdinal")
public final class Sometimes {
    /** A rare path. */
    public enum Path {
        CONFLICT,
        NIL_WRITE,
        SETTLED,
        LOST_VALUE_BROUGHT_BACK,
        WAIT,
        HINT,
        REFUSED_CONDITION,
        CRASH_BETWEEN_FOLD_AND_FORWARD,
        CLOCK_PUT_BACK,
        FOREIGN_CLOCK,
        REPEATED_RECORD,
        PARTIAL_BATCH_FAILURE,
        TOMBSTONE,
        DELETE_BY_PEER,
        SLICE,
        RECOUNT,
        GAP,
        TRIMMED_RECORDS,
        CLOCK_AHEAD,
        UNCERTAIN_WRITE,
        THROTTLED,
        MESSAGE_LOST,
        MESSAGE_DOUBLED,
        LINK_CUT,
        CRASHED_FORWARDER,
        CRASHED_COURIER,
        CRASHED_APPLIER,
        ZOMBIE,
        POLICY_CHANGED
    }

    private final long[] counts = new long[Path.values().length];

    void reached(Path path) {
        reached(path, 1);
    }

    void reached(Path path, long n) {
        counts[path.ordinal()] += n;
    }

    /** How often. */
    public long of(Path path) {
        return counts[path.ordinal()];
    }

    /** Adds another run's counts. */
    public synchronized void add(Sometimes other) {
        Arrays.setAll(counts, i -> counts[i] + other.counts[i]);
    }

    /** The paths that no run reached. */
    public Set<Path> never() {
        Set<Path> never = EnumSet.allOf(Path.class);
        never.removeIf(path -> of(path) > 0);
        return never;
    }
}
