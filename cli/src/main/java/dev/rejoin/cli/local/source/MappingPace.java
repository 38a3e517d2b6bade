package dev.rejoin.cli.local.source;

import java.time.Duration;

/**
 * How fast a mapping works; Lambda does not let anyone choose this.
 *
 * @param idleFrom shortest wait after a read that found nothing
 * @param idleTo longest wait; in between it is a twentieth of the time in which nothing was found
 * @param discovery how often new shards are looked for
 * @param retryFrom wait before the first retry of a batch
 * @param retryTo longest wait before a retry; each retry doubles the wait until then
 */
public record MappingPace(
        Duration idleFrom, Duration idleTo, Duration discovery, Duration retryFrom, Duration retryTo) {
    private static final int IDLE_SHARE = 20;
    private static final int MAX_DOUBLINGS = 20;

    /** For a person who watches: what was written is seen within some 10 ms, or 100 ms if nothing was for a while. */
    public static final MappingPace BRISK = new MappingPace(
            Duration.ofMillis(5),
            Duration.ofMillis(100),
            Duration.ofSeconds(5),
            Duration.ofMillis(20),
            Duration.ofSeconds(1));

    Duration idle(Duration nothingFor) {
        Duration wait = nothingFor.dividedBy(IDLE_SHARE);
        return wait.compareTo(idleFrom) < 0 ? idleFrom : shorter(wait, idleTo);
    }

    Duration retry(int failures) {
        return shorter(retryFrom.multipliedBy(1L << Math.min(Math.max(failures - 1, 0), MAX_DOUBLINGS)), retryTo);
    }

    private static Duration shorter(Duration a, Duration b) {
        return a.compareTo(b) < 0 ? a : b;
    }
}
