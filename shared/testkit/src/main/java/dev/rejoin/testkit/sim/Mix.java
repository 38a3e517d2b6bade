package dev.rejoin.testkit.sim;

import java.util.Arrays;
import java.util.List;

/** Which plain writes a run is made of; an operation named twice comes twice as often. */
public enum Mix {
    ALL(PlainOp.PUT, PlainOp.UPDATE, PlainOp.UPDATE, PlainOp.ADD, PlainOp.DELETE),
    UPDATES(PlainOp.UPDATE),
    COUNTERS(PlainOp.ADD),
    PUTS(PlainOp.PUT),
    NODELETE(PlainOp.PUT, PlainOp.UPDATE, PlainOp.ADD),
    UPD_DEL(PlainOp.UPDATE, PlainOp.DELETE),
    PUT_DEL(PlainOp.PUT, PlainOp.DELETE),
    UPD_PUT(PlainOp.UPDATE, PlainOp.PUT),
    ADD_DEL(PlainOp.ADD, PlainOp.ADD, PlainOp.DELETE),
    REMOVES(PlainOp.UPDATE, PlainOp.REMOVE, PlainOp.PUT),
    BACKS(PlainOp.BACK, PlainOp.BACK, PlainOp.ADD, PlainOp.PUT, PlainOp.DELETE),
    LATE(PlainOp.BACK, PlainOp.UPDATE, PlainOp.DELETE),
    PUT_BACKS(PlainOp.PUT_BACK, PlainOp.UPDATE, PlainOp.PUT, PlainOp.DELETE, PlainOp.ADD),
    COUNTING(PlainOp.ADD, PlainOp.SET_COUNT, PlainOp.UPDATE, PlainOp.ADD),
    WIDES(PlainOp.WIDE, PlainOp.UPDATE, PlainOp.WIDE, PlainOp.DELETE, PlainOp.PUT),
    TRANSACTIONS(PlainOp.TRANSACT, PlainOp.TRANSACT, PlainOp.UPDATE, PlainOp.ADD, PlainOp.DELETE),
    EXPIRING(PlainOp.PUT, PlainOp.UPDATE, PlainOp.EXPIRE, PlainOp.ADD),
    FLUXES(PlainOp.FLUX, PlainOp.FLUX, PlainOp.UPDATE, PlainOp.PUT, PlainOp.DELETE),
    COPIES(PlainOp.COPY_FOREIGN, PlainOp.SCRIBBLE, PlainOp.PUT_BACK, PlainOp.UPDATE, PlainOp.ADD, PlainOp.DELETE),
    EVERYTHING(PlainOp.untyped()),
    TYPES(PlainOp.TYPED, PlainOp.TYPED, PlainOp.PUT_TYPED),
    TYPES_DEL(PlainOp.TYPED, PlainOp.TYPED, PlainOp.TYPED, PlainOp.DELETE, PlainOp.UPDATE, PlainOp.ADD),
    TYPES_ALL(
            PlainOp.TYPED,
            PlainOp.PUT_TYPED,
            PlainOp.PUT,
            PlainOp.PUT_BACK,
            PlainOp.ADD,
            PlainOp.DELETE,
            PlainOp.EXPIRE),
    TURNS(PlainOp.TYPED, PlainOp.TYPED, PlainOp.PUT_TYPED, PlainOp.TURN, PlainOp.DELETE),
    DELETE_WINS(PlainOp.TYPED, PlainOp.UPDATE, PlainOp.PUT, PlainOp.ADD, PlainOp.DELETE),
    DELETE_WINS_WIDE(PlainOp.WIDE, PlainOp.UPDATE, PlainOp.PUT, PlainOp.DELETE),
    WHOLE_ITEMS(PlainOp.PUT, PlainOp.UPDATE, PlainOp.REMOVE, PlainOp.BACK, PlainOp.DELETE, PlainOp.PUT_BACK),
    KEEP_ITEMS(PlainOp.UPDATE, PlainOp.UPDATE, PlainOp.PUT, PlainOp.ADD, PlainOp.REMOVE, PlainOp.DELETE),
    KEEP_ITEMS_WIDE(PlainOp.WIDE, PlainOp.UPDATE, PlainOp.TYPED, PlainOp.DELETE),
    RESOLVER_FAILS(PlainOp.TYPED, PlainOp.TYPED, PlainOp.PUT_TYPED, PlainOp.DELETE),
    SPILLS(PlainOp.TYPED, PlainOp.TYPED, PlainOp.PUT_TYPED, PlainOp.DELETE),
    GRAVES(PlainOp.PUT, PlainOp.UPDATE, PlainOp.PUT_BACK, PlainOp.DELETE, PlainOp.DELETE),
    KEEP_SPILLS(PlainOp.TYPED, PlainOp.TYPED, PlainOp.PUT_TYPED, PlainOp.UPDATE, PlainOp.DELETE);

    private static final int UNTYPED = 20;

    /** Unmodifiable. */
    @SuppressWarnings("ImmutableEnumChecker")
    private final List<PlainOp> ops;

    Mix(PlainOp... ops) {
        this.ops = List.of(ops);
    }

    /** Those of registers and counters only, and the default deletes. */
    static List<Mix> untyped() {
        return List.of(values()).subList(0, UNTYPED);
    }

    /** Those of other data types, or other deletes. */
    static List<Mix> typed() {
        return Arrays.stream(values())
                .skip(UNTYPED)
                .filter(mix -> mix != GRAVES)
                .toList();
    }

    boolean deleteWins() {
        return this == DELETE_WINS || this == DELETE_WINS_WIDE;
    }

    boolean keepsItems() {
        return this == KEEP_ITEMS || this == KEEP_ITEMS_WIDE || this == KEEP_SPILLS;
    }

    /** Whether an item has room for one value of an attribute only. */
    boolean spills() {
        return this == SPILLS || this == KEEP_SPILLS;
    }

    List<PlainOp> ops() {
        return ops;
    }
}
