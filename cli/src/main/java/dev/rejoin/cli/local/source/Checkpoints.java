package dev.rejoin.cli.local.source;

import dev.rejoin.version.SequenceNumber;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/** How far each shard is done with. Outlives a poller, so that the next one goes on from there. */
public final class Checkpoints {
    private final Map<String, SequenceNumber> done;
    private final BiConsumer<String, SequenceNumber> moved;

    /** In memory: as durable as this process. */
    public Checkpoints() {
        this(Map.of(), (shard, to) -> {});
    }

    /**
     * Checkpoints that somebody keeps.
     *
     * @param known those that were kept
     * @param moved hears of each record up to which a shard is done with; what it throws is a failure of the poller
     */
    public Checkpoints(Map<String, SequenceNumber> known, BiConsumer<String, SequenceNumber> moved) {
        this.done = new ConcurrentHashMap<>(known);
        this.moved = moved;
    }

    /** The last record of a shard before which nothing is left to do, null if there is none yet. */
    public @Nullable SequenceNumber of(String shard) {
        return done.get(shard);
    }

    void move(String shard, SequenceNumber to) {
        done.merge(shard, to, (a, b) -> a.compareTo(b) >= 0 ? a : b);
        moved.accept(shard, to);
    }
}
