package dev.rejoin.cli.chaos.writer;

import dev.rejoin.clock.Actor;
import dev.rejoin.item.Value;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * What all writers wrote, and what they were told of it. Every value of a register that can be followed has a number of its own,
 * which is part of its text, so that it is known wherever it turns up.
 */
public final class Ledger {
    private static final char BEFORE_NUMBER = '~';

    private final List<Entry> values = new ArrayList<>();
    private final Map<Counter, Sum> sums = new TreeMap<>();
    private final Map<Told, Long> writes = new EnumMap<>(Told.class);

    /** What a writer was told of a write. */
    public enum Told {
        /** Done. */
        ACKNOWLEDGED,
        /** Not done. */
        REFUSED,
        /** Nothing, or that something went wrong: it may be done or not. */
        UNKNOWN
    }

    /**
     * One value of one register.
     *
     * @param told of its write; null while that is under way
     */
    public record Entry(
            Actor region,
            String id,
            String attribute,
            @Nullable Told told) {}

    /** A counter of an item. */
    public record Counter(String id, String attribute) implements Comparable<Counter> {
        @Override
        public int compareTo(Counter other) {
            int byId = id.compareTo(other.id);
            return byId != 0 ? byId : attribute.compareTo(other.attribute);
        }
    }

    /** What was added to a counter for certain, and at least and at most beside that. */
    public record Sum(long acknowledged, long unknownLeast, long unknownMost) {
        private static final Sum NONE = new Sum(0, 0, 0);

        private Sum plus(long amount, Told told) {
            return switch (told) {
                case ACKNOWLEDGED -> new Sum(acknowledged + amount, unknownLeast, unknownMost);
                case UNKNOWN ->
                    new Sum(acknowledged, unknownLeast + Math.min(amount, 0), unknownMost + Math.max(amount, 0));
                case REFUSED -> this;
            };
        }

        /** Whether the counter may stand there. */
        public boolean allows(BigDecimal total) {
            return total.compareTo(BigDecimal.valueOf(acknowledged + unknownLeast)) >= 0
                    && total.compareTo(BigDecimal.valueOf(acknowledged + unknownMost)) <= 0;
        }
    }

    /** A new value for a register, unlike all others. */
    synchronized String value(Actor region, String id, String attribute) {
        values.add(new Entry(region, id, attribute, null));
        return attribute + BEFORE_NUMBER + (values.size() - 1);
    }

    /** What became of a write. */
    synchronized void told(Told told, Plain plain) {
        writes.merge(told, 1L, Long::sum);
        for (String text : plain.values().values()) {
            number(new Value.S(text)).ifPresent(at -> {
                Entry entry = values.get(at);
                values.set(at, new Entry(entry.region, entry.id, entry.attribute, told));
            });
        }
        plain.additions()
                .forEach((attribute, amount) -> sums.merge(
                        new Counter(plain.id(), attribute),
                        Sum.NONE.plus(amount, told),
                        (sum, first) -> sum.plus(amount, told)));
    }

    /** The number of a value that is in this ledger; empty for any other. */
    public static OptionalInt number(@Nullable Value value) {
        if (!(value instanceof Value.S text)) {
            return OptionalInt.empty();
        }
        int at = text.text().lastIndexOf(BEFORE_NUMBER);
        return at < 0
                ? OptionalInt.empty()
                : OptionalInt.of(Integer.parseInt(text.text().substring(at + 1)));
    }

    /** All values, by their numbers. */
    public synchronized List<Entry> entries() {
        return List.copyOf(values);
    }

    /** What was added to each counter. */
    public synchronized Map<Counter, Sum> sums() {
        return new TreeMap<>(sums);
    }

    /** How many writes ended so. */
    public synchronized long writes(Told told) {
        return writes.getOrDefault(told, 0L);
    }
}
