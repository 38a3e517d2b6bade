package dev.rejoin.testkit.sim;

/** What applications do. None of them knows of replication. */
public enum PlainOp {
    /** PutItem of all registers. */
    PUT,
    /** UpdateItem SET of one register. */
    UPDATE,
    /** UpdateItem SET of a register to one of two values, so that values are written back. */
    BACK,
    /** UpdateItem REMOVE of a register. */
    REMOVE,
    /** UpdateItem ADD to a counter. */
    ADD,
    /** UpdateItem SET of a counter to a number. */
    SET_COUNT,
    /** UpdateItem SET of many registers at once. */
    WIDE,
    /** UpdateItem of an attribute whose type the owner changes. */
    FLUX,
    /** DeleteItem. */
    DELETE,
    /** The table's TTL. */
    EXPIRE,
    /** TransactWriteItems over two items. */
    TRANSACT,
    /** PutItem of an item that was read whole some time ago, clock and all, perhaps in another region. */
    PUT_BACK,
    /** PutItem of an item copied from another deployment's table, with a clock of regions that are unknown here. */
    COPY_FOREIGN,
    /** PutItem of something in the reserved attribute that is no clock. */
    SCRIBBLE
}
