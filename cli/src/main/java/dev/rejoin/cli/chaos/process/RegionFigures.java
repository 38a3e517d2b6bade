package dev.rejoin.cli.chaos.process;

import java.nio.ByteBuffer;
import java.util.Base64;
import java.util.Map;
import org.HdrHistogram.Histogram;

/**
 * What a region's process says of itself.
 *
 * @param now its {@code System.nanoTime}, to be given back with the next question
 * @param done whether the stream was read to its end since the time that was given, and all of it is done with
 * @param changes how often something happened in it so far
 * @param pending stream records that were read and are not done with
 * @param owed keys owed to each peer
 * @param counts of everything since it started, by the metrics' names
 * @param lags in milliseconds, since the last question for them
 * @param trouble what went wrong last and was tried again, empty if nothing did
 */
public record RegionFigures(
        long now,
        boolean done,
        long changes,
        int pending,
        Map<String, Integer> owed,
        Map<String, Long> counts,
        String lags,
        String trouble) {
    /** How many keys are owed, to all peers. */
    public int allOwed() {
        return owed.values().stream().mapToInt(Integer::intValue).sum();
    }

    /** A count by a metric's name; 0 if there is none. */
    public long count(String metric) {
        return counts.getOrDefault(metric, 0L);
    }

    /** The lags. */
    public Histogram histogram() {
        return Histogram.decodeFromByteBuffer(
                ByteBuffer.wrap(Base64.getDecoder().decode(lags)), 1);
    }
}
