package dev.rejoin.version;

import static dev.rejoin.version.Versions.list;
import static dev.rejoin.version.Versions.set;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.rejoin.item.Value;
import java.nio.ByteBuffer;
import java.util.HexFormat;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** The bytes of siblings' values, which tables hold: they never change within a format. */
class ValueBytesTest {
    private static Value.B blob(String hex) {
        return new Value.B(HexFormat.of().parseHex(hex));
    }

    static Stream<Arguments> golden() {
        return Stream.of(
                Arguments.of(new Value.S(""), "00 00"),
                Arguments.of(new Value.S("größe"), "00 07 6772c3b6c39f65"),
                Arguments.of(Value.N.of(0), "01 00 01 00"),
                Arguments.of(Value.N.of("-3.50"), "01 02 01 dd"),
                Arguments.of(Value.N.of("1E+30"), "01 3b 01 01"),
                Arguments.of(blob("00ff"), "02 02 00ff"),
                Arguments.of(new Value.Bool(false), "03"),
                Arguments.of(new Value.Bool(true), "04"),
                Arguments.of(new Value.Null(), "05"),
                Arguments.of(set("b", "a"), "06 02 0161 0162"),
                Arguments.of(new Value.NS(Set.of(Value.N.of(10), Value.N.of(-2))), "07 02 00 01 fe 01 01 01"),
                Arguments.of(new Value.BS(Set.of(blob("02"), blob("01"))), "08 02 0101 0102"),
                Arguments.of(list("b", "a"), "09 02 00 0162 00 0161"),
                Arguments.of(new Value.L(List.of()), "09 00"),
                Arguments.of(new Value.M(Map.of("k", list(), "a", new Value.Bool(true))), "0a 02 0161 04 016b 09 00"),
                Arguments.of(new Value.M(Map.of()), "0a 00"));
    }

    @ParameterizedTest
    @MethodSource("golden")
    void eachTypeOfValueHasItsBytes(Value value, String hex) {
        String golden = hex.replace(" ", "");
        assertThat(hex(value)).isEqualTo(golden);
        assertThat(read(golden)).isEqualTo(value);
    }

    @Test
    void equalValuesHaveEqualBytes() {
        assertThat(hex(new Value.SS(new LinkedHashSet<>(List.of("b", "a", "c")))))
                .isEqualTo(hex(new Value.SS(new LinkedHashSet<>(List.of("c", "b", "a")))));
        assertThat(hex(Value.N.of("1.0"))).isEqualTo(hex(Value.N.of("1")));
        assertThat(hex(Value.N.of("1E+2"))).isEqualTo(hex(Value.N.of("100")));
    }

    @ParameterizedTest
    @CsvSource({
        "a type of the future,        0b,                  index out of range",
        "no type,                     '',                  ends too early",
        "half a text,                 00 03 6161,          text beyond the end",
        "text that is no UTF-8,       00 02 c328,          text that is not UTF-8",
        "a number without digits,     01 00 00,            decimal out of range",
        "a number beyond 1E+126,      01 fd01 01 01,       number out of range",
        "a number below 1E-130,       01 8602 01 01,       number out of range",
        "an empty set,                06 00,               an empty set",
        "an element twice,            06 02 0161 0161,     something named twice",
        "a number twice,              07 02 00 01 02 00 01 02, something named twice",
        "bytes twice,                 08 02 0101 0101,     something named twice",
        "a name twice,                0a 02 0161 05 0161 05, something named twice",
        "more elements than bytes,    09 7f,               count beyond the end",
        "more elements than ints,     09 ffffffffffffffffff01, count beyond the end"
    })
    void whatIsNoValueIsRefused(String what, String hex, String message) {
        assertThatThrownBy(() -> read(hex.replace(" ", "")))
                .as(what)
                .isInstanceOf(FormatException.class)
                .hasMessage(message)
                .matches(error -> ((FormatException) error).kind() == FormatException.Kind.MALFORMED);
    }

    /** As deep as DynamoDB nests, and no deeper: damaged bytes must not use the stack up. */
    @Test
    void nestingHasAnEnd() {
        Value nested = new Value.Bool(true);
        for (int i = 0; i < 32; i++) {
            nested = i % 2 == 0 ? new Value.L(List.of(nested)) : new Value.M(Map.of("a", nested));
        }
        assertThat(read(hex(nested))).isEqualTo(nested);
        String deeper = "0901" + hex(nested);
        assertThatThrownBy(() -> read(deeper))
                .isInstanceOf(FormatException.class)
                .hasMessage("nested too deep");
    }

    private static String hex(Value value) {
        ByteWriter out = new ByteWriter();
        ValueBytes.write(out, value);
        return HexFormat.of().formatHex(out.toBytes());
    }

    private static Value read(String hex) {
        ByteReader in = new ByteReader(ByteBuffer.wrap(HexFormat.of().parseHex(hex)));
        Value value = ValueBytes.read(in);
        in.end();
        return value;
    }
}
