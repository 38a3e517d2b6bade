package dev.rejoin.cli.local.source;

import dev.rejoin.replica.StreamRecord;
import dev.rejoin.version.SequenceNumber;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A stream of records in shards. Calls block, and are made by one thread a shard. Whatever they throw is taken for a passing
 * failure: the reader asks for a new iterator and goes on behind the last record that it has read.
 */
public interface EventSource {
    /** Every shard that there is; a child of another is read only when that one is finished. */
    List<Shard> shards();

    /**
     * A place to read from.
     *
     * @param after the record before it, null for the oldest record that the stream still has
     * @throws TrimmedException if the stream no longer has what follows that record
     */
    String iterator(String shard, @Nullable SequenceNumber after);

    /** Reads at most that many records. */
    Page read(String iterator, int limit);

    /**
     * Part of a stream.
     *
     * @param parent the shard that it continues, null if none
     */
    record Shard(String id, @Nullable String parent) {}

    /**
     * What was read.
     *
     * @param next where to read on, null if the shard is closed and this was the last of it
     */
    record Page(List<StreamRecord> records, @Nullable String next) {}

    /** The stream no longer has the records asked for: the reader was away for longer than they are kept. */
    final class TrimmedException extends RuntimeException {
        public TrimmedException(String message) {
            super(message);
        }
    }
}
