package dev.rejoin.aws.incarnation;

import dev.rejoin.replica.TimeSource;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Whether the table is still the one that its region replicates; looked at again every few seconds. A table takes longer than that to be
 * deleted and restored under the same name, so who asks before each batch never works on another than it was made for.
 */
public final class CurrentTable {
    /** How long a look holds. */
    public static final Duration FRESH = Duration.ofSeconds(10);

    private final Supplier<CompletableFuture<TableIdentity>> identity;
    private final TableRecords records;
    private final TimeSource time;
    private final Runnable refused;
    private final String what;
    private @Nullable CompletableFuture<TableRecord> last;
    private long lookedAt;

    /**
     * @param what the table and its region, in words
     * @param identity asks what the table is that is there, as {@link TableIdentity}
     * @param refused run each time that somebody may not work
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

    /** The table of now; fails with a {@link ReplacedTableException} if it is another than the one that is replicated. */
    public CompletableFuture<TableRecord> now() {
        return looked().whenComplete((record, error) -> {
            if (error != null) {
                refused.run();
            }
        });
    }

    private synchronized CompletableFuture<TableRecord> looked() {
        long now = time.millis();
        CompletableFuture<TableRecord> known = last;
        // A clock that was put back makes everything stale.
        boolean fresh = now >= lookedAt && now - lookedAt < FRESH.toMillis();
        if (known != null && (!known.isDone() || (fresh && !known.isCompletedExceptionally()))) {
            return known;
        }
        CompletableFuture<TableRecord> look = look();
        last = look;
        lookedAt = now;
        return look;
    }

    private CompletableFuture<TableRecord> look() {
        CompletableFuture<TableIdentity> there = identity.get();
        CompletableFuture<@Nullable TableRecord> known = records.read();
        return there.thenCompose(table -> known.thenCompose(record -> judge(table, record)));
    }

    private CompletableFuture<TableRecord> judge(TableIdentity table, @Nullable TableRecord record) {
        if (record == null) {
            TableRecord first = TableRecord.first(table);
            return records.write(first, null)
                    .thenCompose(done -> done ? CompletableFuture.completedFuture(first) : look());
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
}
