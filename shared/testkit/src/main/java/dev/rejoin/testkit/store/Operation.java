package dev.rejoin.testkit.store;

/** What a replica asks of its store, as DynamoDB would charge for it. Plain writes of applications are none of these. */
public enum Operation {
    /** One item asked for. */
    ITEM_READ,
    /** One shadow row asked for. */
    SHADOW_READ,
    /** A conditional write to an item that was done. */
    ITEM_WRITE,
    /** A conditional write to an item that was refused or too large. */
    ITEM_WRITE_REFUSED,
    /** A conditional write to a shadow row that was done. */
    SHADOW_WRITE,
    /** A conditional write to a shadow row that was refused or too large. */
    SHADOW_WRITE_REFUSED,
    /** A tombstone's transaction that was done. */
    TRANSACTION,
    /** A tombstone's transaction that was refused or too large. */
    TRANSACTION_REFUSED
}
