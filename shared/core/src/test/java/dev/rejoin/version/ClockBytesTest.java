package dev.rejoin.version;

import static dev.rejoin.version.Versions.eu;
import static dev.rejoin.version.Versions.none;
import static dev.rejoin.version.Versions.set;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.rejoin.item.Attributes;
import java.math.BigDecimal;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;

class ClockBytesTest {
    @Test
    void whatIsReadIsWhatWasWrittenWithoutValuesOfRegisters() {
        for (int seed = 0; seed < 50; seed++) {
            for (Version version : Versions.history(seed, 20)) {
                byte[] bytes = ClockBytes.of(version);
                Version read = ClockBytes.read(ByteBuffer.wrap(bytes));
                assertThat(read)
                        .usingRecursiveComparison()
                        .withComparatorForType(BigDecimal::compareTo, BigDecimal.class)
                        .isEqualTo(version.bare(Attributes.NONE));
                assertThat(ClockBytes.of(read)).isEqualTo(bytes);
                assertThat(ClockBytes.of(version.bare(Attributes.NONE))).isEqualTo(bytes);
            }
        }
    }

    @Test
    void aNewerFormatIsToldFromNonsense() {
        byte[] bytes = ClockBytes.of(set(none(), eu(1), "a", "x"));
        bytes[0] = ClockBytes.NEWEST_FORMAT + 1;
        assertThatExceptionOfType(FormatException.class)
                .isThrownBy(() -> ClockBytes.read(ByteBuffer.wrap(bytes)))
                .matches(e -> e.kind() == FormatException.Kind.UNKNOWN_FORMAT);
    }

    @Test
    void bytesTooManyOrTooFewAreRefused() {
        byte[] bytes = ClockBytes.of(set(none(), eu(1), "a", "x"));
        for (int length = 0; length <= bytes.length + 1; length++) {
            ByteBuffer cut = ByteBuffer.wrap(Arrays.copyOf(bytes, length));
            if (length != bytes.length) {
                assertThatExceptionOfType(FormatException.class).isThrownBy(() -> ClockBytes.read(cut));
            }
        }
    }

    @Test
    void damagedBytesAreReadOrRefused() {
        Random random = new Random(1);
        int refused = 0;
        for (Version version : Versions.history(7, 200)) {
            byte[] bytes = ClockBytes.of(version);
            bytes[random.nextInt(bytes.length)] ^= (byte) (1 << random.nextInt(8));
            try {
                ClockBytes.read(ByteBuffer.wrap(bytes));
            } catch (FormatException e) {
                refused++;
            }
        }
        assertThat(refused).isPositive();
    }
}
