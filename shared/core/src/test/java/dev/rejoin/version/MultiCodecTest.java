package dev.rejoin.version;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.rejoin.item.Value;
import java.nio.ByteBuffer;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The part of a clock that format 2 adds, byte by byte, and bytes that no writer writes. */
class MultiCodecTest {
    /** 1 actor "eu", the newest 5; no delete, no insert, no registers, no counters. */
    private static final String HEAD = "01 026575 05 00 00 00 00 ";

    private static Version read(String hex) {
        ByteReader in = new ByteReader(ByteBuffer.wrap(HexFormat.of().parseHex((HEAD + hex).replace(" ", ""))));
        Version read = ClockCodec.read(in, Format.MULTIS);
        in.end();
        return read;
    }

    @Test
    void aSmallClockByteByByte() {
        // No barrier; 1 type: a whole value, "max"; 1 attribute "a", its newest write that of 5;
        // 1 write at 5 of type 0, 1 sibling: index 0, at its own place, a value: true.
        Version version = read("00  01 00 036d6178  01 0161 01  01 01 00 01  01 00 00 04");
        Multi multi = version.multis().get("a");
        assertThat(multi.newest()).hasToString("0+5@eu");
        Sibling sibling = multi.siblings().get(multi.siblings().firstKey());
        assertThat(sibling.id().index()).isZero();
        assertThat(sibling.place()).isEqualTo(sibling.id());
        assertThat(sibling.type()).isEqualTo(new DataType(DataType.Shape.WHOLE, "max"));
        assertThat(sibling.value()).isEqualTo(new Value.Bool(true));
    }

    @Test
    void elementsHavePlacesAndStates() {
        // 1 type: elements of a list; 2 writes: at 3 one element, withheld; at 5 two, the first at the head,
        // the second behind that of the other write.
        Version version = read("00  01 02 046c697374  01 0161 01  02"
                + " 00 04 00 01  01 00 01 000000000000000a"
                + " 01 00 02  01 01 02  02 02 00 04 00 03 000000000000000b");
        assertThat(version.multis().get("a").siblings().values())
                .extracting(Sibling::state)
                .containsExactly(Sibling.State.WITHHELD, Sibling.State.REMOVED, Sibling.State.SPILLED);
        assertThat(version.multis().get("a").siblings().values())
                .extracting(Sibling::hash)
                .containsExactly(10L, 0L, 11L);
        assertThat(version.multis().get("a").siblings().values())
                .extracting(one -> one.place().toString())
                .containsExactly("Id[dot=0+3@eu, index=0]", Sibling.HEAD.toString(), "Id[dot=0+3@eu, index=0]");
    }

    @Test
    void aBarrierAloneIsReason() {
        Version version = read("01 01  00  00");
        assertThat(version.barrier()).hasToString("0+5@eu");
        assertThat(version.multis()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "a flag of the future,            08 01 00 00,                            index out of range",
        "nothing that format 1 has not,   00 00 00,                               not in normal form",
        "a type of a shape of the future, 00 01 04 0161 00,                       index out of range",
        "a type without a name,           00 01 00 00 00,                         not a data type's name",
        "a type that is not named,        00 00 01 0161 01 01 01 00 01 01 00 00 04, index out of range",
        "an attribute twice,              00 00 02 0161 01 00 0161 01 00,         something named twice",
        "a sibling twice,       00 01 00 0161 01 0161 01 01 01 00 02 01 00 00 04 01 00 00 04, something named twice",
        "a place of the future, 00 01 00 0161 01 0161 01 01 01 00 01 01 03 00 04, index out of range",
        "a state of the future, 00 01 00 0161 01 0161 01 01 01 00 01 01 00 04 04, index out of range",
        "a value of the future, 00 01 00 0161 01 0161 01 01 01 00 01 01 00 00 0b, index out of range",
        "an index that is none, 00 01 00 0161 01 0161 01 01 01 00 01 ffffffff0f 00 00 04, index out of range",
        "a place at no write,   00 01 02 0161 01 0161 01 01 01 00 01 01 02 02 00 00 04, index out of range",
        "a register kept that is none, 02 01 0161 00 00,                           'kept from a delete, but not there'",
        "no register kept,      02 00 00 00,                                       nothing kept",
        "a fallback of nothing, 04 00 00 01 0161 01,                               a fallback of nothing",
        "no fallback,           04 00 00 00,                                       no fallbacks",
        "half a hash,           00 01 00 0161 01 0161 01 01 01 00 01 01 00 01 0000, ends too early",
        "more writes than bytes, 00 01 00 0161 01 0161 01 7f,                     count beyond the end",
        "bytes behind it,       01 01 00 00 00,                                   1 bytes too many"
    })
    void isRefused(String what, String hex, String message) {
        assertThatThrownBy(() -> read(hex))
                .as(what)
                .isInstanceOf(FormatException.class)
                .hasMessage(message)
                .matches(error -> ((FormatException) error).kind() == FormatException.Kind.MALFORMED);
    }

    @Test
    void aSiblingOlderThanTheDeleteIsRefused() {
        String head = "01 026575 05 00 01 01 00 00 ";
        String hex = head + "00  01 00 036d6178  01 0161 01  01 00 04 00 01  01 00 00 04";
        ByteReader in = new ByteReader(ByteBuffer.wrap(HexFormat.of().parseHex(hex.replace(" ", ""))));
        assertThatThrownBy(() -> ClockCodec.read(in, Format.MULTIS))
                .isInstanceOf(FormatException.class)
                .hasMessage("not in normal form");
    }
}
