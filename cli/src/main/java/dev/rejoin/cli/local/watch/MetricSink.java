package dev.rejoin.cli.local.watch;

import dev.rejoin.aws.metrics.MetricName;
import dev.rejoin.clock.Actor;
import org.jspecify.annotations.Nullable;

/** Takes what all regions measure. Must neither block nor throw. */
public interface MetricSink {
    /** A value, so many times. */
    void add(MetricName name, @Nullable Actor source, @Nullable Actor destination, double value, long times);

    /** A region's forwarder tried so many conditional writes. */
    void writes(Actor region, long n);

    /** Takes it and forgets it. */
    MetricSink NONE = new MetricSink() {
        @Override
        public void add(
                MetricName name, @Nullable Actor source, @Nullable Actor destination, double value, long times) {}

        @Override
        public void writes(Actor region, long n) {}
    };
}
