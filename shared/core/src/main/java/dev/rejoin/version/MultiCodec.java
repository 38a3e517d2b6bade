package dev.rejoin.version;

import dev.rejoin.clock.Dot;
import dev.rejoin.item.Value;
import dev.rejoin.version.DataType.Shape;
import dev.rejoin.version.Sibling.State;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * The bytes of what a clock of format 2 has beside one of format 1. Canonical.
 *
 * <pre>
 * more     = barrier? types multis           a byte says whether there is a barrier
 * types    = count (shape text)*             sorted; referred to by index
 * multis   = count (text dot count write*)*  sorted by name; the dot is the newest write
 * write    = dot type count sibling*         the siblings that one write left, by index
 * sibling  = (index + 1) place state (value | hash)?
 * place    = 0 (its own) | 1 (the head) | 2 dot index
 * </pre>
 */
final class MultiCodec {
    /** In the order of their stored numbers, which never changes. */
    private static final List<Shape> SHAPES = List.of(Shape.WHOLE, Shape.SET, Shape.LIST);

    private static final List<State> STATES = List.of(State.VALUE, State.WITHHELD, State.REMOVED, State.SPILLED);

    private MultiCodec() {}

    static boolean isNeeded(Version clock) {
        return !clock.multis().isEmpty() || clock.barrier() != null;
    }

    static void write(ByteWriter out, ClockCodec.DotWriter dots, Version clock) {
        out.raw(clock.barrier() == null ? 0 : 1);
        dots.writeIfAny(clock.barrier());
        List<DataType> types = types(clock);
        out.number(types.size());
        types.forEach(type -> out.raw(SHAPES.indexOf(type.shape())).text(type.name()));
        out.number(clock.multis().size());
        clock.multis().forEach((name, multi) -> {
            out.text(name);
            dots.write(multi.newest());
            writeSiblings(out, dots, types, multi);
        });
    }

    private static List<DataType> types(Version clock) {
        SortedSet<DataType> types = new TreeSet<>((a, b) -> {
            int byShape = a.shape().compareTo(b.shape());
            return byShape != 0 ? byShape : a.name().compareTo(b.name());
        });
        clock.multis().values().forEach(multi -> multi.siblings().values().forEach(one -> types.add(one.type())));
        return new ArrayList<>(types);
    }

    private static void writeSiblings(ByteWriter out, ClockCodec.DotWriter dots, List<DataType> types, Multi multi) {
        SortedMap<Dot, List<Sibling>> writes = new TreeMap<>();
        multi.siblings()
                .values()
                .forEach(one -> writes.computeIfAbsent(one.dot(), dot -> new ArrayList<>())
                        .add(one));
        out.number(writes.size());
        writes.forEach((dot, siblings) -> {
            dots.write(dot);
            out.number(types.indexOf(siblings.get(0).type())).number(siblings.size());
            siblings.forEach(sibling -> write(out, dots, sibling));
        });
    }

    private static void write(ByteWriter out, ClockCodec.DotWriter dots, Sibling sibling) {
        out.number(sibling.id().index() + 1L);
        if (sibling.place().equals(sibling.id())) {
            out.raw(0);
        } else if (sibling.place().equals(Sibling.HEAD)) {
            out.raw(1);
        } else {
            out.raw(2);
            dots.write(sibling.place().dot());
            out.number(sibling.place().index());
        }
        out.raw(STATES.indexOf(sibling.state()));
        Value value = sibling.value();
        if (value != null) {
            ValueBytes.write(out, value);
        } else if (sibling.state() != State.REMOVED) {
            out.fixed(sibling.hash());
        }
    }

    static Version read(ByteReader in, ClockCodec.DotReader dots, Version clock) {
        Dot barrier = in.below(2) == 0 ? null : dots.read();
        List<DataType> types = new ArrayList<>();
        for (int n = in.count(); n > 0; n--) {
            types.add(type(in));
        }
        SortedMap<String, Multi> multis = new TreeMap<>();
        for (int n = in.count(); n > 0; n--) {
            ClockCodec.once(multis.put(in.text(), new Multi(dots.read(), readSiblings(in, dots, types))));
        }
        return new Version(
                clock.vector(),
                clock.deleted(),
                clock.existence(),
                clock.registers(),
                clock.counters(),
                multis,
                barrier);
    }

    private static DataType type(ByteReader in) {
        Shape shape = SHAPES.get(in.below(SHAPES.size()));
        try {
            return new DataType(shape, in.text());
        } catch (IllegalArgumentException e) {
            throw FormatException.malformed("not a data type's name");
        }
    }

    private static SortedMap<Sibling.Id, Sibling> readSiblings(
            ByteReader in, ClockCodec.DotReader dots, List<DataType> types) {
        SortedMap<Sibling.Id, Sibling> siblings = new TreeMap<>();
        for (int writes = in.count(); writes > 0; writes--) {
            Dot dot = dots.read();
            DataType type = types.get(in.below(types.size()));
            for (int n = in.count(); n > 0; n--) {
                Sibling sibling = sibling(in, dots, dot, type);
                ClockCodec.once(siblings.put(sibling.id(), sibling));
            }
        }
        return siblings;
    }

    private static Sibling sibling(ByteReader in, ClockCodec.DotReader dots, Dot dot, DataType type) {
        int index = in.below(Integer.MAX_VALUE) - 1;
        Sibling.Id own = new Sibling.Id(dot, index);
        int at = in.below(3);
        Sibling.Id place =
                at == 0 ? own : at == 1 ? Sibling.HEAD : new Sibling.Id(dots.read(), in.below(Integer.MAX_VALUE));
        State state = STATES.get(in.below(STATES.size()));
        if (state == State.VALUE) {
            return Sibling.of(dot, index, type, ValueBytes.read(in)).at(place);
        }
        long hash = state == State.REMOVED ? 0 : in.fixed();
        return new Sibling(own, place, type, state, null, hash);
    }
}
