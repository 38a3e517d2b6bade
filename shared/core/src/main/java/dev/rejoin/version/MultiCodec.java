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
import org.jspecify.annotations.Nullable;

/**
 * The bytes of what a clock of format 2 has beside one of format 1. Canonical.
 *
 * <pre>
 * more     = flags barrier? kept? types multis fallbacks?
 * flags    = 1 (a barrier) + 2 (registers kept) + 4 (fallbacks)
 * kept     = count text*                     registers that the newest delete does not take, sorted
 * types    = count (shape text)*             sorted; referred to by index
 * multis   = count (text dot count write*)*  sorted by name; the dot is the newest write
 * write    = dot type count sibling*         the siblings that one write left, by index
 * sibling  = (index + 1) place path? state (value | hash)?
 * path     = count text*                     of what stands in a nested map
 * place    = 0 (its own) | 1 (the head) | 2 dot index
 * fallbacks = count (text dot)*              multis whose newest value is shown although there are others
 * </pre>
 */
final class MultiCodec {
    private static final int HAS_BARRIER = 1;
    private static final int HAS_KEPT = 2;
    private static final int HAS_FALLBACKS = 4;

    /** In the order of their stored numbers, which never changes. */
    private static final List<Shape> SHAPES = List.of(Shape.WHOLE, Shape.SET, Shape.LIST, Shape.MAP);

    private static final List<State> STATES = List.of(State.VALUE, State.WITHHELD, State.REMOVED, State.SPILLED);

    private MultiCodec() {}

    static boolean isNeeded(Version clock) {
        return !clock.multis().isEmpty()
                || clock.barrier() != null
                || !kept(clock).isEmpty();
    }

    private static List<String> kept(Version clock) {
        List<String> kept = new ArrayList<>();
        clock.registers().forEach((name, cell) -> {
            if (cell.kept() != null) {
                kept.add(name);
            }
        });
        return kept;
    }

    private static SortedMap<String, Dot> fallbacks(Version clock) {
        SortedMap<String, Dot> fallbacks = new TreeMap<>();
        clock.multis().forEach((name, multi) -> {
            if (multi.fallback() != null) {
                fallbacks.put(name, multi.fallback());
            }
        });
        return fallbacks;
    }

    static void write(ByteWriter out, ClockCodec.DotWriter dots, Version clock) {
        List<String> kept = kept(clock);
        SortedMap<String, Dot> fallbacks = fallbacks(clock);
        out.raw((clock.barrier() == null ? 0 : HAS_BARRIER)
                | (kept.isEmpty() ? 0 : HAS_KEPT)
                | (fallbacks.isEmpty() ? 0 : HAS_FALLBACKS));
        dots.writeIfAny(clock.barrier());
        writeKept(out, kept);
        List<DataType> types = types(clock);
        out.number(types.size());
        types.forEach(type -> out.raw(SHAPES.indexOf(type.shape())).text(type.name()));
        out.number(clock.multis().size());
        clock.multis().forEach((name, multi) -> {
            out.text(name);
            dots.write(multi.newest());
            writeSiblings(out, dots, types, multi);
        });
        if (!fallbacks.isEmpty()) {
            out.number(fallbacks.size());
            fallbacks.forEach((name, dot) -> {
                out.text(name);
                dots.write(dot);
            });
        }
    }

    private static void writeKept(ByteWriter out, List<String> kept) {
        if (!kept.isEmpty()) {
            out.number(kept.size());
            kept.forEach(out::text);
        }
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
        if (sibling.isLeaf()) {
            out.number(sibling.path().size());
            sibling.path().forEach(out::text);
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
        int flags = in.below(HAS_BARRIER + HAS_KEPT + HAS_FALLBACKS + 1);
        Dot barrier = (flags & HAS_BARRIER) == 0 ? null : dots.read();
        SortedMap<String, Cell> registers =
                (flags & HAS_KEPT) == 0 ? clock.registers() : readKept(in, clock.registers(), clock.deleted());
        List<DataType> types = new ArrayList<>();
        for (int n = in.count(); n > 0; n--) {
            types.add(type(in));
        }
        SortedMap<String, Multi> multis = new TreeMap<>();
        for (int n = in.count(); n > 0; n--) {
            ClockCodec.once(multis.put(in.text(), new Multi(dots.read(), readSiblings(in, dots, types))));
        }
        if ((flags & HAS_FALLBACKS) != 0) {
            readFallbacks(in, dots, multis);
        }
        return new Version(
                clock.vector(), clock.deleted(), clock.existence(), registers, clock.counters(), multis, barrier);
    }

    private static SortedMap<String, Cell> readKept(
            ByteReader in, SortedMap<String, Cell> registers, @Nullable Dot deleted) {
        SortedMap<String, Cell> read = new TreeMap<>(registers);
        int n = in.count();
        for (int i = 0; i < n; i++) {
            String name = in.text();
            Cell cell = read.get(name);
            if (cell == null || deleted == null || cell.kept() != null) {
                throw FormatException.malformed("kept from a delete, but not there");
            }
            read.put(name, cell.keptFrom(deleted));
        }
        if (n == 0) {
            throw FormatException.malformed("nothing kept");
        }
        return read;
    }

    private static void readFallbacks(ByteReader in, ClockCodec.DotReader dots, SortedMap<String, Multi> multis) {
        int n = in.count();
        for (int i = 0; i < n; i++) {
            String name = in.text();
            Multi multi = multis.get(name);
            if (multi == null || multi.fallback() != null) {
                throw FormatException.malformed("a fallback of nothing");
            }
            multis.put(name, new Multi(multi.newest(), multi.siblings(), dots.read()));
        }
        if (n == 0) {
            throw FormatException.malformed("no fallbacks");
        }
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
        List<String> path = type.shape() == Shape.MAP ? path(in) : List.of();
        State state = STATES.get(in.below(STATES.size()));
        if (state == State.VALUE) {
            return Sibling.of(dot, index, type, ValueBytes.read(in)).at(place).on(path);
        }
        long hash = state == State.REMOVED ? 0 : in.fixed();
        return new Sibling(own, place, type, state, null, path, hash);
    }

    private static List<String> path(ByteReader in) {
        List<String> path = new ArrayList<>();
        for (int n = in.count(); n > 0; n--) {
            path.add(in.text());
        }
        return List.copyOf(path);
    }
}
