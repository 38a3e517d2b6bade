package dev.rejoin.functions.peer;

import dev.rejoin.aws.item.ReplicatedTable;
import dev.rejoin.item.Attributes;
import dev.rejoin.item.ItemKey;
import dev.rejoin.item.ItemSize;
import dev.rejoin.item.Value;
import dev.rejoin.replica.Outcome.Reason;
import dev.rejoin.replica.Shipment;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/** Whether a shipment can be of this table at all. */
final class ShipmentCheck {
    private static final int MAX_PARTITION_KEY = 2048;
    private static final int MAX_SORT_KEY = 1024;

    private final ReplicatedTable table;

    ShipmentCheck(ReplicatedTable table) {
        this.table = table;
    }

    Reason check(Shipment shipment) {
        if (!keyFits(shipment.key()) || !namesFit(shipment)) {
            return Reason.MALFORMED;
        }
        int size = ItemSize.of(shipment.version().content())
                + ItemSize.of(shipment.key().attributes());
        return size > ItemSize.LIMIT ? Reason.ITEM_TOO_LARGE : Reason.NONE;
    }

    private boolean keyFits(ItemKey key) {
        List<String> names = table.keyNames();
        if (!key.attributes().names().equals(Set.copyOf(names))) {
            return false;
        }
        for (int i = 0; i < names.size(); i++) {
            Value value = key.attributes().get(names.get(i));
            int size = value == null ? 0 : ItemSize.of(Attributes.of("", value));
            if (size == 0 || size > (i == 0 ? MAX_PARTITION_KEY : MAX_SORT_KEY)) {
                return false;
            }
        }
        return true;
    }

    /** No attribute may stand for the key or the clock. */
    private boolean namesFit(Shipment shipment) {
        Set<String> names = new TreeSet<>(shipment.version().registers().keySet());
        names.addAll(shipment.version().multis().keySet());
        names.addAll(shipment.version().counters().keySet());
        return !names.contains("")
                && !names.contains(table.clockName())
                && table.keyNames().stream().noneMatch(names::contains);
    }
}
