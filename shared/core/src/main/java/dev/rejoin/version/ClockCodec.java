package dev.rejoin.version;

import dev.rejoin.clock.Actor;
import dev.rejoin.clock.Dot;
import dev.rejoin.clock.VersionVector;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * The bytes of a clock (a version without values). Canonical: equal clocks have equal bytes. Attributes written together
 * share one dot; a dot that is the newest of its region takes one byte, because the vector says its time.
 *
 * <pre>
 * clock    = actors vector dot? dot? groups counters     the dots are the delete's and the insert's; a byte of flags says which
 * actors   = count text*                                 sorted; referred to by index
 * vector   = time*                                       the newest in full, each as its distance from the newest seen
 * dot      = (index * 2 + 1) | (index * 2) distance      the actor's time in the vector | as distance from it
 * groups   = count (dot count (removed? text)*)*         registers by dot
 * counters = count (text base? count (dot decimal)*)*
 * </pre>
 */
final class ClockCodec {
    private static final int HAS_DELETE = 1;
    private static final int HAS_INSERT = 2;

    private ClockCodec() {}

    static void write(ByteWriter out, Version clock) {
        List<Actor> actors = actors(clock);
        out.number(actors.size());
        actors.forEach(actor -> out.text(actor.name()));
        long newest = clock.vector().maxTime();
        out.number(newest);
        actors.forEach(actor -> out.number(newest - clock.vector().time(actor)));
        DotWriter dots = new DotWriter(out, actors, clock.vector());
        out.number((clock.deleted() == null ? 0 : HAS_DELETE) | (clock.existence() == null ? 0 : HAS_INSERT));
        dots.writeIfAny(clock.deleted());
        dots.writeIfAny(clock.existence());
        writeGroups(out, dots, clock);
        writeCounters(out, dots, clock);
        if (MultiCodec.isNeeded(clock)) {
            MultiCodec.write(out, dots, clock);
        }
    }

    /** The format of the clock's bytes: what older releases can read is written as they did. */
    static int format(Version clock) {
        return MultiCodec.isNeeded(clock) ? Format.MULTIS : Format.FIRST;
    }

    private static List<Actor> actors(Version clock) {
        return List.copyOf(new TreeSet<>(clock.actors()));
    }

    private static void writeGroups(ByteWriter out, DotWriter dots, Version clock) {
        SortedMap<Dot, List<String>> groups = new TreeMap<>();
        clock.registers()
                .forEach((name, cell) -> groups.computeIfAbsent(cell.dot(), dot -> new ArrayList<>())
                        .add(name));
        out.number(groups.size());
        groups.forEach((dot, names) -> {
            dots.write(dot);
            out.number(names.size());
            for (String name : names) {
                Cell cell = clock.registers().get(name);
                writeName(out, name, cell != null && cell.isRemoved());
            }
        });
    }

    private static void writeName(ByteWriter out, String name, boolean removed) {
        byte[] utf8 = name.getBytes(StandardCharsets.UTF_8);
        out.number(utf8.length * 2L + (removed ? 1 : 0));
        for (byte b : utf8) {
            out.raw(b);
        }
    }

    private static void writeCounters(ByteWriter out, DotWriter dots, Version clock) {
        out.number(clock.counters().size());
        clock.counters().forEach((name, counter) -> {
            writeName(out, name, counter.base() != null);
            if (counter.base() != null) {
                dots.write(counter.base().dot());
                out.decimal(counter.base().amount());
            }
            out.number(counter.sums().size());
            counter.sums().forEach((actor, sum) -> {
                dots.write(new Dot(sum.time(), actor));
                out.decimal(sum.net());
            });
        });
    }

    /** @param format the first byte of what holds the clock */
    static Version read(ByteReader in, int format) {
        List<Actor> actors = readActors(in);
        VersionVector vector = readVector(in, actors);
        DotReader dots = new DotReader(in, actors, vector);
        int flags = in.below(HAS_DELETE + HAS_INSERT + 1);
        Dot deleted = (flags & HAS_DELETE) == 0 ? null : dots.read();
        Dot existence = (flags & HAS_INSERT) == 0 ? null : dots.read();
        Version version = new Version(vector, deleted, existence, readGroups(in, dots), readCounters(in, dots));
        Version whole = format == Format.FIRST ? version : MultiCodec.read(in, dots, version);
        if (!Merge.isNormal(whole) || format(whole) != format) {
            throw FormatException.malformed("not in normal form");
        }
        return whole;
    }

    private static List<Actor> readActors(ByteReader in) {
        List<Actor> actors = new ArrayList<>();
        for (int i = in.count(); i > 0; i--) {
            actors.add(Format.actor(in.text()));
        }
        return actors;
    }

    private static VersionVector readVector(ByteReader in, List<Actor> actors) {
        long newest = in.number();
        Map<Actor, Long> times = new TreeMap<>();
        for (Actor actor : actors) {
            long time = newest - in.number();
            if (newest < 0 || time < 0 || time > newest) {
                throw FormatException.malformed("time out of range");
            }
            times.put(actor, time);
        }
        if (times.size() != actors.size()) {
            throw FormatException.malformed("an actor named twice");
        }
        return VersionVector.of(times);
    }

    private static SortedMap<String, Cell> readGroups(ByteReader in, DotReader dots) {
        SortedMap<String, Cell> registers = new TreeMap<>();
        for (int groups = in.count(); groups > 0; groups--) {
            Dot dot = dots.read();
            for (int names = in.count(); names > 0; names--) {
                FlaggedName name = readName(in);
                once(registers.put(name.text, name.flag ? Cell.of(dot, null) : Cell.withheld(dot)));
            }
        }
        return registers;
    }

    private static SortedMap<String, Counter> readCounters(ByteReader in, DotReader dots) {
        SortedMap<String, Counter> counters = new TreeMap<>();
        for (int n = in.count(); n > 0; n--) {
            FlaggedName name = readName(in);
            Counter.Base base = name.flag ? new Counter.Base(dots.read(), in.decimal()) : null;
            SortedMap<Actor, Counter.Sum> sums = new TreeMap<>();
            for (int i = in.count(); i > 0; i--) {
                Dot dot = dots.read();
                once(sums.put(dot.actor(), new Counter.Sum(dot.time(), in.decimal())));
            }
            if (sums.isEmpty()) {
                throw FormatException.malformed("a counter without sums");
            }
            once(counters.put(name.text, new Counter(base, sums)));
        }
        return counters;
    }

    static void once(@Nullable Object before) {
        if (before != null) {
            throw FormatException.malformed("something named twice");
        }
    }

    private record FlaggedName(String text, boolean flag) {}

    private static FlaggedName readName(ByteReader in) {
        long head = in.number();
        return new FlaggedName(in.text(head >>> 1), (head & 1) == 1);
    }

    record DotWriter(ByteWriter out, List<Actor> actors, VersionVector vector) {
        void write(Dot dot) {
            long index = Collections.binarySearch(actors, dot.actor());
            long newest = vector.time(dot.actor());
            if (newest == dot.time()) {
                out.number(index * 2 + 1);
            } else {
                out.number(index * 2).signed(newest - dot.time());
            }
        }

        void writeIfAny(@Nullable Dot dot) {
            if (dot != null) {
                write(dot);
            }
        }
    }

    record DotReader(ByteReader in, List<Actor> actors, VersionVector vector) {
        Dot read() {
            int head = in.below(actors.size() * 2);
            Actor actor = actors.get(head / 2);
            long time = vector.time(actor) - ((head & 1) == 1 ? 0 : in.signed());
            if (time <= 0) {
                throw FormatException.malformed("time out of range");
            }
            return new Dot(time, actor);
        }
    }
}
