package dev.rejoin.cli.tombstones;

import dev.rejoin.aws.store.ShadowScan;
import dev.rejoin.cli.UnavailableException;
import dev.rejoin.cli.operate.Pace;
import dev.rejoin.item.ItemKey;
import dev.rejoin.replica.Futures;
import dev.rejoin.replica.TimeSource;
import dev.rejoin.tombstone.Collector;
import dev.rejoin.tombstone.Fate;
import dev.rejoin.tombstone.RemovedAttributes;
import dev.rejoin.version.FormatException;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.function.LongConsumer;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/**
 * Goes through the shadow tables of all regions, one after the other, and has the keys of dead rows collected, and those of crowded ones
 * pruned. A row that is under a
 * young mark asks for nothing: if another region's is not, that one's scan comes upon it.
 */
final class CollectRun {
    /** Keys that are collected together: a few reads of many, and in each region at most so many writes at once. */
    private static final int CHUNK = 250;

    private static final Set<Fate> WRITTEN = EnumSet.of(Fate.MARKED, Fate.FORGOTTEN);

    private final Collector collector;
    private final RemovedAttributes removed;
    private final TimeSource time;
    private final long graceMillis;
    private final Pace pace;
    private final Tally tally = new Tally();
    private final KeySet collected = new KeySet();
    private final KeySet waiting = new KeySet();
    private final KeySet pruned = new KeySet();

    /** Reads the page behind a key of one region's shadow table; from the beginning if that is empty. */
    @FunctionalInterface
    interface Rows {
        /**
         * The page.
         *
         * @throws UnavailableException if the table cannot be read
         */
        ShadowScan.Page after(Map<String, AttributeValue> key);
    }

    /** @param graceMillis as the collector has it */
    CollectRun(Collector collector, RemovedAttributes removed, TimeSource time, long graceMillis, Pace pace) {
        this.collector = collector;
        this.removed = removed;
        this.time = time;
        this.graceMillis = graceMillis;
        this.pace = pace;
    }

    /** What was done so far. */
    Tally tally() {
        return tally;
    }

    /**
     * Goes through one region's rows.
     *
     * @param stepped told how many were done
     * @throws UnavailableException if a region does not answer; what was done until then is in the tally
     */
    void through(Rows rows, LongConsumer stepped) throws InterruptedException {
        Map<String, AttributeValue> after = Map.of();
        do {
            ShadowScan.Page page = rows.after(after);
            pace.used(page.units());
            page.unreadable().stream().filter(collected::add).forEach(key -> tally.addUnreadable());
            for (List<ItemKey> keys : chunks(due(page.dead()))) {
                collect(keys);
            }
            for (List<ItemKey> keys : chunks(page.crowded())) {
                prune(keys);
            }
            tally.addRows(page.rows());
            stepped.accept(page.rows());
            after = page.next();
        } while (!after.isEmpty());
    }

    private static List<List<ItemKey>> chunks(List<ItemKey> keys) {
        List<List<ItemKey>> chunks = new ArrayList<>();
        for (int from = 0; from < keys.size(); from += CHUNK) {
            chunks.add(keys.subList(from, Math.min(from + CHUNK, keys.size())));
        }
        return chunks;
    }

    /** Items of which several regions' rows tell are looked at once. */
    private void prune(List<ItemKey> crowded) throws InterruptedException {
        List<ItemKey> keys = crowded.stream().filter(pruned::add).toList();
        if (keys.isEmpty()) {
            return;
        }
        int done = answer(removed.collect(keys)).size();
        tally.addPruned(done);
        pace.used(2.0 * keys.size() + done);
    }

    private List<ItemKey> due(List<ShadowScan.Dead> dead) {
        long now = time.millis();
        List<ItemKey> due = new ArrayList<>();
        for (ShadowScan.Dead row : dead) {
            Long since = row.sinceMillis();
            if (collected.contains(row.key())) {
                continue;
            }
            if (since != null && now - since < graceMillis) {
                tally.add(Fate.WAITS, waiting.add(row.key()) ? 1 : 0);
            } else {
                due.add(row.key());
            }
        }
        return due;
    }

    private void collect(List<ItemKey> keys) throws InterruptedException {
        keys.forEach(collected::add);
        Map<ItemKey, Fate> fates;
        try {
            fates = fates(keys);
        } catch (FormatException e) {
            fates = oneByOne(keys);
        }
        fates.forEach((key, fate) -> {
            tally.add(fate, 1);
            if (waiting.contains(key)) {
                tally.add(Fate.WAITS, -1);
            }
        });
        long written = fates.values().stream().filter(WRITTEN::contains).count();
        pace.used(2.0 * keys.size() + written);
    }

    /** A row that this release cannot read stops no other key. */
    private Map<ItemKey, Fate> oneByOne(List<ItemKey> keys) {
        Map<ItemKey, Fate> fates = new HashMap<>();
        for (ItemKey key : keys) {
            try {
                fates.putAll(fates(List.of(key)));
            } catch (FormatException e) {
                tally.addUnreadable();
            }
        }
        return fates;
    }

    private Map<ItemKey, Fate> fates(List<ItemKey> keys) {
        return answer(collector.collect(keys));
    }

    private static <T> T answer(CompletableFuture<T> work) {
        try {
            return work.join();
        } catch (CompletionException e) {
            Throwable cause = Futures.cause(e);
            if (cause instanceof FormatException || cause instanceof UnavailableException) {
                throw (RuntimeException) cause;
            }
            throw e;
        }
    }
}
