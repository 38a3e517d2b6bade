package dev.rejoin.cli.local.source;

import dev.rejoin.replica.StreamRecord;
import java.util.List;

/** Hears what a mapping does. Must not block. */
public interface MappingListener {
    /** A read ended. */
    default void read(String shard, List<StreamRecord> records) {}

    /** Records are done with: handled, or given up. Still counted as pending while this is called. */
    default void settled(String shard, int records) {}

    /** Something is no longer pending. */
    default void progressed() {}

    /** An invocation failed as a whole or in part; the records from the first failed one on come again. */
    default void retried(String shard, int records, String reason) {}

    /** The stream could not be read, or has lost records; the reader goes on. */
    default void troubled(String shard, RuntimeException trouble) {}

    /** Hears nothing. */
    MappingListener NONE = new MappingListener() {};
}
