package dev.rejoin.version;

import static dev.rejoin.version.Versions.eu;
import static dev.rejoin.version.Versions.none;
import static dev.rejoin.version.Versions.set;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.math.BigDecimal;
import java.nio.ByteBuffer;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Bytes that no writer writes. */
class ClockCodecTest {
    private static ByteBuffer bytes(String hex) {
        return ByteBuffer.wrap(HexFormat.of().parseHex(hex));
    }

    private static Version read(String hex) {
        return ClockCodec.read(new ByteReader(bytes(hex)), Format.FIRST);
    }

    @Test
    void aSmallClockByteByByte() {
        // 1 actor "eu"; newest 5, distance 0; no delete, an insert: actor 0 at its newest;
        // 1 group: dot the same, 1 name of 1 byte: a; no counters.
        Version version = read("01" + "026575" + "05" + "00" + "02" + "01" + "01" + "01" + "01" + "0261" + "00");
        assertThat(version.vector()).hasToString("{0+5@eu}");
        assertThat(version.existence()).hasToString("0+5@eu");
        assertThat(version.registers()).containsOnlyKeys("a");
        assertThat(version.deleted()).isNull();
    }

    @ParameterizedTest
    @CsvSource({
        "an actor twice,                 02 026575 026575 05 00 00 00 00 00",
        "no actor's name,                01 02 4555 05 00 00 00 00",
        "text that is no UTF-8,          01 02 c328 05 00 00 00 00",
        "a time beyond the newest,       01 026575 05 06 00 00 00",
        "a negative distance,            01 026575 05 ffffffffffffffffff01 00 00 00",
        "a negative newest,              01 026575 ffffffffffffffffff01 00 00 00 00",
        "flags of the future,            01 026575 05 00 04 00 00",
        "a dot of no actor,              01 026575 05 00 02 02 00 00",
        "a dot of another actor,         01 026575 05 00 02 03 00 00",
        "a dot at time 0,                01 026575 05 00 02 00 0a 00 00",
        "a dot before time 0,            01 026575 05 00 02 00 0c 00 00",
        "a register twice,               01 026575 05 00 00 01 01 02 0261 0261 00",
        "a register of two dots,         01 026575 05 00 00 02 01 01 0261 00 02 01 0261 00",
        "a register older than a delete, 01 026575 05 00 01 01 01 00 02 01 0261 00",
        "more groups than bytes,         01 026575 05 00 00 7f",
        "a counter without sums,         01 026575 05 00 00 00 01 0261 00",
        "a counter twice,                01 026575 05 00 00 00 02 0261 01 01 00 01 01 0261 01 01 00 01 01",
        "a sum twice,                    01 026575 05 00 00 00 01 0261 02 01 00 01 01 00 02 00 01 01",
        "a sum of no digits,             01 026575 05 00 00 00 01 0261 01 01 00 00",
        "a scale of 1001,                01 026575 05 00 00 00 01 0261 01 01 d20f 01 01",
        "a scale of -1001,               01 026575 05 00 00 00 01 0261 01 01 d10f 01 01",
        "the smallest scale of all,      01 026575 05 00 00 00 01 0261 01 01 ffffffffffffffffff01 01 01",
        "a number of 11 bytes,           8080808080808080808001",
        "nothing at all,                 ''"
    })
    void isRefused(String what, String hex) {
        assertThatExceptionOfType(FormatException.class)
                .as(what)
                .isThrownBy(() -> read(hex.replace(" ", "")))
                .matches(error -> error.kind() == FormatException.Kind.MALFORMED);
    }

    @Test
    void theLongestDecimalsAreRead() {
        String head = "01" + "026575" + "05" + "00" + "00" + "00" + "01" + "0261" + "01" + "01";
        assertThat(read(head + "d00f" + "01" + "07").total("a")).isEqualByComparingTo("7E-1000");
        assertThat(read(head + "cf0f" + "01" + "07").total("a")).isEqualByComparingTo("7E+1000");
        assertThat(read(head + "00" + "8001" + "00".repeat(127) + "07").total("a"))
                .isEqualByComparingTo("7");
        assertThatExceptionOfType(FormatException.class)
                .isThrownBy(() -> read(head + "00" + "8101" + "00".repeat(128) + "07"));
    }

    @Test
    void numbersOf64BitsAreWrittenAndRead() {
        long[] numbers = {0, 1, 127, 128, 16_383, 16_384, Long.MAX_VALUE, Long.MIN_VALUE, -1, -64, 63, 64, -65};
        ByteWriter out = new ByteWriter();
        for (long number : numbers) {
            out.number(number).signed(number).fixed(number);
        }
        ByteReader in = new ByteReader(ByteBuffer.wrap(out.toBytes()));
        for (long number : numbers) {
            assertThat(in.number()).isEqualTo(number);
            assertThat(in.signed()).isEqualTo(number);
            assertThat(in.fixed()).isEqualTo(number);
        }
        in.end();
        assertThat(new ByteWriter().number(127).number(128).toBytes()).containsExactly(127, -128, 1);
        assertThat(new ByteWriter().signed(-1).signed(63).signed(-64).toBytes()).containsExactly(1, 126, 127);
        assertThat(new ByteWriter().fixed(0x0102030405060708L).toBytes()).containsExactly(1, 2, 3, 4, 5, 6, 7, 8);
        assertThat(new ByteWriter().decimal(new BigDecimal("100")).toBytes()).containsExactly(3, 1, 1);
    }

    /** What was written together costs one dot. */
    @Test
    void attributesOfOneWriteShareTheirDot() {
        Version one = none();
        Version each = none();
        for (int i = 0; i < 10; i++) {
            one = set(one, eu(100), "a" + i, "x");
            each = set(each, eu(100 + i), "a" + i, "x");
        }
        int shared = length(one);
        assertThat(length(set(one, eu(100), "b0", "x"))).isEqualTo(shared + 3);
        assertThat(length(each)).isGreaterThan(shared + 9 * 3);
    }

    private static int length(Version version) {
        ByteWriter out = new ByteWriter();
        ClockCodec.write(out, version);
        return out.toBytes().length;
    }

    @Test
    void messagesTellNoContents() {
        for (String hex : List.of("01026575", "7f", "01024555")) {
            assertThatExceptionOfType(FormatException.class)
                    .isThrownBy(() -> ShadowRow.read(bytes("01" + "00" + "0101" + "00" + hex), Map.of()))
                    .withMessageNotContainingAny("eu", "EU");
        }
    }
}
