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
        POLICY_CHANGED,
        ORIGIN(Scenario.Life.BACKFILL),
        BACKFILL_CRASHED(Scenario.Life.BACKFILL),
        REGION_JOINED(Scenario.Life.JOIN),
        REGION_LEFT(Scenario.Life.LEAVE),
        WEEKS_PASSED(Scenario.Life.COLLECT),
        TOMBSTONE_FORGOTTEN(Scenario.Life.COLLECT),
        PRUNED(Scenario.Life.COLLECT),
        RESTORED(Scenario.Life.RESTORE),
        RESTORED_AS_IT_WAS(Scenario.Life.RESTORE),
        FOUND_IN_BACKUP(Scenario.Life.RESTORE),
        PAUSED(Scenario.Life.OUTAGE),
        ISOLATED(Scenario.Life.OUTAGE),
        FENCED(Scenario.Life.OUTAGE),
        FENCED_TO_THE_END(Scenario.Life.OUTAGE),
        WRITE_REFUSED(Scenario.Life.OUTAGE),
        PLANNED_FAILOVER(Scenario.Life.OUTAGE),
        UNPLANNED_FAILOVER(Scenario.Life.OUTAGE),
        EXPELLED(Scenario.Life.EXPEL),
        EXPELLED_REFUSED(Scenario.Life.EXPEL),
        RETURNED(Scenario.Life.EXPEL),
        RETURNED_UNFOLDED(Scenario.Life.EXPEL),
        ITEM_KEPT(true),
        SIBLINGS_KEPT(true),
        RESOLVER_FAILED(true),
        SPILLED(true),
        COMBINED(true);

        private final Scenario.Life life;
        private final boolean typed;

        Path() {
            this(Scenario.Life.STEADY, false);
        }

        Path(boolean typed) {
            this(Scenario.Life.STEADY, typed);
        }

        Path(Scenario.Life life) {
            this(life, false);
        }

        Path(Scenario.Life life, boolean typed) {
            this.life = life;
            this.typed = typed;
        }
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

    /** The paths that no run reached, of those that runs of this life should. */
    public Set<Path> never(Scenario.Life life) {
        Set<Path> never = EnumSet.allOf(Path.class);
        never.removeIf(path -> of(path) > 0 || path.typed || (path.life != life && path.life != Scenario.Life.STEADY));
        return never;
    }

    /** The paths that no run reached, of those that runs of data types and other deletes should beside the common ones. */
    public Set<Path> neverTyped() {
        Set<Path> never = EnumSet.allOf(Path.class);
        never.removeIf(path -> of(path) > 0 || !path.typed);
        return never;
    }
}
