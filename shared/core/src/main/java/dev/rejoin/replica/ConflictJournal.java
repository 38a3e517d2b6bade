package dev.rejoin.replica;

import java.util.List;
import java.util.concurrent.CompletableFuture;

/**
 * Where losing values are kept. Written before the write that drops a value; if the future fails, that write is not made. The
 * same conflict may be recorded many times, and counts once.
 */
@FunctionalInterface
public interface ConflictJournal {
    /** Keeps these conflicts; never called with none. */
    CompletableFuture<Void> record(List<Conflict> conflicts);

    /** Whether it keeps values, and not only that there were some. Else nothing is spilled into it. */
    default boolean keepsValues() {
        return true;
    }
}
