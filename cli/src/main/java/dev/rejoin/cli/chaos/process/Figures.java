package dev.rejoin.cli.chaos.process;

import dev.rejoin.aws.metrics.MetricName;
import dev.rejoin.cli.local.watch.MetricSink;
import dev.rejoin.clock.Actor;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Base64;
import java.util.EnumMap;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;
import org.HdrHistogram.Histogram;
import org.HdrHistogram.Recorder;
import org.jspecify.annotations.Nullable;

/** What a region's process counted, and the lags that it measured since somebody last asked. */
final class Figures implements MetricSink {
    private static final long LONGEST_MILLIS = 3_600_000;
    private static final int DIGITS = 2;

    private final Map<MetricName, LongAdder> counts = new ConcurrentHashMap<>();
    private final Recorder lags = new Recorder(LONGEST_MILLIS, DIGITS);

    @Override
    public void add(MetricName name, @Nullable Actor source, @Nullable Actor destination, double value, long times) {
        if (name == MetricName.REPLICATION_LAG) {
            lags.recordValueWithCount(Math.min((long) value, LONGEST_MILLIS), times);
        } else if (name.unit() == MetricName.Unit.COUNT) {
            counts.computeIfAbsent(name, unused -> new LongAdder()).add(Math.round(value) * times);
        }
    }

    @Override
    public void writes(Actor region, long n) {}

    /** Since this process started, by the metrics' names. */
    Map<String, Long> counts() {
        Map<MetricName, Long> sums = new EnumMap<>(MetricName.class);
        counts.forEach((name, count) -> sums.put(name, count.sum()));
        Map<String, Long> named = new TreeMap<>();
        sums.forEach((name, sum) -> named.put(name.text(), sum));
        return named;
    }

    /** The lags in milliseconds since the last call: HdrHistogram's bytes as base64. */
    String takeLags() {
        Histogram histogram = lags.getIntervalHistogram();
        ByteBuffer bytes = ByteBuffer.allocate(histogram.getNeededByteBufferCapacity());
        int length = histogram.encodeIntoByteBuffer(bytes);
        return Base64.getEncoder().encodeToString(Arrays.copyOf(bytes.array(), length));
    }
}
