package dev.rejoin.version;

import dev.rejoin.clock.Actor;
import dev.rejoin.item.Fingerprint;
import dev.rejoin.item.ItemKey;
import dev.rejoin.item.Value;
import java.util.List;

/**
 * Where the items' clocks of one replica are at home. Applications copy items with all their attributes, to another key, table,
 * region or account; the clock that comes along is none of the copy's.
 *
 * @param region the replica's actor
 * @param table the table's name in it
 */
public record Home(Actor region, String table) {
    /** What a clock carries that was put on the item of this key here. Stored: it may never change within a format version. */
    public long of(ItemKey key) {
        Value place = new Value.L(
                List.of(new Value.S(region.name()), new Value.M(key.attributes().asMap())));
        return Fingerprint.of(table, place);
    }
}
