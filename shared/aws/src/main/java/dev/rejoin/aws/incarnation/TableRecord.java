package dev.rejoin.aws.incarnation;

import dev.rejoin.clock.Actor;
import dev.rejoin.replica.ReplicaConfig;
import dev.rejoin.version.Home;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeParseException;

/**
 * The table that a region replicates, as its control table has it.
 *
 * @param id what tells it from another of the same name
 * @param createdMillis when it was made, in milliseconds since 1970
 * @param incarnation under which of its region it is replicated, from 1
 * @param backup of which incarnation it was a backup, 0 if it was none
 * @param ready false from when a table is noticed in its place until its shadow table is empty: then nothing may be replicated
 * @param sinceMillis if it is the very table that an earlier incarnation had: records of its stream that are older than this are part of what
 *     it was taken over with, and no writes of this incarnation; until it is ready, when that began. Else 0
 */
public record TableRecord(String id, long createdMillis, int incarnation, int backup, boolean ready, long sinceMillis) {
    /** A table and its first stream are made together, and their times rounded; a table in the place of another is minutes younger. */
    private static final long TOLERANCE_MILLIS = 10_000;

    /** @throws IllegalArgumentException if a backup is not of an earlier incarnation */
    public TableRecord {
        if (incarnation < 1 || backup < 0 || backup >= incarnation) {
            throw new IllegalArgumentException("no incarnation " + incarnation + " of a backup of " + backup);
        }
    }

    /** A table whose stream is as new as it is. */
    public TableRecord(String id, long createdMillis, int incarnation, int backup, boolean ready) {
        this(id, createdMillis, incarnation, backup, ready, 0);
    }

    /** A region's first table. */
    public static TableRecord first(TableIdentity table) {
        return new TableRecord(table.id(), table.createdMillis(), 1, 0, true);
    }

    /** Whether it is that table. */
    public boolean is(TableIdentity table) {
        return id.equals(table.id());
    }

    /**
     * The table in the place of this one, while its shadow table is still the old one's.
     *
     * @param of of which incarnation it is a backup
     */
    public TableRecord replacedBy(TableIdentity other, int of) {
        return replacedBy(other, incarnation + 1, of);
    }

    /**
     * As {@link #replacedBy}, as an incarnation further on.
     *
     * @param next the incarnation
     * @throws IllegalArgumentException if the backup is of none that was
     */
    public TableRecord replacedBy(TableIdentity other, int next, int of) {
        if (of > incarnation || next <= incarnation) {
            throw new IllegalArgumentException("no incarnation " + next + " of a backup of " + of);
        }
        return new TableRecord(other.id(), other.createdMillis(), next, of, false);
    }

    /**
     * This very table as a later incarnation, which takes what it has for a backup of this one.
     *
     * @param next the later incarnation
     * @param nowMillis when this begins
     */
    public TableRecord returning(int next, long nowMillis) {
        return new TableRecord(id, createdMillis, next, incarnation, false, nowMillis);
    }

    /** Whether it is the very table that an earlier incarnation replicated. */
    public boolean isReturned() {
        return sinceMillis > 0;
    }

    /** Whether a record of its stream is a write of this incarnation, by the time that the stream tells. */
    public boolean tells(long recordMillis) {
        return recordMillis >= sinceMillis;
    }

    /** The same, with an empty shadow table. */
    public TableRecord readied() {
        return readied(sinceMillis);
    }

    /**
     * The same, with a shadow table that has rows of deleted items only.
     *
     * @param since from when on records of the stream are this incarnation's writes
     */
    public TableRecord readied(long since) {
        return new TableRecord(id, createdMillis, incarnation, backup, true, since);
    }

    /**
     * Whether a stream is one of this table's, and not of one that had its name before. A stream's name ends with when it was made.
     *
     * @param arn the stream's, {@code arn:aws:dynamodb:REGION:ACCOUNT:table/NAME/stream/2025-11-29T20:38:04.123}
     */
    public boolean hasStream(String arn) {
        String label = arn.substring(arn.lastIndexOf('/') + 1);
        try {
            long made = LocalDateTime.parse(label).toInstant(ZoneOffset.UTC).toEpochMilli();
            return made >= createdMillis - TOLERANCE_MILLIS;
        } catch (DateTimeParseException e) {
            // Some engines name their streams in another way.
            return true;
        }
    }

    /** Where the clocks of its items are at home. */
    public Home home(Actor region, String table) {
        return new Home(region.incarnation(incarnation), table);
    }

    /** A replica's configuration as it is for this table. */
    public ReplicaConfig of(ReplicaConfig config) {
        Actor region = config.self().region();
        ReplicaConfig own = config.at(home(region, config.home().table()));
        return backup == 0 ? own : own.withBackup(region.incarnation(backup));
    }
}
