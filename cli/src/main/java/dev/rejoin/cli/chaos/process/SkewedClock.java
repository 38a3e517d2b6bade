package dev.rejoin.cli.chaos.process;

import dev.rejoin.replica.TimeSource;

/** This machine's clock, so far ahead or behind as somebody says. */
final class SkewedClock implements TimeSource {
    private volatile long skewMillis;

    SkewedClock(long skewMillis) {
        this.skewMillis = skewMillis;
    }

    void skew(long millis) {
        skewMillis = millis;
    }

    @Override
    public long millis() {
        return System.currentTimeMillis() + skewMillis;
    }
}
