package dev.rejoin.replica;

import dev.rejoin.clock.Dot;
import dev.rejoin.item.ItemKey;
import dev.rejoin.replica.ReplicationMetrics.Event;
import dev.rejoin.rule.Rule;
import dev.rejoin.version.ItemClock;
import dev.rejoin.version.Merge;
import dev.rejoin.version.ShadowRow;
import dev.rejoin.version.Version;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Folds one key's records of a batch, one after the other, and gathers what is to be sent. The row that was just written is
 * remembered, and an insert's row is predicted to be absent: the write's own condition tells if that was wrong.
 */
final class KeyRun {
    private static final int ATTEMPTS = 20;
    private static final CompletableFuture<Void> NOTHING = CompletableFuture.completedFuture(null);

    private final Replica replica;
    private final Fold fold;
    private final Settle settle;
    private final Reads reads;
    private final ItemKey key;
    private final List<StreamRecord> records;

    private @Nullable ShadowRow row;
    private Version version = Version.EMPTY;
    private boolean owed;
    private int handled;
    private @Nullable Throwable failure;

    KeyRun(Replica replica, Fold fold, Settle settle, ItemKey key, List<StreamRecord> records) {
        this.replica = replica;
        this.fold = fold;
        this.settle = settle;
        this.reads = new Reads(replica.store());
        this.key = key;
        this.records = records;
    }

    /** Whether the first record cannot be folded without reading the row. */
    boolean needsRow() {
        return !isPlainInsert(records.get(0));
    }

    /**
     * Never fails: {@link #failure} tells why records after the first {@link #handled} were not handled.
     *
     * @param read the row if it was read, else null
     */
    CompletableFuture<KeyRun> run(@Nullable ShadowRow read) {
        row = read;
        return next().handle((done, error) -> {
            failure = error == null ? null : Futures.cause(error);
            return this;
        });
    }

    ItemKey key() {
        return key;
    }

    /** What is to be sent; empty if there is nothing. */
    Version version() {
        return version;
    }

    /** Whether every peer is owed the key, because what is to be sent cannot be told from the records. */
    boolean isOwed() {
        return owed;
    }

    /** The records that were not handled. */
    List<StreamRecord> unhandled() {
        return records.subList(handled, records.size());
    }

    @Nullable
    Throwable failure() {
        return failure;
    }

    private CompletableFuture<Void> next() {
        if (handled == records.size()) {
            return NOTHING;
        }
        StreamRecord record = records.get(handled);
        return start(() -> capture(record)).thenCompose(done -> {
            handled++;
            return next();
        });
    }

    /** What throws at once fails the record like what fails later. */
    private static CompletableFuture<Void> start(Supplier<CompletableFuture<Void>> step) {
        try {
            return step.get();
        } catch (RuntimeException e) {
            return CompletableFuture.failedFuture(e);
        }
    }

    private CompletableFuture<Void> capture(StreamRecord record) {
        if (row == null && isPlainInsert(record)) {
            row = ShadowRow.NONE;
        }
        CompletableFuture<ShadowRow> known = row == null ? reads.shadow(key) : CompletableFuture.completedFuture(row);
        return known.thenCompose(shadow -> attempt(record, shadow, ATTEMPTS));
    }

    private static boolean isPlainInsert(StreamRecord record) {
        StoredItem after = record.after();
        return record.before() == null && after != null && after.clock() == null;
    }

    private CompletableFuture<Void> attempt(StreamRecord record, ShadowRow shadow, int left) {
        row = shadow;
        if (shadow.sequence().compareTo(record.sequence()) >= 0 && Rule.SEQUENCE_CHECK.holds()) {
            return repeated(record);
        }
        ShadowRow known = Origins.known(replica.config(), record, shadow);
        boolean own = Capture.isOwn(replica.config().home(), record, known);
        Folded folded = own ? fold.own(record, known) : fold.plain(record, known);
        ShadowRow written = folded.row();
        return replica.keep(folded.conflicts())
                .thenCompose(done -> keepDeleted(record, own, written))
                .thenCompose(done ->
                        written == null ? after(record, folded, shadow) : write(record, folded, written, shadow, left));
    }

    /** Before the row is written: a record that comes again after that is not folded again. */
    private CompletableFuture<Void> keepDeleted(StreamRecord record, boolean own, @Nullable ShadowRow row) {
        StoredItem before = record.before();
        if (record.after() != null || before == null || row == null) {
            return NOTHING;
        }
        ItemClock clock = own ? KeyState.clockOf(replica.config().home(), before) : null;
        Dot deleted = (clock == null ? row.clock() : clock.version()).deleted();
        return replica.bin()
                .keep(new DeletedItem(
                        key,
                        before.attributes(),
                        Objects.requireNonNull(deleted),
                        record.sequence(),
                        record.timeMillis(),
                        record.expired()));
    }

    private CompletableFuture<Void> write(
            StreamRecord record, Folded folded, ShadowRow written, ShadowRow shadow, int left) {
        return replica.store().writeShadow(key, written, shadow).thenCompose(result -> switch (result.kind()) {
            case DONE -> after(record, folded, written);
            case TOO_LARGE -> throw new IllegalStateException("the shadow row would pass 400 KB");
            case REFUSED, UNCERTAIN -> {
                replica.metrics().count(Event.LOST_RACE, 1);
                if (left <= 1) {
                    throw new IllegalStateException(
                            "the shadow row changed " + ATTEMPTS + " times while it was folded");
                }
                CompletableFuture<ShadowRow> current = result.kind() == WriteResult.Kind.REFUSED
                        ? CompletableFuture.completedFuture(result.current().orElse(ShadowRow.NONE))
                        : reads.shadow(key);
                yield current.thenCompose(found -> attempt(record, found, left - 1));
            }
        });
    }

    /** Done before a crash, or by another forwarder; sending it may not be. */
    private CompletableFuture<Void> repeated(StreamRecord record) {
        replica.metrics().count(Event.REPEATED, 1);
        owed |= Rule.RETRY_OWED.holds();
        return settle(record);
    }

    private CompletableFuture<Void> after(StreamRecord record, Folded folded, ShadowRow now) {
        row = now;
        replica.metrics().count(folded.event(), 1);
        Version news = folded.version();
        if (news != null && news.isWhole()) {
            version = Merge.of(version, news);
        } else if (news != null) {
            owed = true;
        }
        return folded.settled() ? NOTHING : settle(record);
    }

    private CompletableFuture<Void> settle(StreamRecord record) {
        return settle.settle(key).thenCompose(done -> takeIn(record));
    }

    private CompletableFuture<Void> takeIn(StreamRecord record) {
        StoredItem left = record.after();
        if (left == null || !Capture.isUnheardOf(replica.config().home(), record, row)) {
            return NOTHING;
        }
        return settle.takeIn(left);
    }
}
