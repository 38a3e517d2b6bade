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
        return named(tombstones.look(keys));
    }

    @Override
    public CompletableFuture<Boolean> mark(ItemKey key, ShadowRow asRead, long nowMillis) {
        return named(tombstones.mark(key, asRead, nowMillis));
    }

    @Override
    public CompletableFuture<Boolean> forget(ItemKey key, ShadowRow asRead, long markedMillis) {
        return named(tombstones.forget(key, asRead, markedMillis));
    }

    private <T> CompletableFuture<T> named(CompletableFuture<T> answer) {
        return answer.exceptionallyCompose(error -> CompletableFuture.failedFuture(named(Futures.cause(error))));
    }

    private Throwable named(Throwable cause) {
        return cause instanceof SdkException problem
                ? new UnavailableException("tables in " + region() + ": " + AccessProblem.words(problem), problem)
                : cause;
    }
}
