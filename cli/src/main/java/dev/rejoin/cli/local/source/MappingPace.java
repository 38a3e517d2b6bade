package dev.rejoin.cli.local.source;

import java.time.Duration;

/**
 * How fast a mapping works; Lambda does not let anyone choose this.
 *
 * @param idleFrom wait after the first read that found nothing
 * @param idleTo longest wait; each read that finds nothing doubles the wait until then
 * @param discovery how often new shards are looked for
 * @param retryFrom wait before the first retry of a batch
 * @param retryTo longest wait before a retry
 */
public record MappingPace(
        Duration idleFrom, Duration idleTo, Duration discovery, Duration retryFrom, Duration retryTo) {
    /** For a person who watches: what was written is seen within some 20 ms. */
    public static final MappingPace BRISK = new MappingPace(
            Duration.ofMillis(4),
            Duration.ofMillis(20),
            Duration.ofSeconds(5),
            Duration.ofMillis(20),
            Duration.ofSeconds(1));

    /** For hours: a fourth of the calls when nothing happens. */
    public static final MappingPace CALM = new MappingPace(
            Duration.ofMillis(4),
            Duration.ofMillis(100),
            Duration.ofSeconds(5),
            Duration.ofMillis(50),
            Duration.ofSeconds(5));

    Duration idle(int emptyReads) {
        return doubled(idleFrom, idleTo, emptyReads);
    }

    Duration retry(int failures) {
        return doubled(retryFrom, retryTo, failures);
    }

    private static Duration doubled(Duration from, Duration to, int times) {
        Duration wait = from.multipliedBy(1L << Math.min(Math.max(times - 1, 0), 20));
        return wait.compareTo(to) < 0 ? wait : to;
    }
}
