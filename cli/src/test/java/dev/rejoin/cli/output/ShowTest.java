package dev.rejoin.cli.output;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rejoin.item.ItemKey;
import dev.rejoin.item.Value;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

class ShowTest {
    @Test
    void valuesAreWrittenAsOneWouldWriteThem() {
        assertThat(Show.value(new Value.S("text"))).isEqualTo("text");
        assertThat(Show.value(new Value.N(new BigDecimal("1E+3")))).isEqualTo("1000");
        assertThat(Show.value(new Value.Bool(true))).isEqualTo("true");
        assertThat(Show.value(new Value.Null())).isEqualTo("null");
        assertThat(Show.value(new Value.B(new byte[3]))).isEqualTo("3 bytes");
        assertThat(Show.value(new Value.L(List.of(new Value.S("b"), Value.N.of(1), new Value.L(List.of())))))
                .isEqualTo("[b, 1, []]");
        assertThat(Show.value(new Value.SS(Set.of("b", "a")))).isEqualTo("{a, b}");
        assertThat(Show.value(new Value.NS(Set.of(Value.N.of(10), Value.N.of(9)))))
                .isEqualTo("{9, 10}");
        assertThat(Show.value(new Value.M(Map.of("k", new Value.Bool(true), "a", Value.N.of(1)))))
                .isEqualTo("{a: 1, k: true}");
        assertThat(Show.value(null)).isEqualTo("-");
    }

    @Test
    void longValuesAreCut() {
        assertThat(Show.value(new Value.S("x".repeat(100)))).hasSize(40).endsWith("...");
    }

    @Test
    void keysShowTheirValues() {
        assertThat(Show.key(ItemKey.of(Map.of("pk", new Value.S("a"), "sk", Value.N.of(7)))))
                .isEqualTo("a/7");
    }

    @Test
    void timesAndCountsAreForPeople() {
        assertThat(Show.millis(41)).isEqualTo("41 ms");
        assertThat(Show.millis(3_240)).isEqualTo("3.2 s");
        assertThat(Show.seconds(Duration.ofMillis(1_250))).isEqualTo("1.3 s");
        assertThat(Show.count(1, "item")).isEqualTo("1 item");
        assertThat(Show.count(12_345, "item")).isEqualTo("12 345 items");
    }

    @Test
    void jsonKeepsEveryType() {
        Value value = new Value.M(Map.of(
                "a",
                new Value.SS(Set.of("x")),
                "b",
                new Value.NS(Set.of(Value.N.of(1))),
                "c",
                new Value.BS(Set.of(new Value.B(new byte[] {1}))),
                "d",
                new Value.Bool(false),
                "e",
                new Value.Null()));
        assertThat(DynamoJson.of(value))
                .hasToString("{\"M\":{\"a\":{\"SS\":[\"x\"]},\"b\":{\"NS\":[\"1\"]},\"c\":{\"BS\":[\"AQ==\"]},"
                        + "\"d\":{\"BOOL\":false},\"e\":{\"NULL\":true}}}");
    }
}
