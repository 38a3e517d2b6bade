package dev.rejoin.replica;

import dev.rejoin.item.Value;
import dev.rejoin.rule.Rule;
import dev.rejoin.version.FormatException;
import dev.rejoin.version.Home;
import dev.rejoin.version.ItemClock;
import dev.rejoin.version.Merge;
import dev.rejoin.version.ShadowRow;
import dev.rejoin.version.Version;
import org.jspecify.annotations.Nullable;

/**
 * What a region knows of an item that is there.
 *
 * @param version the clock of the key, which is what the item's clock and the shadow row say together, with the item's values
 * @param described whether the item's registers have the fingerprint of those that the clock describes
 * @param clean whether the item shows exactly what that clock describes, counters aside: no local write is still to be folded
 * @param fingerprint of the registers that the clock describes
 * @param clock what the item's reserved attribute says, null if it is not ours
 * @param known whether anything is known: without clock and row, or with a clock that only asks for the item to be taken in, its insert is
 *     still to be folded
 */
public record KeyState(
        Version version,
        boolean described,
        boolean clean,
        long fingerprint,
        @Nullable ItemClock clock,
        boolean known) {

    /**
     * What is known from an item and its shadow row, read in this order.
     *
     * @throws FormatException if a newer release wrote the item's clock
     */
    public static KeyState of(Home home, StoredItem item, ShadowRow shadow) {
        ItemClock clock = clockOf(home, item);
        Version folded = shadow.clock();
        Version all = clock == null ? folded : Merge.of(clock.version(), folded);
        Version valued = all.valued(item.attributes(), shadow.lost());
        Long fingerprint = describing(clock, shadow, all);
        boolean described = fingerprint != null && fingerprint == all.fingerprint(item.attributes());
        boolean known = !(clock == null || clock.version().isEmpty()) || !shadow.equals(ShadowRow.NONE);
        // What nothing is known of is not as it is known, though it shows no attributes either.
        boolean clean = !all.isEmpty() && described && valued.isWhole() && isOneOfTwo(all, clock, folded);
        return new KeyState(valued, described, clean, fingerprint == null ? 0 : fingerprint, clock, known);
    }

    /**
     * Whether the clock or the row knows all that the other does. If neither does, an own write was made without what was folded
     * meanwhile, and its record, still to come, says which of it the item shows.
     */
    private static boolean isOneOfTwo(Version all, @Nullable ItemClock clock, Version folded) {
        return clock == null || all.sameAs(folded) || all.sameAs(clock.version()) || !Rule.FOLDED_UNSEEN_WAITS.holds();
    }

    /**
     * Whether an application put an item back with a clock of ours that its row has not heard of, once the record of this is in
     * the row: those that told it were lost.
     */
    static boolean isUnheardOf(Home home, @Nullable StoredItem written, ShadowRow row) {
        ItemClock clock = clockOf(home, written);
        return clock != null && !isOneOfTwo(Merge.of(clock.version(), row.clock()), clock, row.clock());
    }

    /** If the clock tells something that the row does not, the item was written by us after the last fold. */
    private static @Nullable Long describing(@Nullable ItemClock clock, ShadowRow shadow, Version all) {
        if (clock != null && !all.sameAs(shadow.clock())) {
            return clock.fingerprint();
        }
        return shadow.fingerprint();
    }

    /**
     * The clock that this region put on this item. Anything else in the reserved attribute (another item's or table's clock,
     * something an application made up) counts as absent: what was there before is in the stream, and folding keeps it.
     *
     * @throws FormatException if a newer release wrote it
     */
    public static @Nullable ItemClock clockOf(Home home, @Nullable StoredItem item) {
        if (item == null || !(item.clock() instanceof Value.B bytes)) {
            return null;
        }
        try {
            ItemClock clock = ItemClock.read(bytes.buffer());
            return clock.home() == home.of(item.key()) || !Rule.FOREIGN_CLOCK_IGNORED.holds() ? clock : null;
        } catch (FormatException e) {
            if (e.kind() == FormatException.Kind.UNKNOWN_FORMAT) {
                throw e;
            }
            return null;
        }
    }

    /** The item's birth if an own write inserted it, else 0. */
    long birth() {
        return clock == null ? 0 : clock.birth();
    }

    /** Whether the item is all that its clock says, counters too. */
    public boolean isComplete(StoredItem item) {
        return known && clean && version.countersMatch(item.attributes());
    }
}
