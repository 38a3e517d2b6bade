package dev.rejoin.aws.incarnation;

import dev.rejoin.aws.metrics.Problem;
import dev.rejoin.replica.TimeSource;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.dynamodb.model.ResourceNotFoundException;

/**
 * Whether the table is still the one that its region replicates; looked at again every few seconds. While one cannot look, what was seen
 * last holds for a little longer. A table takes longer than that to be deleted and restored under the same name, so who asks before each
 * batch never works on another than it was made for.
 */
public final class CurrentTable {
    /** How long a look holds. */
    public static final Duration FRESH = Duration.ofSeconds(10);

    /**
     * How long at most a look holds while one cannot look again: half as long as a policy does. A batch may work on the table this long and
     * then its function's timeout after the table was last seen: at most 90 s for forwarder and courier (60 s), 60 s for the applier (30 s).
     * A table that is restored is not back in that time (docs/adr/0020: AWS names 20 minutes for a point in time, and no least time for a
     * backup). With a policy's minute it would be 2 minutes, and who waits instead loses no write.
     */
    public static final Duration LONGEST = Duration.ofSeconds(30);

    /** While there is a look that still holds. */
    private static final long PATIENCE_MILLIS = 2_000;

    /** While there is none, and whoever asks can only wait. */
    private static final long FIRST_PATIENCE_MILLIS = 20_000;

    private final Supplier<CompletableFuture<TableIdentity>> identity;
    private final TableRecords records;
    private final TimeSource time;
    private final Runnable refused;
    private final String what;
    private @Nullable Seen seen;
    private @Nullable CompletableFuture<TableRecord> looking;
    private long lookedAt = Long.MIN_VALUE / 2;

    /**
     * The table that was the right one.
     *
     * @param at when the look began
     */
    private record Seen(long at, TableRecord record) {
        boolean holds(long now) {
            // A clock that was put back makes everything stale.
            return now >= at && now - at < LONGEST.toMillis();
        }
    }

    /**
     * One look.
     *
     * @param there the table that is there
     * @param known the one that is replicated
     */
    private record Look(CompletableFuture<TableIdentity> there, CompletableFuture<@Nullable TableRecord> known) {
        /** Whether as much as was answered tells that it is no longer so. */
        boolean denies(TableRecord record) {
            return (answered(there) && !record.is(there.join()))
                    || (answered(known) && !record.equals(known.join()))
                    || isGone();
        }

        private boolean isGone() {
            return there.isCompletedExceptionally()
                    && there.handle((table, error) -> Problem.in(error, ResourceNotFoundException.class) != null)
                            .join();
        }

        private static boolean answered(CompletableFuture<?> call) {
            return call.isDone() && !call.isCompletedExceptionally();
        }
    }

    /**
     * @param what the table and its region, in words
     * @param identity asks what the table is that is there, as {@link TableIdentity}
     * @param refused run each time that somebody may not work because another table was seen
     */
    public CurrentTable(
            String what,
            Supplier<CompletableFuture<TableIdentity>> identity,
            TableRecords records,
            TimeSource time,
            Runnable refused) {
        this.what = what;
        this.identity = identity;
        this.records = records;
        this.time = time;
        this.refused = refused;
    }

    /**
     * The table of now; fails with a {@link ReplacedTableException} if it is another than the one that is replicated, and with an {@link
     * UnknownTableException} if nobody can tell.
     */
    public CompletableFuture<TableRecord> now() {
        return looked().whenComplete((record, error) -> {
            if (Problem.in(error, ReplacedTableException.class) != null) {
                refused.run();
            }
        });
    }

    private synchronized CompletableFuture<TableRecord> looked() {
        long now = time.millis();
        if (looking != null && !looking.isDone()) {
            return looking;
        }
        Seen last = seen != null && seen.holds(now) ? seen : null;
        boolean fresh = now >= lookedAt && now - lookedAt < FRESH.toMillis();
        if (fresh && last != null) {
            return CompletableFuture.completedFuture(last.record);
        }
        Look look = look();
        CompletableFuture<TableRecord> answer = judged(look)
                .orTimeout(last == null ? FIRST_PATIENCE_MILLIS : PATIENCE_MILLIS, TimeUnit.MILLISECONDS)
                .thenApply(record -> saw(now, record))
                .exceptionallyCompose(error -> unseen(look, error));
        lookedAt = now;
        looking = answer;
        return answer;
    }

    private Look look() {
        return new Look(started(identity), started(records::read));
    }

    private static <T extends @Nullable Object> CompletableFuture<T> started(Supplier<CompletableFuture<T>> call) {
        try {
            return call.get();
        } catch (RuntimeException e) {
            return CompletableFuture.failedFuture(e);
        }
    }

    /** Waits for both answers, whatever they are: also one by itself may tell that the table is another. */
    private CompletableFuture<TableRecord> judged(Look look) {
        return CompletableFuture.allOf(look.there, look.known)
                .thenCompose(both -> judge(look.there.join(), look.known.join()));
    }

    private CompletableFuture<TableRecord> judge(TableIdentity table, @Nullable TableRecord record) {
        if (record == null) {
            TableRecord first = TableRecord.first(table);
            return records.write(first, null)
                    .thenCompose(done -> done ? CompletableFuture.completedFuture(first) : judged(look()));
        } else if (!record.ready()) {
            return refused(what + " is being taken over. Run 'rejoin regions restored' again, to its end");
        } else if (!record.is(table)) {
            return refused(
                    what + " is not the one that was replicated: it was restored, or made anew. Nothing is replicated"
                            + " here until 'rejoin regions restored' has run");
        }
        return CompletableFuture.completedFuture(record);
    }

    private static CompletableFuture<TableRecord> refused(String why) {
        return CompletableFuture.failedFuture(new ReplacedTableException(why));
    }

    private synchronized TableRecord saw(long at, TableRecord record) {
        seen = new Seen(at, record);
        return record;
    }

    /** That one cannot look says nothing against what was seen; a table that is gone does, or another. */
    private synchronized CompletableFuture<TableRecord> unseen(Look look, Throwable error) {
        ReplacedTableException replaced = Problem.in(error, ReplacedTableException.class);
        Seen last = seen;
        if (replaced == null && last != null && last.holds(time.millis()) && !look.denies(last.record)) {
            return CompletableFuture.completedFuture(last.record);
        }
        seen = null;
        return CompletableFuture.failedFuture(
                replaced != null
                        ? replaced
                        : new UnknownTableException(
                                "whether " + what + " is the one that is replicated cannot be told: "
                                        + Problem.of(error),
                                error));
    }
}
