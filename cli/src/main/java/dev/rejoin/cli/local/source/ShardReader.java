package dev.rejoin.cli.local.source;

import dev.rejoin.replica.StreamRecord;
import dev.rejoin.version.SequenceNumber;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** Reads one shard to its end and spreads the records over lanes by key. */
final class ShardReader {
    private static final int READ_LIMIT = 1_000;
    private static final long LONG_AGO = Duration.ofDays(365).toNanos();

    private final String shard;
    private final EventSourceMapping mapping;
    private final ShardProgress progress;
    private final List<Batcher> lanes = new ArrayList<>();

    private @Nullable SequenceNumber position;
    private @Nullable String iterator;
    private int troubles;
    private long lastFind = System.nanoTime();
    private boolean foundNothing;

    private volatile long lastRead;
    private volatile long lastEmptyRead;
    private volatile boolean finished;

    ShardReader(String shard, EventSourceMapping mapping, ShardProgress progress, @Nullable SequenceNumber from) {
        this.shard = shard;
        this.mapping = mapping;
        this.progress = progress;
        this.position = from;
        this.lastRead = System.nanoTime() - LONG_AGO;
        this.lastEmptyRead = lastRead;
        for (int i = 0; i < mapping.config().parallelizationFactor(); i++) {
            lanes.add(new Batcher(mapping.config().batchSize(), mapping.config().batchWindow()));
        }
    }

    List<Batcher> lanes() {
        return lanes;
    }

    /** Whether nothing is left to do of what was in the shard at that time ({@code System.nanoTime}). */
    boolean isDoneSince(long nanos) {
        return progress.pending() == 0 && (finished || lastEmptyRead - nanos >= 0);
    }

    /** Whether a read began at or after that time and ended. */
    boolean hasReadSince(long nanos) {
        return finished || lastRead - nanos >= 0;
    }

    int pending() {
        return progress.pending();
    }

    boolean isFinished() {
        return finished;
    }

    /** Returns when the shard is closed and all its records are done with. */
    void run() throws InterruptedException {
        do {
            readOnce();
        } while (iterator != null || troubles > 0);
        progress.awaitEmpty();
        finished = true;
    }

    private void readOnce() throws InterruptedException {
        long began = System.nanoTime();
        try {
            EventSource.Page page = nextPage();
            troubles = 0;
            accept(page.records());
            iterator = page.next();
            lastRead = began;
            if (page.records().isEmpty()) {
                lastEmptyRead = began;
            }
            mapping.listener().read(shard, page.records());
        } catch (EventSource.TrimmedException e) {
            position = null;
            trouble(e);
        } catch (RuntimeException e) {
            trouble(e);
        }
        idle();
    }

    private EventSource.Page nextPage() {
        if (iterator == null) {
            iterator = mapping.source().iterator(shard, position);
        }
        return mapping.source().read(iterator, READ_LIMIT);
    }

    private void trouble(RuntimeException e) {
        troubles++;
        iterator = null;
        mapping.listener().troubled(shard, e);
    }

    private void accept(List<StreamRecord> records) throws InterruptedException {
        foundNothing = records.isEmpty();
        if (!foundNothing) {
            lastFind = System.nanoTime();
            progress.read(records);
            position = records.get(records.size() - 1).sequence();
        }
        for (int lane = 0; lane < lanes.size() && !records.isEmpty(); lane++) {
            int mine = lane;
            List<StreamRecord> share =
                    records.stream().filter(record -> lane(record) == mine).toList();
            if (!share.isEmpty()) {
                lanes.get(lane).add(share);
            }
        }
    }

    private int lane(StreamRecord record) {
        return Math.floorMod(record.key().hashCode(), lanes.size());
    }

    /** Waits the longer the less there was to read. */
    private void idle() throws InterruptedException {
        if (troubles > 0) {
            TimeUnit.NANOSECONDS.sleep(mapping.pace().retry(troubles).toNanos());
        } else if (foundNothing && iterator != null) {
            Duration nothingFor = Duration.ofNanos(System.nanoTime() - lastFind);
            TimeUnit.NANOSECONDS.sleep(mapping.pace().idle(nothingFor).toNanos());
        }
    }
}
