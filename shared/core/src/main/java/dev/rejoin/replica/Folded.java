package dev.rejoin.replica;

import dev.rejoin.replica.ReplicationMetrics.Event;
import dev.rejoin.version.ShadowRow;
import dev.rejoin.version.Version;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a stream record does to its key's shadow row.
 *
 * @param event what the record turned out to be
 * @param row the row to write, null if there is nothing to write
 * @param version what is to be sent, with the values that the record shows; null if there is nothing new in it
 * @param conflicts values that met here
 * @param settled whether the item, if it is still as the record left it, is what the clock says
 */
record Folded(
        Event event, @Nullable ShadowRow row, @Nullable Version version, List<Conflict> conflicts, boolean settled) {
    /** The same, with something to be done about the item whatever the record left. */
    Folded unsettled() {
        return new Folded(event, row, version, conflicts, false);
    }
}
