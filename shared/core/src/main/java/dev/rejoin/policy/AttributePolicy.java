package dev.rejoin.policy;

import dev.rejoin.version.VersionBuilder;

/**
 * A data type: how a plain write of an attribute enters the item's version. How versions merge is fixed by their parts (see
 * {@code Merge}), so regions converge even while they disagree about an attribute's type.
 */
public interface AttributePolicy {
    /** What users call this data type: a short word, the same in every release, such as {@code lww}. */
    String name();

    /**
     * Enters a change. Called once for each plain write that changed the attribute, in stream order.
     *
     * @param change what the write did
     * @param into the item's version before the write, to be changed
     */
    void fold(PlainChange change, VersionBuilder into);

    /**
     * Enters what an attribute showed before its replication began. Other regions may have had the same, or something else,
     * and enter that at the same time.
     *
     * @param origin the value that was there, at a dot older than every write's
     * @param into the item's version, in which nothing is known of the attribute
     */
    default void begin(PlainChange origin, VersionBuilder into) {
        fold(origin, into);
    }
}
