package dev.rejoin.cli.tombstones;

import dev.rejoin.cli.UnavailableException;
import dev.rejoin.cli.operate.AccessProblem;
import dev.rejoin.clock.Actor;
import dev.rejoin.item.ItemKey;
import dev.rejoin.replica.Futures;
import dev.rejoin.tombstone.Tombstone;
import dev.rejoin.tombstone.Tombstones;
import dev.rejoin.version.ShadowRow;
import java.util.Collection;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import software.amazon.awssdk.core.exception.SdkException;

/** A region's tombstones whose failures say which region it is, and what to do. */
record NamedTombstones(Tombstones tombstones) implements Tombstones {
    @Override
    public Actor region() {
        return tombstones.region();
    }

    @Override
    public CompletableFuture<Map<ItemKey, Tombstone>> look(Collection<ItemKey> keys) {
        return named(region(), tombstones.look(keys));
    }

    @Override
    public CompletableFuture<Boolean> mark(ItemKey key, ShadowRow asRead, long nowMillis) {
        return named(region(), tombstones.mark(key, asRead, nowMillis));
    }

    @Override
    public CompletableFuture<Boolean> forget(ItemKey key, ShadowRow asRead, long markedMillis) {
        return named(region(), tombstones.forget(key, asRead, markedMillis));
    }

    /** The answer, whose failure says which region it is. */
    static <T> CompletableFuture<T> named(Actor region, CompletableFuture<T> answer) {
        return answer.exceptionallyCompose(
                error -> CompletableFuture.failedFuture(named(region, Futures.cause(error))));
    }

    private static Throwable named(Actor region, Throwable cause) {
        return cause instanceof SdkException problem
                ? new UnavailableException("tables in " + region + ": " + AccessProblem.words(problem), problem)
                : cause;
    }
}
