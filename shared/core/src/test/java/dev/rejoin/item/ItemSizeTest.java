package dev.rejoin.item;

import static dev.rejoin.item.ValueTest.bytes;
import static dev.rejoin.item.ValueTest.number;
import static dev.rejoin.item.ValueTest.set;
import static dev.rejoin.item.ValueTest.text;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class ItemSizeTest {
    static Stream<Arguments> sizes() {
        return Stream.of(
                Arguments.of(text(""), 0),
                Arguments.of(text("abc"), 3),
                Arguments.of(text("é€😀"), 2 + 3 + 4),
                Arguments.of(number("0"), 3),
                Arguments.of(number("12"), 1 + 3),
                Arguments.of(number("1200"), 1 + 3),
                Arguments.of(number("12345678901234567890123456789012345678"), 19 + 3),
                Arguments.of(bytes("abc"), 3),
                Arguments.of(new Value.Bool(true), 1),
                Arguments.of(new Value.Null(), 1),
                Arguments.of(new Value.SS(set("a", "bc")), 3),
                Arguments.of(new Value.NS(set(number("1"), number("123"))), 3 + 4),
                Arguments.of(new Value.BS(set(bytes("a"), bytes("bc"))), 3),
                Arguments.of(new Value.L(List.of()), 3),
                Arguments.of(new Value.L(List.of(text("ab"), new Value.Null())), 3 + 2 + 2 + 1),
                Arguments.of(new Value.M(Map.of("k", text("ab"))), 3 + 1 + 1 + 2));
    }

    @ParameterizedTest
    @MethodSource("sizes")
    void aValueHasTheBytesThatDynamoDbCounts(Value value, int size) {
        assertThat(ItemSize.of("né", value)).isEqualTo(3 + size);
    }

    @Test
    void anItemIsTheSum() {
        assertThat(ItemSize.of(Attributes.of(Map.of("a", text("bc"), "d", number("7")))))
                .isEqualTo(3 + 1 + 3);
        assertThat(ItemSize.of(Attributes.NONE)).isZero();
    }
}
