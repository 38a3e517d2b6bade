package dev.rejoin.cli.local.source;

import dev.rejoin.version.SequenceNumber;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/** How far each shard is done with. Outlives a poller, so that the next one goes on from there. */
public final class Checkpoints {
    private final Map<String, SequenceNumber> done = new ConcurrentHashMap<>();

    /** The last record of a shard before which nothing is left to do, null if there is none yet. */
    public @Nullable SequenceNumber of(String shard) {
        return done.get(shard);
    }

    void move(String shard, SequenceNumber to) {
        done.merge(shard, to, (a, b) -> a.compareTo(b) >= 0 ? a : b);
    }
}
