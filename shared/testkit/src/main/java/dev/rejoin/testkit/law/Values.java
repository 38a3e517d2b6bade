package dev.rejoin.testkit.law;

import dev.rejoin.item.Value;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Values to try a law with: small ones of every kind, or those that were given; and what is simpler than one. */
final class Values {
    private static final int KINDS = 10;
    private static final int MOST_SIMPLER = 16;

    private final List<Value> samples;

    Values(List<Value> samples) {
        this.samples = List.copyOf(samples);
    }

    /** A kind of values, so that those of one case often go together. */
    int kind(Random random) {
        return random.nextInt(KINDS);
    }

    /** A value of that kind, now and then of any other, or none. */
    @Nullable
    Value next(Random random, int kind) {
        if (!samples.isEmpty() && random.nextInt(4) > 0) {
            return samples.get(random.nextInt(samples.size()));
        }
        int chosen = random.nextInt(8) == 0 ? kind(random) : kind;
        return switch (chosen) {
            case 0, 1 -> number(random);
            case 2, 3 -> new Value.S(text(random));
            case 4 -> new Value.Bool(random.nextBoolean());
            case 5 -> new Value.SS(Set.copyOf(some(random, Values::text)));
            case 6 -> new Value.NS(Set.copyOf(some(random, Values::number)));
            case 7 -> new Value.L(random.nextInt(5) == 0 ? List.of() : some(random, Values::scalar));
            case 8 -> new Value.M(Map.of(text(random), scalar(random)));
            default -> random.nextInt(3) == 0 ? null : scalar(random);
        };
    }

    private static Value.N number(Random random) {
        return random.nextInt(4) == 0
                ? new Value.N(BigDecimal.valueOf(random.nextInt(2_000) - 1_000, 2))
                : Value.N.of(random.nextInt(7) - 2);
    }

    private static String text(Random random) {
        StringBuilder text = new StringBuilder();
        for (int left = random.nextInt(4); left > 0; left--) {
            text.append((char) ('a' + random.nextInt(3)));
        }
        return text.toString();
    }

    private static Value scalar(Random random) {
        return switch (random.nextInt(5)) {
            case 0 -> new Value.Bool(random.nextBoolean());
            case 1 -> new Value.Null();
            case 2 -> new Value.B(text(random).getBytes(java.nio.charset.StandardCharsets.US_ASCII));
            case 3 -> new Value.S(text(random));
            default -> number(random);
        };
    }

    private static <T> List<T> some(Random random, Function<Random, T> each) {
        Set<T> some = new LinkedHashSet<>();
        for (int left = 1 + random.nextInt(3); left > 0; left--) {
            some.add(each.apply(random));
        }
        return List.copyOf(some);
    }

    /** What to try in the place of a value; nothing for none, which is the simplest. Never goes round in a circle. */
    static List<@Nullable Value> simpler(@Nullable Value value) {
        List<@Nullable Value> simpler = new ArrayList<>();
        if (value == null) {
            return simpler;
        }
        simpler.add(null);
        if (value instanceof Value.N n) {
            numbers(n.number()).forEach(number -> simpler.add(new Value.N(number)));
        } else if (value instanceof Value.S s) {
            texts(s.text()).forEach(text -> simpler.add(new Value.S(text)));
        } else if (value instanceof Value.Bool bool && bool.value()) {
            simpler.add(new Value.Bool(false));
        } else if (value instanceof Value.SS set && set.texts().size() > 1) {
            without(List.copyOf(set.texts())).forEach(less -> simpler.add(new Value.SS(Set.copyOf(less))));
        } else if (value instanceof Value.NS set && set.numbers().size() > 1) {
            without(List.copyOf(set.numbers())).forEach(less -> simpler.add(new Value.NS(Set.copyOf(less))));
        } else if (value instanceof Value.L list) {
            without(list.values()).forEach(less -> simpler.add(new Value.L(less)));
        } else if (value instanceof Value.M map) {
            map.entries().keySet().forEach(name -> {
                Map<String, Value> less = new LinkedHashMap<>(map.entries());
                less.remove(name);
                simpler.add(new Value.M(less));
            });
        }
        return simpler;
    }

    /** Nearer to 0, and then without a sign. */
    private static List<BigDecimal> numbers(BigDecimal number) {
        BigDecimal whole = number.setScale(0, RoundingMode.DOWN);
        List<BigDecimal> numbers = new ArrayList<>();
        for (BigDecimal next : List.of(
                BigDecimal.ZERO,
                BigDecimal.ONE,
                whole,
                whole.divideToIntegralValue(BigDecimal.valueOf(2)),
                number.abs(),
                whole.subtract(BigDecimal.valueOf(whole.signum())))) {
            if (Value.N.fits(next) && isSimpler(next, number)) {
                numbers.add(next);
            }
        }
        return numbers;
    }

    private static boolean isSimpler(BigDecimal a, BigDecimal b) {
        int bySize = a.abs().compareTo(b.abs());
        return bySize < 0 || (bySize == 0 && a.signum() > b.signum());
    }

    private static List<String> texts(String text) {
        return text.isEmpty()
                ? List.of()
                : List.of(
                        "",
                        text.substring(0, text.length() / 2),
                        text.substring(1),
                        text.substring(0, text.length() - 1));
    }

    private static <T> List<List<T>> without(List<T> all) {
        List<List<T>> each = new ArrayList<>();
        for (int i = 0; i < Math.min(all.size(), MOST_SIMPLER); i++) {
            List<T> less = new ArrayList<>(all);
            less.remove(i);
            each.add(less);
        }
        return each;
    }

    /** A value as DynamoDB names it, {@code S("a")}; {@code absent} for none. */
    static String text(@Nullable Value value) {
        if (value == null) {
            return "absent";
        } else if (value instanceof Value.S s) {
            return "\"" + s.text() + "\"";
        } else if (value instanceof Value.N n) {
            return n.number().toPlainString();
        } else if (value instanceof Value.Bool bool) {
            return Boolean.toString(bool.value());
        } else if (value instanceof Value.Null) {
            return "null";
        } else if (value instanceof Value.SS set) {
            return "set" + set.texts().stream().map(text -> "\"" + text + "\"").toList();
        } else if (value instanceof Value.NS set) {
            return "set" + set.numbers().stream().map(Values::text).toList();
        } else if (value instanceof Value.L list) {
            return "list" + list.values().stream().map(Values::text).toList();
        } else if (value instanceof Value.M map) {
            return "map"
                    + map.entries().entrySet().stream()
                            .map(entry -> entry.getKey() + ": " + text(entry.getValue()))
                            .toList();
        }
        return value.toString();
    }
}
