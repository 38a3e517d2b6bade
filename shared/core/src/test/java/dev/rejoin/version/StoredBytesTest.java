package dev.rejoin.version;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.fail;

import dev.rejoin.item.Value;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.function.Function;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;

/** Whatever bytes are found in a table: they are read or refused by name, and never bring anything else down. */
class StoredBytesTest {
    /** Fewer where each change of the code is tried against all tests. */
    private static final int CLOCKS = Integer.getInteger("rejoin.test.clocks", 15);

    private static final int DAMAGES = 200;

    /** Reads bytes and writes what it read. */
    private enum Kind {
        CLOCK(bytes -> ItemClock.read(bytes.buffer()).toBytes()),
        ROW(bytes -> ShadowRow.read(bytes.buffer(), Map.of()).toBytes());

        @SuppressWarnings("ImmutableEnumChecker") // Functions without state.
        private final Function<Value.B, Value.B> rewrite;

        Kind(Function<Value.B, Value.B> rewrite) {
            this.rewrite = rewrite;
        }

        byte[] sample(RandomGenerator random) {
            Version clock = Clocks.any(random);
            return this == CLOCK
                    ? clock(clock, random).toBytes().bytes()
                    : row(clock, random).toBytes().bytes();
        }
    }

    @Test
    void clocksAreReadAsTheyWereWritten() {
        RandomGenerator random = new SplittableRandom(1);
        for (int i = 0; i < 20 * CLOCKS; i++) {
            ItemClock written = clock(Clocks.any(random), random);
            ItemClock read = ItemClock.read(written.toBytes().buffer());
            assertThat(read.version().sameAs(written.version())).isTrue();
            assertThat(read.version().vector()).isEqualTo(written.version().vector());
            assertThat(read.toBytes()).isEqualTo(written.toBytes());
            assertThat(read.home()).isEqualTo(written.home());
            assertThat(new long[] {read.id(), read.fingerprint(), read.change(), read.birth()})
                    .containsExactly(written.id(), written.fingerprint(), written.change(), written.birth());
        }
    }

    @Test
    void rowsAreReadAsTheyWereWritten() {
        RandomGenerator random = new SplittableRandom(2);
        for (int i = 0; i < 20 * CLOCKS; i++) {
            ShadowRow written = row(Clocks.any(random), random);
            ShadowRow read = ShadowRow.read(written.toBytes().buffer(), written.lostValues());
            assertThat(read.clock().sameAs(written.clock())).isTrue();
            assertThat(read.clock().vector()).isEqualTo(written.clock().vector());
            assertThat(read.toBytes()).isEqualTo(written.toBytes());
            assertThat(read.sequence()).isEqualTo(written.sequence());
            assertThat(read.fingerprint()).isEqualTo(written.fingerprint());
            assertThat(read.lost()).isEqualTo(written.lost());
            assertThat(read.buried()).isEqualTo(written.buried());
        }
    }

    @Test
    void everyTruncationIsRefused() {
        for (Kind kind : Kind.values()) {
            RandomGenerator random = new SplittableRandom(3);
            for (int i = 0; i < CLOCKS; i++) {
                byte[] whole = kind.sample(random);
                for (int length = 0; length < whole.length; length++) {
                    byte[] truncated = Arrays.copyOf(whole, length);
                    assertThatThrownBy(() -> kind.rewrite.apply(new Value.B(truncated)))
                            .isInstanceOf(FormatException.class);
                }
                byte[] longer = Arrays.copyOf(whole, whole.length + 1);
                assertThatThrownBy(() -> kind.rewrite.apply(new Value.B(longer)))
                        .isInstanceOf(FormatException.class);
            }
        }
    }

    @Test
    void everyFlippedBitIsRefusedOrMeansSomething() {
        for (Kind kind : Kind.values()) {
            RandomGenerator random = new SplittableRandom(4);
            for (int i = 0; i < CLOCKS; i++) {
                byte[] whole = kind.sample(random);
                for (int bit = 0; bit < whole.length * 8; bit++) {
                    byte[] flipped = whole.clone();
                    flipped[bit / 8] ^= (byte) (1 << bit % 8);
                    assertRefusedOrStable(kind, flipped);
                }
            }
        }
    }

    @Test
    void everyDamageIsRefusedOrMeansSomething() {
        for (Kind kind : Kind.values()) {
            RandomGenerator random = new SplittableRandom(5);
            for (int i = 0; i < CLOCKS; i++) {
                byte[] whole = kind.sample(random);
                for (int j = 0; j < DAMAGES; j++) {
                    byte[] damaged = whole.clone();
                    for (int k = random.nextInt(1, 5); k > 0; k--) {
                        damaged[random.nextInt(1, damaged.length)] = (byte) (random.nextInt() >> random.nextInt(8));
                    }
                    assertRefusedOrStable(kind, damaged);
                }
            }
        }
    }

    @Test
    void nothingIsNamedTwice() {
        assertMalformed(
                clock("eu", "us", 10, 0)
                        .number(1)
                        .number(1)
                        .number(2)
                        .number(2)
                        .raw('a')
                        .number(2)
                        .raw('a')
                        .number(0),
                "named twice");
        assertMalformed(clock("eu", "eu", 10, 0).number(0).number(0), "an actor named twice");
        assertThat(ShadowRow.read(bytes(clock("eu", "us", 10, 0).number(0).number(0)), Map.of())
                        .clock()
                        .vector()
                        .size())
                .isEqualTo(2);
    }

    @Test
    void noTimeIsBelowZero() {
        assertMalformed(clock("eu", "us", 10, 11).number(0).number(0), "time out of range");
        assertMalformed(clock("eu", "us", -1, 0).number(0).number(0), "time out of range");
        assertMalformed(clock("eu", "us", 10, -1).number(0).number(0), "time out of range");
    }

    /** A row of two actors as far as its registers: the newest time, and the second actor's distance from it. */
    private static ByteWriter clock(String first, String second, long newest, long distance) {
        ByteWriter row = new ByteWriter().raw(1).raw(0).bytes(new byte[1]).number(0);
        row.number(2).text(first).text(second);
        return row.number(newest).number(0).number(distance).number(0);
    }

    private static void assertMalformed(ByteWriter row, String message) {
        assertThatThrownBy(() -> ShadowRow.read(bytes(row), Map.of()))
                .isInstanceOf(FormatException.class)
                .hasMessageContaining(message);
    }

    private static ByteBuffer bytes(ByteWriter row) {
        return ByteBuffer.wrap(row.toBytes());
    }

    /** What is read means something that is written in one way only. */
    private static void assertRefusedOrStable(Kind kind, byte[] bytes) {
        try {
            Value.B again = kind.rewrite.apply(new Value.B(bytes));
            if (!kind.rewrite.apply(again).equals(again)) {
                fail(kind + " " + HexFormat.of().formatHex(bytes) + " is written differently each time");
            }
        } catch (FormatException refused) {
            assertThat(refused).hasMessageNotContaining("null");
        }
    }

    private static ItemClock clock(Version version, RandomGenerator random) {
        long id = random.nextLong();
        long birth = random.nextInt(3) == 0 ? 0 : random.nextBoolean() ? id : random.nextLong();
        return new ItemClock(random.nextLong(), id, version, random.nextLong(), random.nextLong(), birth);
    }

    private static ShadowRow row(Version clock, RandomGenerator random) {
        SequenceNumber sequence = random.nextBoolean()
                ? SequenceNumber.of(random.nextLong() >>> random.nextInt(1, 64))
                : SequenceNumber.of("9".repeat(random.nextInt(1, 41)));
        Long fingerprint = random.nextBoolean() ? (Long) random.nextLong() : null;
        return new ShadowRow(clock, sequence, fingerprint, Clocks.kept(clock, random), Clocks.births(random));
    }
}
