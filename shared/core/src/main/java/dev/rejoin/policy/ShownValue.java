package dev.rejoin.policy;

import dev.rejoin.item.Value;
import dev.rejoin.rule.Rule;
import dev.rejoin.version.Sibling;
import dev.rejoin.version.Version;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
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

    /** The highest number, else the text or the bytes that sort last; any value before a removal. */
    ShownValue MAX = siblings -> Rule.HIGHEST_SHOWN.holds() ? extreme(siblings, bySize()) : NEWEST.of(siblings);

    /** The lowest number, else the text or the bytes that sort first; any value before a removal. */
    ShownValue MIN =
            siblings -> Rule.LOWEST_SHOWN.holds() ? extreme(siblings, bySize().reversed()) : NEWEST.of(siblings);

    /** This boolean if any write left it, else the newest. */
    static ShownValue preferring(boolean preferred) {
        Value wanted = new Value.Bool(preferred);
        Rule rule = preferred ? Rule.TRUE_SHOWN : Rule.FALSE_SHOWN;
        return siblings -> siblings.stream().anyMatch(sibling -> wanted.equals(sibling.value())) && rule.holds()
                ? wanted
                : NEWEST.of(siblings);
    }

    /** Numbers go before texts, these before bytes, and these before all else, of which the newest stands. */
    private static @Nullable Value extreme(List<Sibling> siblings, Comparator<Value> order) {
        Comparator<Value> byKind = Comparator.comparingInt(ShownValue::rank);
        return siblings.stream()
                .map(Sibling::value)
                .filter(Objects::nonNull)
                .reduce((older, newer) -> byKind.thenComparing(order).compare(older, newer) > 0 ? older : newer)
                .orElse(null);
    }

    /** Numbers by value, texts and bytes by their bytes without sign, as DynamoDB sorts them. */
    private static Comparator<Value> bySize() {
        return Comparator.<Value, BigDecimal>comparing(Version::number)
                .thenComparing(ShownValue::bytes, Arrays::compareUnsigned);
    }

    private static byte[] bytes(Value value) {
        if (value instanceof Value.S s) {
            return s.text().getBytes(StandardCharsets.UTF_8);
        }
        return value instanceof Value.B b ? b.bytes() : new byte[0];
    }

    private static int rank(Value value) {
        return value instanceof Value.N ? 3 : value instanceof Value.S ? 2 : value instanceof Value.B ? 1 : 0;
    }
}
