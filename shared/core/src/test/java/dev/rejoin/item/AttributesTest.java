package dev.rejoin.item;

import static dev.rejoin.item.ValueTest.number;
import static dev.rejoin.item.ValueTest.text;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;

class AttributesTest {
    private static final Attributes AB = Attributes.of(Map.of("b", number("2"), "a", number("1")));

    @Test
    void theyAreSortedAndKnowTheirNames() {
        assertThat(AB.names()).containsExactly("a", "b");
        assertThat(AB.get("a")).isEqualTo(number("1"));
        assertThat(AB.get("c")).isNull();
        assertThat(AB.has("b")).isTrue();
        assertThat(AB.has("c")).isFalse();
        assertThat(AB.isEmpty()).isFalse();
        assertThat(Attributes.of(Map.of())).isSameAs(Attributes.NONE);
        assertThat(Attributes.NONE.isEmpty()).isTrue();
    }

    @Test
    void changedOnesAreNew() {
        assertThat(AB.with("a", text("x")).get("a")).isEqualTo(text("x"));
        assertThat(AB.with("a", null).names()).containsExactly("b");
        assertThat(AB.only("b"::equals)).isEqualTo(Attributes.of("b", number("2.0")));
        assertThat(AB.names()).containsExactly("a", "b");
    }

    @Test
    void differencesAreTheNamesThatDifferOrAreMissingOnEitherSide() {
        Attributes other = Attributes.of(Map.of("a", number("1.0"), "b", text("2"), "c", text("3")));
        assertThat(AB.differences(other)).containsExactly("b", "c");
        assertThat(other.differences(AB)).containsExactly("b", "c");
        assertThat(AB.differences(Attributes.NONE)).containsExactly("a", "b");
        assertThat(AB.differences(AB)).isEmpty();
    }

    @Test
    void theyAreEqualByDynamoDbsEqualityAndTellNoValues() {
        assertThat(AB).isEqualTo(Attributes.of(Map.of("a", number("1.00"), "b", number("2"))));
        assertThat(AB).hasSameHashCodeAs(Attributes.of(Map.of("a", number("1.00"), "b", number("2"))));
        assertThat(AB).isNotEqualTo(Attributes.NONE).isNotEqualTo(AB.asMap());
        assertThat(AB.hashCode()).isNotZero();
        assertThat(AB).hasToString("[a, b]");
    }
}
