package dev.rejoin.testkit.store;

import dev.rejoin.item.ItemKey;
import dev.rejoin.replica.StoredItem;
import dev.rejoin.replica.StreamRecord;
import dev.rejoin.version.SequenceNumber;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/** A table's stream of one shard. A record's index counts from 0 and never changes, whatever retention took away. */
final class MemoryStream {
    private final LongSupplier timeMillis;
    private final long granularityMillis;
    private final List<StreamRecord> records = new ArrayList<>();
    private final List<Origin> origins = new ArrayList<>();
    private int first;

    MemoryStream(LongSupplier timeMillis, long granularityMillis) {
        if (granularityMillis < 1) {
            throw new IllegalArgumentException("records are rounded to 1 ms or more, not " + granularityMillis);
        }
        this.timeMillis = timeMillis;
        this.granularityMillis = granularityMillis;
    }

    void append(ItemKey key, @Nullable StoredItem before, @Nullable StoredItem after, boolean expired, Origin origin) {
        origins.add(origin);
        long time = timeMillis.getAsLong();
        records.add(new StreamRecord(
                key,
                before,
                after,
                SequenceNumber.of(origins.size()),
                time - Math.floorMod(time, granularityMillis),
                expired));
    }

    int first() {
        return first;
    }

    int end() {
        return origins.size();
    }

    List<StreamRecord> records() {
        return Collections.unmodifiableList(records);
    }

    List<StreamRecord> records(int from, int max) {
        int start = Math.max(from, first) - first;
        return start >= records.size()
                ? List.of()
                : List.copyOf(records.subList(start, start + Math.min(max, records.size() - start)));
    }

    void trimBefore(int index) {
        int trimmed = Math.min(index, end()) - first;
        if (trimmed > 0) {
            records.subList(0, trimmed).clear();
            first += trimmed;
        }
    }

    Origin origin(SequenceNumber sequence) {
        return origins.get(sequence.number().intValueExact() - 1);
    }
}
