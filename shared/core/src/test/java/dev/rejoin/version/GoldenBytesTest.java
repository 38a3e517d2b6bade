package dev.rejoin.version;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.rejoin.clock.Actor;
import dev.rejoin.clock.Dot;
import dev.rejoin.item.Value;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;

/**
 * The bytes that tables already hold. If one of these tests fails, a release would no longer read what the last one wrote: give
 * the new form a new format number, and keep reading the old one.
 */
class GoldenBytesTest {
    /** The worked example of docs/storage-format.md. */
    private static final String EXAMPLE_CLOCK =
            "01001a1b1c1d1e1f2021010203040506070800000000000011110000000000002222020265750275"
                    + "738080f0dea0a6efcf018080f02e000201020101086e616d6503010c737461747573010a73746f63"
                    + "6b0201010101030001fd";

    private static final String WHOLE_CLOCK =
            "0101fffffffffffffffffffffffffffffffefffffffffffffffdfffffffffffffffc000000000000"
                    + "0005030c61702d736f7574682d312e320965752d776573742d310975732d656173742d31858080b0"
                    + "a0a6efcf01ed0705000300d00f030203020e6772c3b6c39f65086e616d65050209676f6e650c7374"
                    + "61747573020a73746f636b020201010101050201dd0b7669657773030301010100d30f3b0101";
    private static final String WHOLE_CLOCK_2 =
            "0201fffffffffffffffffffffffffffffffefffffffffffffffdfffffffffffffffc000000000000"
                    + "0005030c61702d736f7574682d312e320965752d776573742d310975732d656173742d31858080b0"
                    + "a0a6efcf01ed0705000300d00f03010301086e616d65020a73746f636b020201010101050201dd0b"
                    + "7669657773030301010100d30f3b01010100a01f0200087369626c696e677302046c697374040662"
                    + "61736b65740502030101010001e9ac7a3831d9a0b60501020101000100010702020300000505656d"
                    + "707479030103010100000009000573746174650503010001010002030001010003f0d481db34cc01"
                    + "470500010100000404746167730500";
    private static final String WHOLE_ROW_2 =
            "02000129010000000000000001030c61702d736f7574682d312e320965752d776573742d31097573"
                    + "2d656173742d31858080b0a0a6efcf01ed0705000300d00f03010301086e616d65020a73746f636b"
                    + "020201010101050201dd0b7669657773030301010100d30f3b01010100a01f0200087369626c696e"
                    + "677302046c69737404066261736b65740502030101010001e9ac7a3831d9a0b60501020101000100"
                    + "010702020300000505656d7074790301030101000000090005737461746505030100010100020300"
                    + "01010003f0d481db34cc01470500010100000404746167730500";
    private static final String EMPTY_CLOCK =
            "010200000000000000000000000000000001000000000000000000000000000000000000000000";
    private static final String EXAMPLE_ROW =
            "01010a152d02c7e631eb890c01000000000000111100020265750275738080f0dea0a6efcf018080"
                    + "f02e000201020101086e616d6503010c737461747573010a73746f636b0201010101030001fd";
    private static final String WHOLE_ROW =
            "0101111d6329f1c35ca4bfabb9f560ffffffffffffffffffffffffff020000000000000001ffffff"
                    + "ffffffffff030c61702d736f7574682d312e320965752d776573742d310975732d656173742d3185"
                    + "8080b0a0a6efcf01ed0705000300d00f030203020e6772c3b6c39f65086e616d65050209676f6e65"
                    + "0c737461747573020a73746f636b020201010101050201dd0b7669657773030301010100d30f3b01"
                    + "01";

    private static final long NOON = 1_785_585_600_000L << 16;
    private static final Actor EU = new Actor("eu");
    private static final Actor US = new Actor("us");

    @Test
    void theExampleOfTheDocumentation() {
        assertGolden(
                new ItemClock(0x1a1b1c1d1e1f2021L, 0x0102030405060708L, example(), 0x1111, 0x2222, 0), EXAMPLE_CLOCK);
        assertGolden(
                new ShadowRow(
                        example(), SequenceNumber.of("100000000005390000000001"), 0x1111L, new TreeMap<>(), List.of()),
                EXAMPLE_ROW);
    }

    /** Inserted in eu, its status overwritten in us, 3 taken from the stock in us. */
    private static Version example() {
        Dot insert = new Dot(NOON, EU);
        Dot update = new Dot(NOON + (1500L << 16), US);
        Counter stock = Counter.of(null, EU, new Counter.Sum(insert.time(), BigDecimal.TEN))
                .plus(update, new BigDecimal("-3"));
        return new VersionBuilder(Version.EMPTY)
                .seen(insert)
                .seen(update)
                .existence(insert)
                .register("name", Cell.withheld(insert))
                .register("status", Cell.withheld(update))
                .counter("stock", stock)
                .build();
    }

    /** Its listing is hexadecimal digits, two or more blanks, and what they mean. */
    @Test
    void theDocumentationShowsTheExample() throws IOException {
        String page = Files.readString(Path.of("../../docs/storage-format.md"));
        String listing = page.split("```", -1)[1];
        String digits = listing.lines()
                .map(line -> line.replaceFirst("  .*", "").replace(" ", ""))
                .collect(Collectors.joining());

        assertThat(digits).isEqualTo(EXAMPLE_CLOCK);
        assertThat(page).contains("these " + EXAMPLE_CLOCK.length() / 2 + " bytes");
    }

    @Test
    void aClockOfEverything() {
        assertGolden(new ItemClock(-1, -2, Clocks.whole(), -3, -4, 5), WHOLE_CLOCK);
    }

    @Test
    void aClockOfEverythingInFormat2() {
        assertGolden(new ItemClock(-1, -2, Clocks.wholeOfFormat2(), -3, -4, 5), WHOLE_CLOCK_2);
    }

    @Test
    void aRowOfEverythingInFormat2() {
        assertGolden(
                new ShadowRow(Clocks.wholeOfFormat2(), SequenceNumber.of(41), null, new TreeMap<>(), List.of(1L)),
                WHOLE_ROW_2);
    }

    /** Older releases go on reading what they can. */
    @Test
    void format2IsOnlyWrittenWhereItIsNeeded() {
        assertThat(WHOLE_CLOCK).startsWith("01");
        assertThat(WHOLE_CLOCK_2).startsWith("02");
        assertRefused(
                () -> ItemClock.read(bytes("02" + WHOLE_CLOCK.substring(2) + "00" + "00" + "00")
                        .buffer()),
                FormatException.Kind.MALFORMED);
    }

    @Test
    void aClockOfNothing() {
        assertGolden(new ItemClock(0, 1, Version.EMPTY, 0, 0, 1), EMPTY_CLOCK);
    }

    @Test
    void aRowOfEverything() {
        Version clock = Clocks.whole();
        TreeMap<String, Cell> lost = new TreeMap<>(
                Map.of("name", Cell.of(clock.registers().get("name").dot(), new Value.S("kept"))));

        assertGolden(new ShadowRow(clock, SequenceNumber.of("9".repeat(40)), -1L, lost, List.of(1L, -1L)), WHOLE_ROW);
    }

    @Test
    void laterFormatsAreNamedAsSuch() {
        byte[] clock = HexFormat.of().parseHex(EXAMPLE_CLOCK);
        byte[] row = HexFormat.of().parseHex(EXAMPLE_ROW);
        clock[0] = ClockBytes.NEWEST_FORMAT + 1;
        row[0] = ClockBytes.NEWEST_FORMAT + 1;

        assertRefused(() -> ItemClock.read(new Value.B(clock).buffer()), FormatException.Kind.UNKNOWN_FORMAT);
        assertRefused(() -> ShadowRow.read(new Value.B(row).buffer(), Map.of()), FormatException.Kind.UNKNOWN_FORMAT);
    }

    @Test
    void whatNoReleaseWroteIsMalformed() {
        byte[] clock = HexFormat.of().parseHex(EXAMPLE_CLOCK);
        clock[0] = 0;

        assertRefused(() -> ItemClock.read(new Value.B(clock).buffer()), FormatException.Kind.MALFORMED);
        assertRefused(() -> ItemClock.read(new Value.B(new byte[0]).buffer()), FormatException.Kind.MALFORMED);
        assertRefused(
                () -> ShadowRow.read(bytes(EXAMPLE_ROW).buffer(), Map.of("unnamed", new Value.S("x"))),
                FormatException.Kind.MALFORMED);
    }

    private static void assertRefused(ThrowingCallable read, FormatException.Kind kind) {
        assertThatThrownBy(read)
                .asInstanceOf(InstanceOfAssertFactories.type(FormatException.class))
                .extracting(FormatException::kind)
                .isEqualTo(kind);
    }

    private static void assertGolden(ItemClock clock, String golden) {
        assertThat(hex(clock.toBytes())).isEqualTo(golden);
        ItemClock read = ItemClock.read(bytes(golden).buffer());
        assertThat(hex(read.toBytes())).isEqualTo(golden);
        assertThat(read.version().sameAs(clock.version())).isTrue();
        assertThat(read.version().vector()).isEqualTo(clock.version().vector());
    }

    private static void assertGolden(ShadowRow row, String golden) {
        assertThat(hex(row.toBytes())).isEqualTo(golden);
        ShadowRow read = ShadowRow.read(bytes(golden).buffer(), row.lostValues());
        assertThat(hex(read.toBytes())).isEqualTo(golden);
        assertThat(read.clock().sameAs(row.clock())).isTrue();
        assertThat(read.lost()).isEqualTo(row.lost());
        assertThat(read.buried()).isEqualTo(row.buried());
    }

    private static Value.B bytes(String hex) {
        return new Value.B(HexFormat.of().parseHex(hex));
    }

    private static String hex(Value.B bytes) {
        return HexFormat.of().formatHex(bytes.bytes());
    }
}
