package dev.rejoin.replica;

import dev.rejoin.item.Attributes;
import dev.rejoin.item.Value;
import dev.rejoin.rule.Rule;
import dev.rejoin.version.ItemClock;
import dev.rejoin.version.Version;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * Deletes an item in two conditional writes: first its clock says dead, then it goes. The mark tells the stream whose delete it
 * is. Where it stops half-way, the forwarder finds a dead item when the mark's record comes by, and goes on.
 */
final class Kill {
    private final Replica replica;
    private final OwnWrites own;

    Kill(Replica replica, OwnWrites own) {
        this.replica = replica;
        this.own = own;
    }

    /** Deletes the item; false if it is no longer as it was read. */
    CompletableFuture<Boolean> kill(StoredItem item, Version dead) {
        if (!Rule.DELETE_MARKED.holds() || isMarked(item, dead)) {
            return delete(item, item.clock());
        }
        ItemWrite.Update mark = own.mark(item, dead, replica.config().sliceSize());
        StoredItem marked = item.with(counted(item, mark), mark.clock());
        return replica.store()
                .write(mark)
                .thenCompose(result ->
                        result.isDone() ? delete(marked, mark.clock()) : CompletableFuture.completedFuture(false));
    }

    /** A mark that is old would not be taken for ours any more when the delete comes by. */
    private boolean isMarked(StoredItem item, Version dead) {
        ItemClock clock = KeyState.clockOf(replica.config().home(), item);
        return clock != null
                && !clock.version().isLive()
                && dead.isWithin(clock.version())
                && replica.time().millis() - clock.madeMillis() < Capture.OLD_MILLIS / 2;
    }

    private static Attributes counted(StoredItem item, ItemWrite.Update mark) {
        Attributes counted = item.attributes();
        for (var entry : mark.set().entrySet()) {
            counted = counted.with(entry.getKey(), entry.getValue());
        }
        return counted;
    }

    private CompletableFuture<Boolean> delete(StoredItem marked, @Nullable Value clock) {
        if (clock == null) {
            return CompletableFuture.completedFuture(false);
        }
        return replica.store()
                .write(OwnWrites.delete(marked, clock, replica.config().sliceSize()))
                .thenApply(Kill::isGone);
    }

    /** The forwarder that met the mark's record may have been faster. */
    private static boolean isGone(WriteResult<StoredItem> result) {
        return result.isDone()
                || (result.kind() == WriteResult.Kind.REFUSED
                        && result.current().isEmpty());
    }
}
