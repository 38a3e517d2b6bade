package dev.rejoin.aws.backlog;

import java.util.concurrent.CompletableFuture;

/** Tells how far the forwarder is. Never blocks; a future that fails means that it could not be told. */
@FunctionalInterface
public interface StreamProgress {
    /** How far it is now. */
    CompletableFuture<Progress> look();

    /**
     * How far.
     *
     * @param ageMillis the age of the oldest record that it was seen to handle lately; 0 if it handled none
     * @param handlesHeartbeats whether it has handled the heartbeat that this region wrote before its newest: if not, it may be
     *     off, and then nothing else tells
     */
    record Progress(long ageMillis, boolean handlesHeartbeats) {}
}
