package dev.rejoin.replica;

import dev.rejoin.clock.Actor;
import dev.rejoin.item.Attributes;
import dev.rejoin.rule.Rule;
import dev.rejoin.version.ItemClock;
import dev.rejoin.version.ShadowRow;
import org.jspecify.annotations.Nullable;

/**
 * Whose write is it? A write of ours carries a new clock that says what the write changed and knows the clock that it
 * replaces. An application that puts an old item back puts its old clock back too; one that copies an item brings another's:
 * neither fits what the record shows.
 */
public final class Capture {
    private Capture() {}

    /** Whether the record is a write of ours to this region's table. */
    public static boolean isOwn(Actor self, StreamRecord record, ShadowRow shadow) {
        if (!Rule.ECHO_KNOWN.holds()) {
            return false;
        }
        ItemClock before = KeyState.clockOf(self, record.before());
        StoredItem after = record.after();
        if (after == null) {
            return before != null && !before.version().isLive();
        }
        ItemClock clock = KeyState.clockOf(self, after);
        if (clock == null
                || record.before() != null
                        && after.clock() != null
                        && after.clock().equals(record.before().clock())) {
            return false;
        }
        if (!Rule.STALE_CLOCK_PLAIN.holds()) {
            return true;
        }
        return clock.change() == ItemClock.change(clock.version(), shown(record.before()), after.attributes())
                && (before == null || before.version().isWithin(clock.version()));
    }

    /** What an item shows; an absent one shows nothing. */
    static Attributes shown(@Nullable StoredItem item) {
        return item == null ? Attributes.NONE : item.attributes();
    }
}
