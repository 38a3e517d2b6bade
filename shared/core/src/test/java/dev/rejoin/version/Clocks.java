package dev.rejoin.version;

import dev.rejoin.clock.Actor;
import dev.rejoin.clock.Dot;
import dev.rejoin.item.Value;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
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
        return clock.build();
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
