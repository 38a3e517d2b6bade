package dev.rejoin.aws.backlog;

import dev.rejoin.aws.control.Owed;
import dev.rejoin.clock.Actor;
import java.util.concurrent.CompletableFuture;

/** Tells what a peer is owed. Never blocks; a future that fails means that it could not be told. */
@FunctionalInterface
public interface OwedSource {
    /** What that peer is owed now. */
    CompletableFuture<Owed> owed(Actor peer);
}
