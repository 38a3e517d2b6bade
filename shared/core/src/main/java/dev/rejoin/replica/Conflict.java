package dev.rejoin.replica;

import dev.rejoin.clock.Dot;
import dev.rejoin.clock.HybridTime;
import dev.rejoin.item.ItemKey;
import dev.rejoin.item.Value;
import dev.rejoin.version.Cell;
import org.jspecify.annotations.Nullable;

/**
 * Two writes of one attribute, neither of which had seen the other. The same conflict has the same {@link #id} in every region.
 *
 * @param key the item's key
 * @param attribute the attribute's name
 * @param policy the name of the data type by which it was settled
 * @param reason why the loser does not stand
 * @param loser the write that does not stand; its value if it is known where the conflict was found
 * @param winner the write that stands: of the same attribute, or a delete of the item
 * @param winningValue the value that stands; null if the winner is a delete or a removal, or the value is not known
 */
public record Conflict(
        ItemKey key,
        String attribute,
        String policy,
        Reason reason,
        Cell loser,
        Dot winner,
        @Nullable Value winningValue) {
    /** Why a value does not stand. Two regions may see one conflict differently. */
    public enum Reason {
        /** A concurrent write of the same attribute was preferred. */
        CONCURRENT_WRITES,
        /** What is shown was made of several values, and is none of them. */
        COMBINED,
        /** A delete of the item took it. */
        DELETED,
        /** The attribute was counted up meanwhile, and a count is no register. */
        REPLACED_BY_COUNTER,
        /** The table owner's own code failed to merge it with others; the newest is shown. */
        RESOLVER_FAILED,
        /** It stands beside others, but is too much to be kept with the item: only the journal has it. */
        SPILLED,
        /** An insert of ours brought it after a delete had taken it already. */
        UNDONE_INSERT
    }

    /** The same in every region in which the two writes meet. */
    public String id() {
        return key.hash() + "/" + attribute + "/" + loser.dot() + "/" + winner;
    }

    /** Whether the winner is a delete of the item. */
    public boolean isDelete() {
        return reason == Reason.DELETED || reason == Reason.UNDONE_INSERT;
    }

    /** When the loser was written, by its region's clock; milliseconds since 1970. */
    public long loserMillis() {
        return HybridTime.millis(loser.dot().time());
    }

    /** When the winner was written, by its region's clock; milliseconds since 1970. */
    public long winnerMillis() {
        return HybridTime.millis(winner.time());
    }
}
