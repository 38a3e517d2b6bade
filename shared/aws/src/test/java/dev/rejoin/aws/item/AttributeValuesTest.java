package dev.rejoin.aws.item;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.rejoin.item.Value;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

class AttributeValuesTest {
    private static final Value.B BYTES = new Value.B(new byte[] {0, -1});
    private static final SdkBytes SDK_BYTES = SdkBytes.fromByteArray(new byte[] {0, -1});

    static Stream<Arguments> pairs() {
        return Stream.of(
                Arguments.of(new Value.S(""), AttributeValue.fromS("")),
                Arguments.of(new Value.S("x"), AttributeValue.fromS("x")),
                Arguments.of(Value.N.of("1.50"), AttributeValue.fromN("1.5")),
                Arguments.of(Value.N.ZERO, AttributeValue.fromN("0")),
                Arguments.of(BYTES, AttributeValue.fromB(SDK_BYTES)),
                Arguments.of(new Value.Bool(true), AttributeValue.fromBool(true)),
                Arguments.of(new Value.Bool(false), AttributeValue.fromBool(false)),
                Arguments.of(new Value.Null(), AttributeValue.fromNul(true)),
                Arguments.of(new Value.SS(Set.of("a")), AttributeValue.fromSs(List.of("a"))),
                Arguments.of(new Value.NS(Set.of(Value.N.of(2))), AttributeValue.fromNs(List.of("2"))),
                Arguments.of(new Value.BS(Set.of(BYTES)), AttributeValue.fromBs(List.of(SDK_BYTES))),
                Arguments.of(new Value.L(List.of()), AttributeValue.fromL(List.of())),
                Arguments.of(new Value.M(Map.of()), AttributeValue.fromM(Map.of())),
                Arguments.of(
                        new Value.L(List.of(new Value.M(Map.of("k", new Value.L(List.of(new Value.Null())))))),
                        AttributeValue.fromL(List.of(AttributeValue.fromM(
                                Map.of("k", AttributeValue.fromL(List.of(AttributeValue.fromNul(true)))))))));
    }

    @ParameterizedTest
    @MethodSource("pairs")
    void converts(Value value, AttributeValue sdk) {
        assertThat(AttributeValues.toSdk(value)).isEqualTo(sdk);
        assertThat(AttributeValues.fromSdk(sdk)).isEqualTo(value);
    }

    @Test
    void numbersAreTheSameHoweverTheyAreWritten() {
        for (String text : List.of("100", "100.0", "1E2", "1.00E+2", "0.01E4", "00100")) {
            assertThat(AttributeValues.fromSdk(AttributeValue.fromN(text))).isEqualTo(Value.N.of(100));
        }
        assertThat(AttributeValues.toSdk(Value.N.of("100.0"))).isEqualTo(AttributeValues.toSdk(Value.N.of("1E2")));
    }

    @Test
    void aTypeThatTheSdkDoesNotKnowIsRefused() {
        AttributeValue unknown = AttributeValue.builder().build();
        assertThatThrownBy(() -> AttributeValues.fromSdk(unknown))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("unknown type");
    }
}
