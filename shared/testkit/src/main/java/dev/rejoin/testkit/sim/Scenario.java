package dev.rejoin.testkit.sim;

import java.util.Locale;

/**
 * What a run is determined by, wholly.
 *
 * @param seed any number
 * @param regions 2 to 5
 * @param ops how many plain writes, 1 or more
 * @param mix of what kinds
 * @param faults what goes wrong
 * @param life what becomes of the regions themselves
 */
public record Scenario(long seed, int regions, int ops, Mix mix, Faults faults, Life life) {
    /** What becomes of regions and tables during a run. */
    public enum Life {
        /** Tables begin empty, and stay. */
        STEADY,
        /** Tables have items that are older than their replication, and are backfilled while applications write. */
        BACKFILL,
        /** One region is not there at first, and joins with an empty table. */
        JOIN,
        /** One region's applications stop, and it leaves when all that it wrote has arrived. */
        LEAVE,
        /** One region's table is lost, and restored from a backup, while applications write. */
        RESTORE,
        /** Weeks pass while nothing is under way, and what has been dead for so long is forgotten, while applications write. */
        COLLECT,
        /** Regions are cut off and fence themselves, directions are paused, regions are given up for others. */
        OUTAGE,
        /** One region is cut off and expelled by the others, and comes back with the table that it has. */
        EXPEL
    }

    /** What may go wrong in a run. */
    public enum Faults {
        /** Nothing, and each write is replicated before the next: for counting operations. */
        QUIET,
        /** Nothing but concurrency. */
        NONE,
        /** Messages are lost, doubled and late; processes crash; the store throttles and loses answers. */
        COMMON,
        /** As before, and clocks are off by minutes, links are cut, forwarders are down past the stream's retention. */
        ALL,
        /**
         * As before, and what nobody makes good: hints and messages are lost for ever, records are lost and nobody knows. Ends
         * with a comparison and a repair.
         */
        DAMAGE,
        /** As {@link #COMMON}, but only the journal and the bin are throttled, and most of the time. */
        JOURNAL;

        /** Whether everything that replication copes with by itself may go wrong. */
        boolean isAll() {
            return this == ALL || this == DAMAGE;
        }
    }

    /** A run of tables that begin empty, and stay. */
    public Scenario(long seed, int regions, int ops, Mix mix, Faults faults) {
        this(seed, regions, ops, mix, faults, Life.STEADY);
    }

    /** @throws IllegalArgumentException naming the bound that is passed */
    public Scenario {
        if (regions < 2 || regions > 5) {
            throw new IllegalArgumentException("regions must be 2 to 5: " + regions);
        }
        if (ops < 1) {
            throw new IllegalArgumentException("ops must be 1 or more: " + ops);
        }
    }

    /** The arguments of {@code rejoin simulate} that run it again. */
    public String replay() {
        return String.format(
                        Locale.ROOT,
                        "--seed %d --regions %d --ops %d --mix %s --faults %s",
                        seed,
                        regions,
                        ops,
                        mix.name().toLowerCase(Locale.ROOT),
                        faults.name().toLowerCase(Locale.ROOT))
                + (life == Life.STEADY ? "" : " --life " + life.name().toLowerCase(Locale.ROOT));
    }
}
