package dev.rejoin.version;

import dev.rejoin.clock.Actor;
import dev.rejoin.clock.Dot;
import dev.rejoin.item.Value;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.random.RandomGenerator;

/** Clocks for tests of what is stored. */
final class Clocks {
    static final Actor EU = new Actor("eu-west-1");
    static final Actor US = new Actor("us-east-1");
    static final Actor AP = new Actor("ap-south-1.2");

    private static final List<Actor> ACTORS = List.of(EU, US, AP, new Actor("x"), new Actor("z".repeat(40)));
    private static final long NOON = 1_785_585_600_000L << 16;

    private Clocks() {}

    /** A clock that has everything a clock can have. */
    static Version whole() {
        Dot put = new Dot(NOON, EU);
        Dot later = new Dot(NOON + 5, US);
        Counter stock =
                Counter.of(null, EU, new Counter.Sum(NOON + 1, BigDecimal.TEN)).plus(later, new BigDecimal("-3.50"));
        Counter.Base base = new Counter.Base(put, new BigDecimal("100"));
        Counter views = Counter.of(base, AP, new Counter.Sum(NOON + 2, new BigDecimal("1E+30")));
        return new VersionBuilder(Version.EMPTY)
                .seen(put)
                .seen(later)
                .seen(new Dot(NOON - 1000, AP))
                .deleted(new Dot(NOON - 2000, AP))
                .existence(put)
                .register("name", Cell.withheld(put))
                .register("status", Cell.withheld(later))
                .register("größe", Cell.withheld(put))
                .register("gone", Cell.of(later, null))
                .counter("stock", stock)
                .counter("views", views)
                .build();
    }

    /** That clock, and everything that only format 2 has. */
    static Version wholeOfFormat2() {
        Dot put = new Dot(NOON, EU);
        Dot later = new Dot(NOON + 5, US);
        Dot removal = new Dot(NOON - 1000, AP);
        DataType siblings = new DataType(DataType.Shape.WHOLE, "siblings");
        Sibling first = Sibling.of(put, 0, DataType.LIST, new Value.S("first"));
        VersionBuilder clock = new VersionBuilder(whole());
        clock.deletedForGood(new Dot(NOON - 3000, AP)).deleted(new Dot(NOON - 2000, AP));
        clock.existence(put).register("name", Cell.withheld(put));
        clock.multi(
                "basket",
                Multi.of(
                        later,
                        List.of(
                                Sibling.of(later, 0, DataType.LIST, Value.N.of(7))
                                        .at(Sibling.HEAD),
                                first.without(Sibling.State.WITHHELD),
                                Sibling.of(later, 1, DataType.LIST, new Value.Null())
                                        .at(first.place()))));
        clock.multi("empty", Multi.of(put, List.of(Sibling.emptyList(put))));
        clock.multi(
                "state",
                Multi.of(
                        later,
                        List.of(
                                Sibling.of(removal, 0, siblings, null),
                                Sibling.of(put, 0, siblings, new Value.S("large"))
                                        .without(Sibling.State.SPILLED),
                                Sibling.of(later, 0, siblings, new Value.Bool(true)))));
        clock.multi("tags", Multi.of(later, List.of()));
        return clock.build();
    }

    /** An arbitrary clock: many of its parts are missing, old, equal, or newer than the vector says. */
    static Version any(RandomGenerator random) {
        VersionBuilder clock = new VersionBuilder(Version.EMPTY);
        for (Actor actor : ACTORS) {
            if (random.nextInt(3) > 0) {
                clock.seen(new Dot(time(random), actor));
            }
        }
        if (random.nextInt(3) == 0) {
            clock.deleted(dot(random));
        }
        if (random.nextBoolean()) {
            clock.existence(dot(random));
        }
        List<Dot> shared = List.of(dot(random), dot(random), dot(random));
        for (int i = random.nextInt(8); i > 0; i--) {
            Dot dot = random.nextBoolean() ? shared.get(random.nextInt(3)) : dot(random);
            clock.register(name(random), random.nextInt(4) == 0 ? Cell.of(dot, null) : Cell.withheld(dot));
        }
        for (int i = random.nextInt(4); i > 0; i--) {
            clock.counter(name(random), counter(random));
        }
        for (int i = random.nextBoolean() ? 0 : random.nextInt(4); i > 0; i--) {
            clock.multi(name(random), multi(random));
        }
        Version version = clock.build();
        return random.nextInt(5) > 0 ? version : Merge.normal(barred(version, dot(random)));
    }

    private static Version barred(Version version, Dot barrier) {
        return new VersionBuilder(version)
                .deletedForGood(barrier)
                .existence(barrier)
                .build();
    }

    private static Multi multi(RandomGenerator random) {
        List<DataType> types = List.of(DataType.SET, DataType.LIST, new DataType(DataType.Shape.WHOLE, "max"));
        List<Sibling> siblings = new ArrayList<>();
        for (int writes = random.nextInt(3); writes > 0; writes--) {
            Dot dot = dot(random);
            DataType type = types.get(random.nextInt(3));
            int parts = type.shape() == DataType.Shape.WHOLE ? 1 : random.nextInt(4);
            for (int i = 0; i < parts; i++) {
                siblings.add(sibling(random, dot, i, type));
            }
        }
        siblings.removeIf(one -> siblings.stream()
                .anyMatch(
                        other -> other.dot().equals(one.dot()) && !other.type().equals(one.type())));
        return Multi.of(dot(random), siblings);
    }

    private static Sibling sibling(RandomGenerator random, Dot dot, int index, DataType type) {
        Sibling whole = Sibling.of(dot, index, type, random.nextInt(9) == 0 ? null : value(random, 3));
        Sibling placed = random.nextInt(3) > 0
                ? whole
                : whole.at(random.nextBoolean() ? Sibling.HEAD : new Sibling.Id(dot(random), random.nextInt(3)));
        Sibling.State[] states = Sibling.State.values();
        Sibling.State otherwise = states[1 + random.nextInt(3)];
        return random.nextBoolean() || otherwise == Sibling.State.REMOVED ? placed : placed.without(otherwise);
    }

    private static Value value(RandomGenerator random, int depth) {
        return switch (random.nextInt(depth == 0 ? 8 : 10)) {
            case 0 -> Value.N.of(random.nextLong() >> random.nextInt(64));
            case 1 -> new Value.B(name(random).getBytes(StandardCharsets.UTF_8));
            case 2 -> new Value.Bool(random.nextBoolean());
            case 3 -> new Value.Null();
            case 4 -> new Value.SS(Set.of(name(random), "数字"));
            case 5 -> new Value.NS(Set.of(Value.N.of(random.nextInt(9)), Value.N.of("-1.5")));
            case 6 -> new Value.BS(Set.of(new Value.B(new byte[random.nextInt(4)])));
            case 7 -> new Value.S(name(random));
            case 8 -> new Value.L(List.of(value(random, depth - 1), value(random, depth - 1)));
            default -> new Value.M(Map.of(name(random), value(random, depth - 1)));
        };
    }

    private static Counter counter(RandomGenerator random) {
        Counter.Base base = random.nextInt(3) == 0 ? new Counter.Base(dot(random), decimal(random)) : null;
        Counter counter = Counter.of(base, EU, new Counter.Sum(time(random), decimal(random)));
        for (int i = random.nextInt(4); i > 0; i--) {
            counter = counter.plus(dot(random), decimal(random));
        }
        return counter;
    }

    private static Dot dot(RandomGenerator random) {
        return new Dot(time(random), ACTORS.get(random.nextInt(ACTORS.size())));
    }

    private static long time(RandomGenerator random) {
        return switch (random.nextInt(6)) {
            case 0 -> 1 + random.nextInt(300);
            case 1 -> Long.MAX_VALUE - random.nextInt(3);
            default -> NOON + random.nextInt(200);
        };
    }

    private static BigDecimal decimal(RandomGenerator random) {
        return BigDecimal.valueOf(random.nextLong() >> random.nextInt(64), random.nextInt(-20, 20));
    }

    private static String name(RandomGenerator random) {
        return List.of("a", "b", "größe", "", "n".repeat(random.nextInt(1, 150)), "\u0000", "数", "@")
                .get(random.nextInt(8));
    }

    /** Values for what a row keeps: of some of the clock's registers. */
    static SortedMap<String, Cell> kept(Version clock, RandomGenerator random) {
        SortedMap<String, Cell> kept = new TreeMap<>();
        clock.registers().forEach((name, cell) -> {
            if (!cell.isRemoved() && random.nextBoolean()) {
                kept.put(name, Cell.of(cell.dot(), new Value.S(name)));
            }
        });
        return kept;
    }

    /** Some births. */
    static List<Long> births(RandomGenerator random) {
        List<Long> births = new ArrayList<>();
        for (int i = random.nextInt(ShadowRow.MOST_BURIED + 1); i > 0; i--) {
            births.add(random.nextLong());
        }
        return births;
    }
}
