package dev.rejoin.version;

import static dev.rejoin.version.Versions.EU;
import static dev.rejoin.version.Versions.US;
import static dev.rejoin.version.Versions.added;
import static dev.rejoin.version.Versions.deleted;
import static dev.rejoin.version.Versions.eu;
import static dev.rejoin.version.Versions.inserted;
import static dev.rejoin.version.Versions.none;
import static dev.rejoin.version.Versions.set;
import static dev.rejoin.version.Versions.us;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.rejoin.clock.Actor;
import dev.rejoin.clock.Dot;
import dev.rejoin.clock.HybridTime;
import dev.rejoin.item.Attributes;
import dev.rejoin.item.Value;
import java.math.BigDecimal;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ItemClockTest {
    /** Something of everything: registers shared and removed, text beyond ASCII, a based counter, negative decimals. */
    static final Version EVERYTHING = everything();

    private static Version everything() {
        Version version = deleted(none(), us(1_700_000_000_000L));
        version = inserted(version, eu(1_700_000_000_100L));
        version = set(version, eu(1_700_000_000_100L), "status", "x");
        version = set(version, eu(1_700_000_000_100L), "größe", "x");
        version = set(version, us(1_700_000_000_050L), "gone", null);
        version = added(version, us(1_700_000_000_200L), "stock", -3);
        Counter based = new Counter(
                        new Counter.Base(eu(1_700_000_000_150L), new BigDecimal("12.50")),
                        version.counters().get("stock").sums())
                .plus(eu(1_700_000_000_180L), new BigDecimal("1E+20"));
        return new VersionBuilder(version)
                .seen(eu(1_700_000_000_180L))
                .counter("stock", based)
                .build();
    }

    static final String CLOCK = "020965752d776573742d310975732d656173742d318080a0c6d6fcf3c5018080500003028080c00c"
            + "008080800502028080b0090109676f6e650080808005020e6772c3b6c39f650c737461747573010b"
            + "73746f636b008080f00102017d0201270101030001fd";

    private static ItemClock clock(Version version, long birth) {
        return new ItemClock(EU, 0x0123456789abcdefL, version, -2, 3, birth);
    }

    /** Items hold these: while the first byte is 1, no byte after it may change its meaning. */
    @Test
    void theBytesNeverChange() {
        assertThat(Bytes.hex(clock(EVERYTHING, 7).toBytes()))
                .isEqualTo("01010965752d776573742d310123456789abcdeffffffffffffffffe000000000000000300000000"
                        + "00000007" + CLOCK);
    }

    @Test
    void aClockIsReadAsItWasWritten() {
        for (long birth : new long[] {0, 7, 0x0123456789abcdefL, -1}) {
            ItemClock clock = clock(EVERYTHING, birth);
            ItemClock read = ItemClock.read(clock.toBytes().buffer());
            assertThat(read.version().vector()).isEqualTo(EVERYTHING.vector());
            assertThat(read.version().sameAs(EVERYTHING)).isTrue();
            assertThat(read.version().registers()).isEqualTo(EVERYTHING.bare().registers());
            assertThat(read.at()).isEqualTo(EU);
            assertThat(read.id()).isEqualTo(0x0123456789abcdefL);
            assertThat(read.fingerprint()).isEqualTo(-2);
            assertThat(read.change()).isEqualTo(3);
            assertThat(read.birth()).isEqualTo(birth);
            assertThat(read.toBytes()).isEqualTo(clock.toBytes());
        }
    }

    @Test
    void everyVersionIsReadAsItWasWritten() {
        for (long seed = 0; seed < 200; seed++) {
            for (Version version : Versions.history(seed, 12)) {
                Value.B bytes = clock(version, 0).toBytes();
                ItemClock read = ItemClock.read(bytes.buffer());
                assertThat(read.version().vector()).isEqualTo(version.vector());
                assertThat(read.version().sameAs(version)).isTrue();
                assertThat(read.version().registers()).isEqualTo(version.bare().registers());
                assertThat(read.toBytes()).isEqualTo(bytes);
            }
        }
    }

    @Test
    void differentVersionsHaveDifferentBytes() {
        Set<Value.B> bytes = new HashSet<>();
        Set<String> versions = new HashSet<>();
        for (Version version : Versions.history(5, 60)) {
            bytes.add(clock(version, 0).toBytes());
            versions.add(version.bare().toString());
        }
        assertThat(bytes).hasSameSizeAs(versions).hasSizeGreaterThan(20);
    }

    @Test
    void timesOutOfTheVectorAndTheWholeRangeAreKept() {
        Version odd = new VersionBuilder(none())
                .existence(new Dot(1, US))
                .register("a", Cell.of(new Dot(HybridTime.MAX, EU), null))
                .counter("n", Counter.of(null, US, new Counter.Sum(HybridTime.MAX - 1, BigDecimal.ZERO)))
                .build();
        Version read = ItemClock.read(clock(odd, 0).toBytes().buffer()).version();
        assertThat(read.dots()).isEqualTo(odd.dots());
        assertThat(read.vector()).isEqualTo(odd.vector());
    }

    @Test
    void cutClocksAreRefused() {
        Bytes.cut(clock(EVERYTHING, 7).toBytes(), ItemClock::read);
        Bytes.cut(clock(none(), 0).toBytes(), ItemClock::read);
    }

    @Test
    void damagedClocksAreRefusedOrAreClocks() {
        int readable = Bytes.flip(
                clock(EVERYTHING, 7).toBytes(), bytes -> ItemClock.read(bytes).toBytes());
        assertThat(readable).isPositive();
        for (Version version : Versions.history(3, 20)) {
            assertThat(Bytes.flip(
                            clock(version, 0).toBytes(),
                            bytes -> ItemClock.read(bytes).toBytes()))
                    .isPositive();
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {2, 3, 127, 255})
    void aNewerFormatIsNamed(int format) {
        byte[] bytes = clock(EVERYTHING, 0).toBytes().bytes();
        bytes[0] = (byte) format;
        assertThatExceptionOfType(FormatException.class)
                .isThrownBy(() -> ItemClock.read(new Value.B(bytes).buffer()))
                .withMessageContaining("format " + format)
                .matches(error -> error.kind() == FormatException.Kind.UNKNOWN_FORMAT);
        assertThatExceptionOfType(FormatException.class)
                .isThrownBy(() -> ShadowRow.read(new Value.B(bytes).buffer(), Map.of()))
                .matches(error -> error.kind() == FormatException.Kind.UNKNOWN_FORMAT);
    }

    @Test
    void formatNoneWasNeverWritten() {
        byte[] bytes = clock(EVERYTHING, 0).toBytes().bytes();
        bytes[0] = 0;
        assertThatExceptionOfType(FormatException.class)
                .isThrownBy(() -> ItemClock.read(new Value.B(bytes).buffer()))
                .matches(error -> error.kind() == FormatException.Kind.MALFORMED);
    }

    @Test
    void theChangeIsWhatTheWriteDidAsTheClockSeesIt() {
        Version counting = added(none(), eu(1), "n", 1);
        Attributes before = Attributes.of(Map.of("a", new Value.S("x"), "n", Value.N.of(3)));
        Attributes plusTwo = before.with("n", Value.N.of(5));
        long change = ItemClock.change(counting, before, plusTwo);
        // A counter's difference is the same wherever it starts; a register's change is not.
        Attributes later = before.with("n", Value.N.of(10));
        assertThat(ItemClock.change(counting, later, later.with("n", Value.N.of(12))))
                .isEqualTo(change);
        assertThat(ItemClock.change(none(), later, later.with("n", Value.N.of(12))))
                .isNotEqualTo(ItemClock.change(none(), before, plusTwo));
        assertThat(ItemClock.change(counting, before.with("n", null), before.with("n", Value.N.of(2))))
                .isEqualTo(change);
        assertThat(ItemClock.change(counting, before, before.with("n", Value.N.of(1))))
                .isNotEqualTo(change);
        // What is no number is compared as a register.
        assertThat(ItemClock.change(counting, before, before.with("n", new Value.S("5"))))
                .isNotEqualTo(ItemClock.change(counting, later, later.with("n", new Value.S("5"))));
        assertThat(ItemClock.change(counting, before, before)).isZero();
        assertThat(ItemClock.change(counting, before, plusTwo.with("a", null)))
                .isNotEqualTo(change)
                .isNotZero();
    }

    /** The README states these. */
    @ParameterizedTest
    @ValueSource(ints = {2, 3, 5})
    void anItemWrittenAsAWholeHasFewBytesOfMetadata(int regions) {
        Version version = writtenAsAWhole(regions);
        int onItem = new ItemClock(US, Long.MIN_VALUE, version, Long.MIN_VALUE, Long.MIN_VALUE, Long.MIN_VALUE)
                .toBytes()
                .length();
        int updatedLater = new ItemClock(US, Long.MIN_VALUE, version, Long.MIN_VALUE, Long.MIN_VALUE, 7)
                .toBytes()
                .length();
        int inRow = new ShadowRow(
                        version,
                        SequenceNumber.of("400000000000000000000000000000000000001"),
                        Long.MIN_VALUE,
                        Collections.emptySortedMap(),
                        List.of())
                .toBytes()
                .length();
        assertThat(onItem).isEqualTo(SIZES.get(regions).get(0)).isLessThanOrEqualTo(120 + 48 * regions);
        assertThat(updatedLater).isEqualTo(onItem + 8).isLessThanOrEqualTo(120 + 48 * regions);
        assertThat(inRow).isEqualTo(SIZES.get(regions).get(1)).isLessThanOrEqualTo(120 + 48 * regions);
    }

    private static final Map<Integer, List<Integer>> SIZES =
            Map.of(2, List.of(169, 162), 3, List.of(186, 179), 5, List.of(218, 211));

    /** Every region wrote it as a whole once, within an hour; names of 8 bytes. */
    private static Version writtenAsAWhole(int regions) {
        List<String> names = List.of("eu-west-1", "us-east-1", "ap-south-1", "sa-east-1", "us-west-2");
        Version version = none();
        for (int region = 0; region < regions; region++) {
            Dot dot = new Dot(
                    HybridTime.ofMillis(1_700_000_000_000L + region * 1_000_000L), new Actor(names.get(region)));
            version = region == 0 ? inserted(version, dot) : version;
            for (int i = 0; i < 10; i++) {
                version = set(version, dot, "attrib" + i + "x", "x");
            }
        }
        return version;
    }
}
