package dev.rejoin.cli.demo;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rejoin.clock.Actor;
import dev.rejoin.item.Attributes;
import dev.rejoin.item.ItemKey;
import dev.rejoin.item.Value;
import dev.rejoin.replica.StoredItem;
import java.math.BigDecimal;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class ComparisonTest {
    private static final Actor EU = new Actor("eu");
    private static final Actor US = new Actor("us");
    private static final ItemKey KEY = ItemKey.of("id", "a");

    @Test
    void clocksDoNotCount() {
        Comparison comparison = compare(item(Map.of("a", number("1")), 20), item(Map.of("a", number("1.0")), 0));
        assertThat(comparison.areEqual()).isTrue();
        assertThat(comparison.items()).isEqualTo(1);
        assertThat(comparison.metadataBytes()).isEqualTo(20);
    }

    @Test
    void aCounterThatIsAbsentIsZero() {
        assertThat(compare(item(Map.of("stock", number("0")), 0), item(Map.of(), 0))
                        .areEqual())
                .isTrue();
        assertThat(compare(item(Map.of("other", number("0")), 0), item(Map.of(), 0))
                        .areEqual())
                .isFalse();
    }

    @Test
    void aDifferentAttributeIsNamedWithWhatEachRegionShows() {
        Comparison comparison = compare(
                item(Map.of("a", new Value.S("x"), "b", number("1")), 0),
                item(Map.of("a", new Value.S("y"), "b", number("1")), 0));
        assertThat(comparison.differences()).singleElement().satisfies(difference -> {
            assertThat(difference.key()).isEqualTo(KEY);
            assertThat(difference.attribute()).isEqualTo("a");
            assertThat(difference.values()).containsEntry(EU, "x").containsEntry(US, "y");
        });
    }

    @Test
    void aMissingItemIsNamed() {
        Comparison comparison =
                Comparison.of(new TreeMap<>(Map.of(EU, Map.of(KEY, item(Map.of(), 0)), US, Map.of())), Set.of());
        assertThat(comparison.differences()).singleElement().satisfies(difference -> {
            assertThat(difference.attribute()).isEmpty();
            assertThat(difference.values()).containsEntry(EU, "(there)").containsEntry(US, "(none)");
        });
    }

    private static Comparison compare(StoredItem here, StoredItem there) {
        return Comparison.of(new TreeMap<>(Map.of(EU, Map.of(KEY, here), US, Map.of(KEY, there))), Set.of("stock"));
    }

    private static StoredItem item(Map<String, Value> attributes, int clockBytes) {
        Value clock = clockBytes == 0 ? null : new Value.B(new byte[clockBytes]);
        return new StoredItem(KEY, Attributes.of(attributes), clock);
    }

    private static Value number(String text) {
        return new Value.N(new BigDecimal(text));
    }
}
