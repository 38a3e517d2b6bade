package dev.rejoin.testkit.store;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** How often a store did what. A live table counts on; {@link #copy} keeps a moment. Not thread-safe. */
public final class OperationCounts {
    private final long[] counts;

    OperationCounts() {
        this(new long[Operation.values().length]);
    }

    private OperationCounts(long[] counts) {
        this.counts = counts;
    }

    /** How often that was done, 0 or more. */
    public long of(Operation operation) {
        return counts[operation.ordinal()];
    }

    /** These counts as they are now. */
    public OperationCounts copy() {
        return new OperationCounts(counts.clone());
    }

    /** What was counted since an earlier copy. */
    public OperationCounts since(OperationCounts earlier) {
        long[] difference = new long[counts.length];
        Arrays.setAll(difference, i -> counts[i] - earlier.counts[i]);
        return new OperationCounts(difference);
    }

    void count(Operation operation) {
        counts[operation.ordinal()]++;
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof OperationCounts that && Arrays.equals(counts, that.counts);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(counts);
    }

    @Override
    public String toString() {
        StringBuilder text = new StringBuilder();
        for (Operation operation : Operation.values()) {
            text.append(text.isEmpty() ? "" : ", ")
                    .append(operation)
                    .append(' ')
                    .append(of(operation));
        }
        return text.toString();
    }
}
