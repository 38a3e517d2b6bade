package dev.rejoin.cli.regions;

import dev.rejoin.aws.incarnation.Expulsion;
import dev.rejoin.cli.UnavailableException;
import dev.rejoin.cli.operate.AccessProblem;
import dev.rejoin.cli.operate.OperatedRegion;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.dynamodb.model.TableDescription;

/**
 * What a table was restored from.
 *
 * @param taken the point in time; null if the table was made anew, or imported
 * @param what has items of that time, in words
 */
record Backup(@Nullable Instant taken, String what) {
    /**
     * The age from which tombstones of what the backup has may be forgotten: {@code rejoin tombstones} keeps them for 35 days or more, less a
     * day for what is done meanwhile.
     */
    private static final Duration OLD = Duration.ofDays(34);

    /** @throws UnavailableException if the region does not answer */
    static Backup ask(OperatedRegion region) {
        String name = region.table().name();
        return of(AccessProblem.await(
                        "table " + name + " in " + region.actor(),
                        region.client().describeTable(describe -> describe.tableName(name)))
                .table());
    }

    static Backup of(TableDescription table) {
        return new Backup(
                table.restoreSummary() == null ? null : table.restoreSummary().restoreDateTime(),
                "the table was restored from a backup of");
    }

    /** What a region has that heard nothing of the others since they expelled it. */
    static Backup ofExpelled(Instant since) {
        return new Backup(since, "the region was expelled on");
    }

    /** This one, unless the region was expelled before it was taken: then its items are no younger than that. */
    Backup or(@Nullable Expulsion expelled) {
        Instant since = expelled == null ? Instant.MAX : Instant.ofEpochMilli(expelled.sinceMillis());
        return taken != null && since.isBefore(taken) ? ofExpelled(since) : this;
    }

    /**
     * Makes sure that no deleted item comes back with it, as far as can be told.
     *
     * @param accepted whether it may
     * @throws UnavailableException if it might, and may not
     */
    void require(Instant now, boolean accepted) {
        if (isOld(now) && !accepted) {
            throw new UnavailableException(what + " " + taken
                    + ", which is more than 34 days ago: 'rejoin tombstones' may have forgotten since that some of its items"
                    + " were deleted, and those would come back everywhere. Restore a younger backup, or say that they may"
                    + " with --accept-resurrected");
        }
    }

    /** What there is to know of its age; null if all is well. */
    @Nullable
    String note(Instant now) {
        if (taken == null) {
            return "no backup is named by the table, so it is not known how old its items are: those that were deleted before"
                    + " 'rejoin tombstones' last forgot may come back";
        }
        return isOld(now) ? what + " " + taken + ": items that were deleted since and forgotten may come back" : null;
    }

    private boolean isOld(Instant now) {
        return taken != null && taken.isBefore(now.minus(OLD));
    }
}
