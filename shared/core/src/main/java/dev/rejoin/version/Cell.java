package dev.rejoin.version;

import dev.rejoin.clock.Dot;
import dev.rejoin.item.Value;
import dev.rejoin.rule.Rule;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A last-writer-wins register: the newest write of one attribute.
 *
 * @param dot which write
 * @param state whether it left a value, and whether that is known here
 * @param value the value if {@code state} is {@code VALUE}, else null
 * @param kept a newer delete that did not take it, because its region kept the whole item; null if there is none
 */
public record Cell(
        Dot dot,
        State state,
        @Nullable Value value,
        @Nullable Dot kept) {
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

    /** A write that no newer delete has met. */
    public Cell(Dot dot, State state, @Nullable Value value) {
        this(dot, state, value, null);
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
        return state == State.VALUE ? new Cell(dot, State.WITHHELD, null, kept) : this;
    }

    /** This register with its value. */
    Cell with(Value known) {
        return new Cell(dot, State.VALUE, known, kept);
    }

    /** This register as one that a newer delete does not take; null takes that back. */
    public Cell keptFrom(@Nullable Dot delete) {
        return Objects.equals(delete, kept) ? this : new Cell(dot, state, value, delete);
    }

    /** What decides whether a delete takes it, and which of two stands: the write, or the delete from which it was kept. */
    public Dot standing() {
        return kept != null && kept.isAfter(dot) ? kept : dot;
    }

    /**
     * Whether this one stands, of two writes. One that was kept from a delete stands before one that the delete takes, whichever
     * is newer.
     */
    public boolean standsBefore(Cell other) {
        int order = Rule.KEPT_BEFORE_TAKEN.holds() ? standing().compareTo(other.standing()) : 0;
        if (order == 0 && isTakenBy(other.kept) != other.isTakenBy(kept)) {
            return other.isTakenBy(kept);
        }
        return order > 0 || (order == 0 && dot.isAfter(other.dot));
    }

    /** Whether it only says that a delete took the attribute: from just that one another value may have been kept. */
    private boolean isTakenBy(@Nullable Dot delete) {
        return isRemoved() && kept == null && dot.equals(delete);
    }

    public boolean isRemoved() {
        return state == State.REMOVED;
    }
}
