package dev.rejoin.cli.regions;

import dev.rejoin.aws.incarnation.TableRecord;
import dev.rejoin.aws.incarnation.TableRecords;
import dev.rejoin.aws.item.ItemCodec;
import dev.rejoin.cli.UnavailableException;
import dev.rejoin.cli.operate.AccessProblem;
import dev.rejoin.cli.operate.KeyPage;
import dev.rejoin.cli.operate.KeyScan;
import dev.rejoin.cli.operate.OperatedRegion;
import dev.rejoin.clock.HybridClock;
import dev.rejoin.item.ItemKey;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.function.LongConsumer;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/**
 * Takes a table over that is in the place of another: says so in the control table, which keeps every function from working on it;
 * removes the rows of the one that is gone; and only then says that it is ready. May be broken off anywhere and done again.
 */
final class Replacement {
    private final RegionTable table;
    private final OperatedRegion region;
    private final TableRecords records;

    Replacement(RegionTable table) {
        this.table = table;
        this.region = table.region();
        this.records = region.tableRecords();
    }

    /**
     * What the control table will say, once the rows are gone.
     *
     * @param backup of which incarnation the table is a backup; null for the last one
     * @throws UnavailableException if nothing was ever replicated here, or there can be no further incarnation
     */
    TableRecord next(@Nullable Integer backup) {
        TableRecord record = table.record();
        if (record == null) {
            throw new UnavailableException(
                    "nothing was ever replicated of " + region.table().name() + " in " + region.actor()
                            + ". Deploy the stack, and run 'rejoin backfill' if the table had items");
        }
        boolean begun = !record.ready() && record.is(table.there()) && backup == null;
        TableRecord next =
                begun ? record : record.replacedBy(table.there(), backup == null ? record.incarnation() : backup);
        if (next.incarnation() > HybridClock.STEP) {
            throw new UnavailableException(
                    region.table().name() + " in " + region.actor() + " was taken over " + (HybridClock.STEP - 1)
                            + " times, which is the most. Restore it under another name, and attach a stack of its own");
        }
        return next;
    }

    /**
     * Does it.
     *
     * @param stepped told how many rows were removed
     * @return how many rows that were in all
     * @throws UnavailableException if the region does not answer, or somebody else is at it
     */
    long carryOut(TableRecord next, LongConsumer stepped) {
        TableRecord before = Objects.requireNonNull(table.record());
        if (!next.equals(before)) {
            write(next, before);
        }
        long rows = removeRows(stepped);
        write(next.readied(), next);
        return rows;
    }

    private void write(TableRecord next, TableRecord before) {
        String what = "control table " + region.names().control() + " in " + region.actor();
        if (!AccessProblem.await(what, records.write(next, before))) {
            throw new UnavailableException(
                    what
                            + " changed meanwhile: somebody else is at it. Look with 'rejoin regions list', and run this again");
        }
    }

    private long removeRows(LongConsumer stepped) {
        String shadow = region.table().shadowName();
        KeyScan rows = new KeyScan(region.client(), region.table(), shadow);
        Map<String, AttributeValue> after = Map.of();
        long removed = 0;
        do {
            KeyPage page = rows.after(after);
            remove(shadow, page.keys());
            removed += page.keys().size();
            stepped.accept(page.keys().size());
            after = page.next();
        } while (!after.isEmpty());
        return removed;
    }

    private void remove(String shadow, List<ItemKey> keys) {
        ItemCodec codec = new ItemCodec(region.table());
        CompletableFuture<?>[] deletes = keys.stream()
                .map(codec::key)
                .map(key -> region.client()
                        .deleteItem(delete -> delete.tableName(shadow).key(key)))
                .toArray(CompletableFuture<?>[]::new);
        AccessProblem.await("shadow table " + shadow + " in " + region.actor(), CompletableFuture.allOf(deletes));
    }
}
