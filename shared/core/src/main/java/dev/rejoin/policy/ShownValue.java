package dev.rejoin.policy;

import dev.rejoin.item.Value;
import dev.rejoin.version.Sibling;
import java.math.BigDecimal;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Which of several concurrent values an item shows; the same in every region, and for any order in which they arrived. */
@FunctionalInterface
interface ShownValue {
    /**
     * What is shown.
     *
     * @param siblings two or more, oldest first
     */
    @Nullable
    Value of(List<Sibling> siblings);

    /** The newest write. */
    ShownValue NEWEST = siblings -> siblings.get(siblings.size() - 1).value();

    /** The highest number, or the text or bytes that sort last; a value before a removal. */
    ShownValue MAX = siblings -> extreme(siblings, order());

    /** The lowest number, or the text or bytes that sort first; a value before a removal. */
    ShownValue MIN = siblings -> extreme(siblings, order().reversed());

    /** This boolean if any write left it, else the newest. */
    static ShownValue preferring(boolean preferred) {
        Value wanted = new Value.Bool(preferred);
        return siblings ->
                siblings.stream().anyMatch(sibling -> wanted.equals(sibling.value())) ? wanted : NEWEST.of(siblings);
    }

    private static @Nullable Value extreme(List<Sibling> siblings, Comparator<Value> order) {
        return siblings.stream()
                .map(Sibling::value)
                .filter(Objects::nonNull)
                .max(order)
                .orElse(null);
    }

    /** Numbers by value, texts and bytes by their bytes, numbers before all else; others are equal and the newest stands. */
    private static Comparator<Value> order() {
        return Comparator.comparingInt(ShownValue::rank)
                .thenComparing(value -> value instanceof Value.N n ? n.number() : BigDecimal.ZERO)
                .thenComparing(value -> value instanceof Value.S s ? s.text() : "")
                .thenComparing(value -> value instanceof Value.B b ? b.buffer() : new Value.B(new byte[0]).buffer());
    }

    private static int rank(Value value) {
        return value instanceof Value.N ? 3 : value instanceof Value.S ? 2 : value instanceof Value.B ? 1 : 0;
    }
}
