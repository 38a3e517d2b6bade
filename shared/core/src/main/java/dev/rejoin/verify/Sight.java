package dev.rejoin.verify;

import dev.rejoin.item.Attributes;
import dev.rejoin.replica.KeyState;
import dev.rejoin.replica.StoredItem;
import dev.rejoin.version.FormatException;
import dev.rejoin.version.Home;
import dev.rejoin.version.ShadowRow;
import dev.rejoin.version.Version;
import org.jspecify.annotations.Nullable;

/**
 * One look at a key in one region.
 *
 * @param rest whether it is at rest there
 * @param shown what applications see beside the key, null if the item is not there
 * @param version what is known of it
 */
record Sight(Rest rest, @Nullable Attributes shown, Version version) {
    /** Whether a key is at rest in a region. */
    enum Rest {
        /** It is exactly what its clock says. */
        SETTLED,
        /** It is not: a write is still to be folded, or its record was lost. */
        MOVING,
        /** A newer release wrote its clock or its row. */
        UNREADABLE
    }

    static final Sight UNREADABLE = new Sight(Rest.UNREADABLE, null, Version.EMPTY);

    /** What is seen from an item and its shadow row, read in this order. */
    static Sight of(Home home, @Nullable StoredItem item, ShadowRow shadow) {
        if (item == null) {
            Version known = shadow.known();
            return new Sight(known.isLive() ? Rest.MOVING : Rest.SETTLED, null, known);
        }
        try {
            KeyState state = KeyState.of(home, item, shadow);
            boolean settled = state.isComplete(item) && state.version().isLive() && shadow.isShownBy(state.version());
            Rest rest = settled ? Rest.SETTLED : Rest.MOVING;
            return new Sight(rest, item.attributes(), state.version());
        } catch (FormatException e) {
            return UNREADABLE;
        }
    }

    /** Whether both show the same; a counter that is absent and one at 0 are one value. */
    boolean showsSameAs(Sight other) {
        if (rest == Rest.UNREADABLE || other.rest == Rest.UNREADABLE || (shown == null) != (other.shown == null)) {
            return false;
        }
        return shown == null || other.shown == null || withoutZeros(other).equals(other.withoutZeros(this));
    }

    private Attributes withoutZeros(Sight other) {
        return shown == null
                ? Attributes.NONE
                : shown.only(name -> !(version.countsUp(name) || other.version.countsUp(name))
                        || Version.number(shown.get(name)).signum() != 0);
    }

    /** Whether nothing happened between the two looks. */
    boolean isAsBefore(Sight before) {
        return rest == before.rest && version.sameAs(before.version) && showsSameAs(before);
    }
}
