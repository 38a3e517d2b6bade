package dev.rejoin.replica;

import dev.rejoin.item.Attributes;
import dev.rejoin.rule.Rule;
import dev.rejoin.version.Home;
import dev.rejoin.version.ItemClock;
import dev.rejoin.version.ShadowRow;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Whose write is it? A write of ours carries a new clock that says what the write changed and knows the clock that it
 * replaces. An application that puts an old item back puts its old clock back too; one that copies an item brings another's:
 * neither fits what the record shows. One that puts an item back after it was deleted fits, but its birth is buried.
 */
public final class Capture {
    /** Age of a clock from which on no function can still be at the write that puts it there: more than any that is off runs. */
    static final long OLD_MILLIS = 24 * 3_600_000L;

    private Capture() {}

    /**
     * Whether the record is a write of ours to this region's table.
     *
     * @param shadow the key's row, into which every earlier record was folded
     */
    public static boolean isOwn(Home home, StreamRecord record, ShadowRow shadow) {
        if (!Rule.ECHO_KNOWN.holds()) {
            return false;
        }
        ItemClock before = KeyState.clockOf(home, record.before());
        StoredItem after = record.after();
        if (after == null) {
            // What only asks for an item to be taken in says nothing of it, so not that it is dead either.
            return before != null
                    && before.version().deleted() != null
                    && !before.version().isLive()
                    && !isPutBack(before, record);
        }
        ItemClock clock = KeyState.clockOf(home, after);
        if (clock == null || isKept(record) || isBuried(clock, shadow) || isPutBack(clock, record)) {
            return false;
        }
        if (!Rule.STALE_CLOCK_PLAIN.holds()) {
            return true;
        }
        if (record.before() == null && clock.id() != clock.birth()) {
            // Our inserts carry the clock of a birth; an application put a later one back.
            return false;
        }
        return clock.change() == ItemClock.change(clock.version(), shown(record.before()), after.attributes())
                && (before == null || before.version().isWithin(clock.version()));
    }

    /**
     * Whether the write put an item back with a clock of ours of which nothing was heard: those that told it were lost.
     *
     * @param row with the record folded in
     */
    static boolean isUnheardOf(Home home, StreamRecord record, @Nullable ShadowRow row) {
        StoredItem after = record.after();
        return after != null
                && after.clock() != null
                && row != null
                && !isKept(record)
                && KeyState.isUnheardOf(home, after, row);
    }

    /** Whether the write left the reserved attribute as it was. */
    static boolean isKept(StreamRecord record) {
        StoredItem before = record.before();
        StoredItem after = record.after();
        return before != null && after != null && Objects.equals(before.clock(), after.clock());
    }

    /**
     * Whether a clock was made so long before the write that put it there that an application must have kept it meanwhile: a function
     * writes at once. So an item that comes back after its row was forgotten is told from one that we insert.
     */
    private static boolean isPutBack(ItemClock clock, StreamRecord record) {
        return record.timeMillis() - clock.madeMillis() > OLD_MILLIS && Rule.OLD_CLOCK_PLAIN.holds();
    }

    private static boolean isBuried(ItemClock clock, ShadowRow shadow) {
        return shadow.buried().contains(clock.id()) && Rule.BIRTHS_BURIED.holds();
    }

    /**
     * Whether records before this one are missing: every record leaves the item as the clock says, so the next one must find
     * it like that. Else some were lost, or there were none because the item is older than its replication.
     */
    public static boolean isAfterGap(Home home, StreamRecord record, ShadowRow shadow) {
        StoredItem before = record.before();
        if (before == null || !Rule.GAP_NOTICED.holds()) {
            return false;
        }
        ItemClock clock = KeyState.clockOf(home, before);
        if (shadow.fingerprint() == null && clock != null && !isBuried(clock, shadow)) {
            // A peer's delete was taken in while nothing was there; what was put there since says itself what it is.
            return clock.fingerprint() != clock.version().fingerprint(before.attributes())
                    || !clock.version().countersMatch(before.attributes());
        }
        KeyState state = KeyState.of(home, before, shadow);
        return !state.clean() || !state.version().countersMatch(before.attributes());
    }

    /** What an item shows; an absent one shows nothing. */
    static Attributes shown(@Nullable StoredItem item) {
        return item == null ? Attributes.NONE : item.attributes();
    }
}
