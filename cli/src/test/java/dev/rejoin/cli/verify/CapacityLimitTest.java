package dev.rejoin.cli.verify;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class CapacityLimitTest {
    private static final long SECOND = 1_000_000_000;

    private final AtomicLong now = new AtomicLong(7);

    @Test
    void whatWasSpentIsWaitedFor() {
        CapacityLimit limit = new CapacityLimit(10, now::get);
        assertThat(limit.toWait(5)).isEqualTo(SECOND / 2);
        assertThat(limit.toWait(10)).as("of another segment").isEqualTo(SECOND * 3 / 2);
        now.addAndGet(SECOND * 10);
        assertThat(limit.toWait(10)).as("idle time is not saved up").isEqualTo(SECOND);
        assertThat(limit.spent()).isEqualTo(25);
    }

    @Test
    void withoutALimitNobodyWaits() {
        CapacityLimit limit = new CapacityLimit(0, now::get);
        assertThat(limit.toWait(1_000)).isZero();
        assertThat(limit.spent()).isEqualTo(1_000);
    }
}
