package dev.rejoin.replica;

import dev.rejoin.clock.Dot;
import dev.rejoin.item.ItemKey;
import dev.rejoin.item.Value;
import dev.rejoin.version.Cell;
import org.jspecify.annotations.Nullable;

/**
 * Two writes of one attribute, neither of which had seen the other. The same conflict has the same {@link #id} in every region.
 *
 * @param key the item's key
 * @param attribute the attribute's name
 * @param loser the write that does not stand; its value if it is known where the conflict was found
 * @param winner the write that stands: of the same attribute, or a delete of the item
 * @param winningValue the value that stands; null if the winner is a delete or a removal, or the value is not known
 * @param deleted whether the winner is a delete of the item
 */
public record Conflict(
        ItemKey key,
        String attribute,
        Cell loser,
        Dot winner,
        @Nullable Value winningValue,
        boolean deleted) {
    /** The same in every region in which the two writes meet. */
    public String id() {
        return key.hash() + "/" + attribute + "/" + loser.dot() + "/" + winner;
    }
}
