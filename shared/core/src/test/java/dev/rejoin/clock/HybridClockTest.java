package dev.rejoin.clock;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class HybridClockTest {
    private static final long LAST_MILLI = (1L << 47) - 1;

    @Test
    void timeHasTheMillisecondsAboveTheCounter() {
        assertThat(HybridTime.ofMillis(0)).isZero();
        assertThat(HybridTime.ofMillis(1)).isEqualTo(65_536);
        assertThat(HybridTime.millis(HybridTime.ofMillis(1_700_000_000_123L))).isEqualTo(1_700_000_000_123L);
        assertThat(HybridTime.millis(HybridTime.ofMillis(5) + 65_535)).isEqualTo(5);
        assertThat(HybridTime.millis(HybridTime.ofMillis(5) + 65_536)).isEqualTo(6);
        assertThat(HybridTime.millis(HybridTime.MAX)).isEqualTo(LAST_MILLI);
        assertThat(HybridTime.ofMillis(LAST_MILLI)).isPositive();
    }

    @Test
    void millisecondsWithoutAPlaceAreRefused() {
        assertThatIllegalArgumentException().isThrownBy(() -> HybridTime.ofMillis(-1));
        assertThatIllegalArgumentException().isThrownBy(() -> HybridTime.ofMillis(LAST_MILLI + 1));
    }

    @Test
    void aWriteIsNotBeforeItHappenedAndAfterAllThatWasSeen() {
        long now = HybridTime.ofMillis(1_000);
        assertThat(HybridClock.next(1_000, 0)).isEqualTo(now);
        assertThat(HybridClock.next(1_000, now - 1)).isEqualTo(now);
        assertThat(HybridClock.next(1_000, now)).isEqualTo(now + 16);
        assertThat(HybridClock.next(1_000, now + 500)).isEqualTo(now + 512);
    }

    @Test
    void whatIsFoundComesAfterAllThatIsKnownAndBeforeWhateverCameNext() {
        long known = HybridClock.next(1_000, 0);
        for (int incarnation = 2; incarnation <= HybridClock.STEP; incarnation++) {
            long found = HybridClock.found(known, incarnation);
            assertThat(found).isGreaterThan(known).isLessThan(HybridClock.next(0, known));
            assertThat(found % HybridClock.STEP).isEqualTo(incarnation - 1);
            assertThat(HybridClock.next(0, found)).isEqualTo(HybridClock.next(0, known));
        }
        // A later incarnation finds what an earlier one had found.
        assertThat(HybridClock.found(HybridClock.found(known, 2), 3))
                .isEqualTo(HybridClock.found(known, 3))
                .isGreaterThan(HybridClock.found(known, 2));
        assertThat(HybridClock.found(0, 2)).isGreaterThan(Dot.FIRST_TIME);
        assertThatIllegalArgumentException().isThrownBy(() -> HybridClock.found(known, 1));
        assertThatIllegalArgumentException().isThrownBy(() -> HybridClock.found(known, 17));
    }

    @Test
    void thereIsNothingAfterTheEndOfTime() {
        assertThatExceptionOfType(ArithmeticException.class).isThrownBy(() -> HybridClock.next(1_000, HybridTime.MAX));
    }

    /** The record's time is rounded down; the write lies in that interval, and not in the future. */
    @ParameterizedTest
    @CsvSource({
        "5000, 1000, 9000, 5999", // long ago: the end of the interval
        "5000, 1000, 5999, 5999",
        "5000, 1000, 5400, 5400", // in the interval: now
        "5000, 1000, 5000, 5000",
        "5000, 1000, 3000, 5000", // our clock is behind: the record's time
        "5000, 1, 9000, 5000"
    })
    void theEstimateIsInTheRecordsInterval(long rounded, long granularity, long now, long expected) {
        assertThat(HybridClock.estimate(rounded, granularity, now)).isEqualTo(expected);
    }
}
