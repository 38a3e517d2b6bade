package dev.rejoin.version;

import dev.rejoin.clock.Actor;
import dev.rejoin.clock.Dot;
import dev.rejoin.item.Fingerprint;
import dev.rejoin.item.Value;
import dev.rejoin.rule.Rule;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One value, or one element, that a write left and that no write which had seen it has replaced.
 *
 * @param id which write, and which of its values
 * @param type by which it was written
 * @param state whether there is a value, and whether it is known here
 * @param value the value if {@code state} is {@code VALUE}, else null
 * @param place where an element of a list stands: elements are in the order of their places, those of one place in the order of
 *     their ids. An appended element's place is its own id; one put between others has that of the element before it
 * @param path where in a nested map it stands, from the attribute down; empty of anything else
 * @param hash {@link Fingerprint} of the value, 0 if there is none; finds a withheld value in what the item shows
 */
public record Sibling(
        Id id,
        Id place,
        DataType type,
        State state,
        @Nullable Value value,
        List<String> path,
        long hash) {
    /** The place before every other. */
    public static final Id HEAD = new Id(new Dot(1, new Actor("0")), 0);

    /** The order of a list's elements. */
    public static final Comparator<Sibling> BY_PLACE =
            Comparator.comparing(Sibling::place).thenComparing(Sibling::id);

    /** The index of what is no element. */
    static final int EMPTY_LIST = -1;

    /** Which value of which write; elements of one write are counted from 0. */
    public record Id(Dot dot, int index) implements Comparable<Id> {
        private static final Comparator<Id> ORDER =
                Comparator.comparing(Id::dot).thenComparingInt(Id::index);

        @Override
        public int compareTo(Id other) {
            return ORDER.compare(this, other);
        }
    }

    /** What is known of a sibling's value. */
    public enum State {
        /** Here it is. */
        VALUE,
        /** The item shows it, or will: a clock leaves out what stands beside it. */
        WITHHELD,
        /** The write removed the attribute. */
        REMOVED,
        /** Too much to be kept with the item; the journal has it. */
        SPILLED
    }

    public Sibling {
        if ((state == State.VALUE) != (value != null)) {
            throw new IllegalArgumentException("a sibling has a value exactly if its state says so");
        }
    }

    /** A write's value, or its removal of the attribute if null. */
    public static Sibling of(Dot dot, int index, DataType type, @Nullable Value value) {
        Id id = new Id(dot, index);
        return value == null
                ? new Sibling(id, id, type, State.REMOVED, null, List.of(), 0)
                : new Sibling(id, id, type, State.VALUE, value, List.of(), Fingerprint.of(value));
    }

    /** This value as another write left it again; an element of a list stays in its place. */
    Sibling as(Id other) {
        return new Sibling(
                other,
                isElement() && type.shape() == DataType.Shape.LIST ? place : other,
                type,
                state,
                value,
                path,
                hash);
    }

    /** This element at another's place. */
    public Sibling at(Id other) {
        return new Sibling(id, other, type, state, value, path, hash);
    }

    /** This leaf at that path of a nested map. */
    public Sibling on(List<String> where) {
        return new Sibling(id, place, type, state, value, List.copyOf(where), hash);
    }

    public Dot dot() {
        return id.dot();
    }

    Sibling with(Value known) {
        return new Sibling(id, place, type, State.VALUE, known, path, hash);
    }

    /** Whether a nested map shows this leaf. */
    public boolean isLeafOf(@Nullable Value shown) {
        return leafIn(shown) != null;
    }

    /** The value of this leaf, taken from the nested map that is shown; null if that does not show it. */
    @Nullable
    Value leafIn(@Nullable Value shown) {
        if (shown == null || state == State.REMOVED) {
            return null;
        }
        Value there = Paths.at(shown, path);
        if (there instanceof Value.M && hash == Fingerprint.of(Paths.EMPTY)) {
            return Paths.EMPTY;
        }
        return there != null && Fingerprint.of(there) == hash ? there : null;
    }

    /** Without its value, if it has one. */
    Sibling without(State otherwise) {
        return state == State.VALUE ? new Sibling(id, place, type, otherwise, null, path, hash) : this;
    }

    /** Says that there is a list, though without elements. */
    public static Sibling emptyList(Dot dot) {
        return of(dot, EMPTY_LIST, DataType.LIST, new Value.L(List.of()));
    }

    /** Whether it stands for an element of a set or a list. */
    public boolean isElement() {
        return !isWhole() && !isEmptyList();
    }

    /** Whether only the journal has its value. */
    public boolean isSpilled() {
        return state == State.SPILLED;
    }

    /** Whether it stands at a path of a nested map. */
    public boolean isLeaf() {
        return type.shape() == DataType.Shape.MAP;
    }

    boolean isEmptyList() {
        return id.index == EMPTY_LIST;
    }

    /** Whether it is a value of the attribute, and no element of one. */
    public boolean isWhole() {
        return type.shape() == DataType.Shape.WHOLE;
    }

    /** Of one sibling known twice, the side that knows more; what one region has spilled, all do, or they show different values. */
    Sibling richer(Sibling other) {
        if ((isSpilled() || other.isSpilled()) && Rule.SPILLED_EVERYWHERE.holds()) {
            return isSpilled() ? this : other;
        }
        return state == State.WITHHELD || isSpilled() ? other : this;
    }
}
