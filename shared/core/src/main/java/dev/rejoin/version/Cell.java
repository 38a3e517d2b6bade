package dev.rejoin.version;

import dev.rejoin.clock.Dot;
import dev.rejoin.item.Value;
import org.jspecify.annotations.Nullable;

/**
 * A last-writer-wins register: the newest write of one attribute.
 *
 * @param dot which write
 * @param state whether it left a value, and whether that is known here
 * @param value the value if {@code state} is {@code VALUE}, else null
 */
public record Cell(Dot dot, State state, @Nullable Value value) {
    /** What is known of a register's value. */
    public enum State {
        /** There is a value and here it is. */
        VALUE,
        /** There is a value, but not here: a clock leaves values out, or the item does not show it (yet). */
        WITHHELD,
        /** The write removed the attribute. */
        REMOVED
    }

    public Cell {
        if ((state == State.VALUE) != (value != null)) {
            throw new IllegalArgumentException("a cell has a value exactly if its state says so");
        }
    }

    /** A write that left this value, or removed the attribute if null. */
    public static Cell of(Dot dot, @Nullable Value value) {
        return new Cell(dot, value == null ? State.REMOVED : State.VALUE, value);
    }

    /** A write that left a value which is not known here. */
    public static Cell withheld(Dot dot) {
        return new Cell(dot, State.WITHHELD, null);
    }

    /** This register without its value: what a clock says of it. */
    public Cell bare() {
        return state == State.VALUE ? withheld(dot) : this;
    }

    public boolean isRemoved() {
        return state == State.REMOVED;
    }
}
