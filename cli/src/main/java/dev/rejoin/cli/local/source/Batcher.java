package dev.rejoin.cli.local.source;

import dev.rejoin.item.ItemSize;
import dev.rejoin.replica.StoredItem;
import dev.rejoin.replica.StreamRecord;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Where a lane's records wait until there is a batch: full, or open for as long as the window says. */
final class Batcher {
    /** What one invocation can carry. */
    static final int PAYLOAD = 6 * 1024 * 1024;

    private static final int BATCHES_AHEAD = 2;

    private final int size;
    private final Duration window;
    private final Deque<StreamRecord> waiting = new ArrayDeque<>();
    private boolean ended;

    Batcher(int size, Duration window) {
        this.size = size;
        this.window = window;
    }

    /** Adds records; blocks while more wait than the next batches will take. */
    synchronized void add(List<StreamRecord> records) throws InterruptedException {
        while (waiting.size() >= size * BATCHES_AHEAD) {
            wait();
        }
        waiting.addAll(records);
        notifyAll();
    }

    /** Nothing more will be added. */
    synchronized void end() {
        ended = true;
        notifyAll();
    }

    /** The next batch; blocks until there is one. Empty if there will be none any more. */
    synchronized List<StreamRecord> take() throws InterruptedException {
        while (waiting.isEmpty() && !ended) {
            wait();
        }
        long deadline = System.nanoTime() + window.toNanos();
        long left = window.toNanos();
        while (waiting.size() < size && left > 0 && !ended) {
            wait(left / 1_000_000 + 1);
            left = deadline - System.nanoTime();
        }
        notifyAll();
        return batch();
    }

    private List<StreamRecord> batch() {
        List<StreamRecord> batch = new ArrayList<>();
        long payload = 0;
        while (batch.size() < size && !waiting.isEmpty()) {
            payload += bytes(waiting.getFirst());
            if (payload > PAYLOAD && !batch.isEmpty()) {
                return batch;
            }
            batch.add(waiting.removeFirst());
        }
        return batch;
    }

    private static long bytes(StreamRecord record) {
        return (long) ItemSize.of(record.key().attributes()) + bytes(record.before()) + bytes(record.after());
    }

    private static int bytes(@Nullable StoredItem item) {
        if (item == null) {
            return 0;
        }
        return ItemSize.of(item.attributes()) + (item.clock() == null ? 0 : ItemSize.of("", item.clock()));
    }
}
