package dev.rejoin.cli.backfill;

import java.util.Map;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/**
 * How far a backfill is.
 *
 * @param part which table's keys come next
 * @param after the last key of that table whose page is done, empty at its beginning
 * @param marked items that were marked
 * @param known keys that needed no mark
 * @param tooLarge items without room for a mark
 */
record BackfillState(Part part, Map<String, AttributeValue> after, long marked, long known, long tooLarge) {
    /** What is gone through, in this order. */
    enum Part {
        ITEMS,
        /** Keys of deleted items are only there. */
        SHADOW_ROWS,
        DONE
    }

    static final BackfillState BEGIN = new BackfillState(Part.ITEMS, Map.of(), 0, 0, 0);

    BackfillState {
        after = Map.copyOf(after);
    }

    long keys() {
        return marked + known + tooLarge;
    }
}
