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

import dev.rejoin.clock.Dot;
import dev.rejoin.clock.HybridTime;
import dev.rejoin.item.Attributes;
import dev.rejoin.item.Fingerprint;
import dev.rejoin.item.Value;
import java.math.BigDecimal;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

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

    private static ItemClock clock(Version version, long birth) {
        return new ItemClock(-5, 0x0123456789abcdefL, version, -2, 3, birth);
    }

    @Test
    void anIdTellsWhenItsWriteWasMade() {
        long now = 1_764_000_000_999L;
        for (long random : new long[] {0, 1, -1, Long.MAX_VALUE, Long.MIN_VALUE}) {
            long id = ItemClock.newId(now, random);
            assertThat(new ItemClock(0, id, EVERYTHING, 0, 0, 0).madeMillis()).isEqualTo(1_764_000_000_000L);
        }
        assertThat(ItemClock.newId(now, 1)).isNotEqualTo(ItemClock.newId(now, 2));
        assertThat(ItemClock.newId(now, 1)).isNotEqualTo(ItemClock.newId(now + 1, 1));
    }

    @Test
    void aClockIsReadAsItWasWritten() {
        for (long birth : new long[] {0, 7, 0x0123456789abcdefL, -1}) {
            ItemClock clock = clock(EVERYTHING, birth);
            ItemClock read = ItemClock.read(clock.toBytes().buffer());
            assertThat(read.version().vector()).isEqualTo(EVERYTHING.vector());
            assertThat(read.version().sameAs(EVERYTHING)).isTrue();
            assertThat(read.version().registers()).isEqualTo(EVERYTHING.bare().registers());
            assertThat(read.home()).isEqualTo(-5);
            assertThat(read.id()).isEqualTo(0x0123456789abcdefL);
            assertThat(read.fingerprint()).isEqualTo(-2);
            assertThat(read.change()).isEqualTo(3);
            assertThat(read.birth()).isEqualTo(birth);
            assertThat(read.toBytes()).isEqualTo(clock.toBytes());
        }
    }

    @Test
    void everyVersionIsReadAsItWasWritten() {
        for (long seed = 0; seed < 40; seed++) {
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
        // Stored: the sum of the parts.
        Value.S five = new Value.S("5");
        Attributes text = before.with("n", five).with("a", null);
        assertThat(ItemClock.change(counting, before, text))
                .isEqualTo(Fingerprint.ofChange("n", Value.N.of(3), five)
                        + Fingerprint.ofChange("a", before.get("a"), null));
        assertThat(ItemClock.change(counting, text, before))
                .isEqualTo(Fingerprint.ofChange("n", five, Value.N.of(3))
                        + Fingerprint.ofChange("a", null, before.get("a")));
        assertThat(change).isEqualTo(Fingerprint.ofDifference("n", BigDecimal.valueOf(2)));
        assertThat(ItemClock.change(counting, before, plusTwo.with("a", null)))
                .isNotEqualTo(change)
                .isNotZero();
    }
}
