package dev.rejoin.cli.local.source;

import dev.rejoin.replica.StreamRecord;
import dev.rejoin.version.SequenceNumber;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Which of a shard's records are under way. Lanes finish in any order; the checkpoint stands before the first record that is
 * not done with.
 */
final class ShardProgress {
    private final String shard;
    private final Checkpoints checkpoints;
    private final Deque<SequenceNumber> underWay = new ArrayDeque<>();
    private final Set<SequenceNumber> doneEarly = new HashSet<>();

    ShardProgress(String shard, Checkpoints checkpoints) {
        this.shard = shard;
        this.checkpoints = checkpoints;
    }

    synchronized void read(List<StreamRecord> records) {
        records.forEach(record -> underWay.add(record.sequence()));
    }

    synchronized void done(List<StreamRecord> records) {
        records.forEach(record -> doneEarly.add(record.sequence()));
        SequenceNumber last = null;
        while (!underWay.isEmpty() && doneEarly.remove(underWay.peek())) {
            last = underWay.poll();
        }
        if (last != null) {
            checkpoints.move(shard, last);
        }
        notifyAll();
    }

    synchronized int pending() {
        return underWay.size() - doneEarly.size();
    }

    synchronized void awaitEmpty() throws InterruptedException {
        while (!underWay.isEmpty()) {
            wait();
        }
    }
}
