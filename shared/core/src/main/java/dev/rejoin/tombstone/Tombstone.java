package dev.rejoin.tombstone;

import dev.rejoin.item.ItemKey;
import dev.rejoin.rule.Rule;
import dev.rejoin.version.Counter;
import dev.rejoin.version.ShadowRow;
import org.jspecify.annotations.Nullable;

/**
 * What one region has of a key.
 *
 * @param present whether its item is there
 * @param row its shadow row, {@code NONE} if there is none
 * @param sinceMillis when the row, as it is, was marked; milliseconds since 1970, null if it was not since it was written last
 */
public record Tombstone(
        ItemKey key,
        boolean present,
        ShadowRow row,
        @Nullable Long sinceMillis) {
    /** Whether nothing is known of the key here, and nothing is there. */
    public boolean isNothing() {
        return !present && row.equals(ShadowRow.NONE);
    }

    /** Whether the item is gone here, and its row knows. */
    boolean isDead() {
        return !present && !row.known().isLive();
    }

    /**
     * Whether the row may be forgotten before those of other regions are. What it counts, a region that goes on from it would add to what
     * one that has forgotten it begins with. And a delete that wins takes what has not seen it.
     */
    boolean isForgettable() {
        boolean counts = !row.unshown().isEmpty()
                || row.clock().counters().values().stream().anyMatch(Tombstone::counts);
        boolean wins = row.clock().barrier() != null;
        return !(counts && Rule.COUNTS_STAY.holds()) && !(wins && Rule.BARRIERS_STAY.holds());
    }

    private static boolean counts(Counter counter) {
        return counter.base() != null
                || counter.sums().values().stream().anyMatch(sum -> sum.net().signum() != 0);
    }
}
