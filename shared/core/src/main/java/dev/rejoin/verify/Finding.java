package dev.rejoin.verify;

import dev.rejoin.clock.Actor;
import dev.rejoin.item.ItemKey;
import java.util.Set;

/**
 * A key that is not the same in all regions.
 *
 * @param present the regions that have the item
 */
public record Finding(ItemKey key, Kind kind, Set<Actor> present) {
    /** How it differs. */
    public enum Kind {
        /** All regions have the item, with other contents. */
        DIFFERENT,
        /** Only some regions have the item. */
        MISSING,
        /** It was still moving at the last look: being written, or waiting for records that may be lost. */
        IN_FLIGHT,
        /** A newer release wrote what is known of it. */
        UNREADABLE
    }

    public Finding {
        present = Set.copyOf(present);
    }

    /** Whether it is certain that the regions differ here. */
    public boolean isDifference() {
        return kind == Kind.DIFFERENT || kind == Kind.MISSING;
    }
}
