package dev.rejoin.aws.control;

import dev.rejoin.clock.Actor;
import dev.rejoin.replica.TimeSource;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/**
 * Which directions are paused, read again every few seconds. To send does no harm, so what cannot be read in time is as it was
 * last, and at first not paused: a control table that is slow delays a sender once in that time, and by a second at most.
 */
public final class Pauses {
    private static final long FRESH_MILLIS = 5_000;
    private static final long PATIENCE_MILLIS = 1_000;

    private final Directions directions;
    private final Set<Actor> peers;
    private final TimeSource time;
    private volatile Known known = new Known(Map.of(), Long.MIN_VALUE / 2);

    private record Known(Map<Actor, Direction> directions, long at) {
        boolean isPaused(Actor peer) {
            Direction direction = directions.get(peer);
            return direction != null && direction.paused().isPresent();
        }
    }

    public Pauses(Directions directions, Set<Actor> peers, TimeSource time) {
        this.directions = directions;
        this.peers = Set.copyOf(peers);
        this.time = time;
    }

    /** Whether the way to that peer is paused. Never fails. */
    public CompletableFuture<Boolean> isPaused(Actor peer) {
        Known last = known;
        long now = time.millis();
        if (now - last.at < FRESH_MILLIS) {
            return CompletableFuture.completedFuture(last.isPaused(peer));
        }
        CompletableFuture<Map<Actor, Direction>> read;
        try {
            read = directions.all(peers);
        } catch (RuntimeException e) {
            read = CompletableFuture.failedFuture(e);
        }
        return read.orTimeout(PATIENCE_MILLIS, TimeUnit.MILLISECONDS)
                .exceptionally(error -> last.directions)
                .thenApply(found -> {
                    Known next = new Known(found, now);
                    known = next;
                    return next.isPaused(peer);
                });
    }
}
