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
    SCRIBBLE,
    /** UpdateItem of an attribute that has a data type. */
    TYPED,
    /** PutItem of all that is seen, with some of the typed attributes changed. */
    PUT_TYPED,
    /** The owner changes the types of attributes in one region, which the others learn later or never. */
    TURN;

    private static final java.util.Set<PlainOp> TYPES = java.util.EnumSet.of(TYPED, PUT_TYPED, TURN);

    /** All that need no data type. */
    static PlainOp[] untyped() {
        return java.util.Arrays.stream(values())
                .filter(op -> !TYPES.contains(op))
                .toArray(PlainOp[]::new);
    }
}
