package dev.rejoin.testkit.store;

import java.util.EnumMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** How often a store did what. A live table counts on; {@link #copy} keeps a moment. Not thread-safe. */
public final class OperationCounts {
    private final Map<Operation, Long> counts = new EnumMap<>(Operation.class);

    OperationCounts() {}

    /** How often that was done, 0 or more. */
    public long of(Operation operation) {
        return counts.getOrDefault(operation, 0L);
    }

    /** These counts as they are now. */
    public OperationCounts copy() {
        return since(new OperationCounts());
    }

    /** What was counted since an earlier copy. */
    public OperationCounts since(OperationCounts earlier) {
        OperationCounts difference = new OperationCounts();
        counts.forEach((operation, count) -> difference.add(operation, count - earlier.of(operation)));
        return difference;
    }

    void count(Operation operation) {
        add(operation, 1);
    }

    private void add(Operation operation, long times) {
        if (times != 0) {
            counts.merge(operation, times, Long::sum);
        }
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof OperationCounts that && counts.equals(that.counts);
    }

    @Override
    public int hashCode() {
        return counts.hashCode();
    }

    /** Whatever happened at all, as {@code {ITEM_READ=3, ITEM_WRITE=1}}. */
    @Override
    public String toString() {
        return counts.toString();
    }
}
