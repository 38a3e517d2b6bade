package dev.rejoin.aws.control;

import dev.rejoin.aws.incarnation.CurrentTable;
import dev.rejoin.aws.incarnation.Expulsion;
import dev.rejoin.aws.incarnation.UnknownTableException;
import dev.rejoin.aws.metrics.Problem;
import dev.rejoin.clock.Actor;
import dev.rejoin.item.ItemKey;
import dev.rejoin.replica.HintQueue;
import dev.rejoin.replica.Outcome;
import dev.rejoin.replica.PeerLink;
import dev.rejoin.replica.TimeSource;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Which peers this region has expelled, looked at again every few seconds. What takes from peers must know, and waits while it cannot; what
 * sends goes on by what was known last, for to owe and to send does no harm.
 */
public final class CurrentExpulsions {
    private static final long PATIENCE_MILLIS = 2_000;

    private final Supplier<CompletableFuture<? extends Map<Actor, Expulsion>>> read;
    private final TimeSource time;
    private volatile @Nullable Known known;
    private volatile long lookedAt = Long.MIN_VALUE / 2;

    private record Known(Map<Actor, Expulsion> expulsions, long at) {
        boolean holds(long now) {
            // A clock that was put back makes everything stale.
            return now >= at && now - at < CurrentTable.LONGEST.toMillis();
        }
    }

    public CurrentExpulsions(ControlExpulsions expulsions, Set<Actor> peers, TimeSource time) {
        this(() -> expulsions.of(peers), time);
    }

    /** @param read asks for what there is of the peers */
    CurrentExpulsions(Supplier<CompletableFuture<? extends Map<Actor, Expulsion>>> read, TimeSource time) {
        this.read = read;
        this.time = time;
    }

    /**
     * What is known of each peer that was ever expelled; never older than {@link CurrentTable#LONGEST}. Fails with an {@link
     * UnknownTableException} if nobody can tell.
     */
    public CompletableFuture<Map<Actor, Expulsion>> now() {
        long now = time.millis();
        Known last = known;
        boolean fresh = now >= lookedAt && now - lookedAt < CurrentTable.FRESH.toMillis();
        if (fresh && last != null && last.holds(now)) {
            return CompletableFuture.completedFuture(last.expulsions);
        }
        lookedAt = now;
        return started()
                .orTimeout(PATIENCE_MILLIS, TimeUnit.MILLISECONDS)
                .thenApply(found -> saw(found, now))
                .exceptionallyCompose(error -> last != null && last.holds(time.millis())
                        ? CompletableFuture.completedFuture(last.expulsions)
                        : CompletableFuture.failedFuture(new UnknownTableException(
                                "whether the sender is expelled cannot be told: " + Problem.of(error), error)));
    }

    private CompletableFuture<Map<Actor, Expulsion>> started() {
        try {
            return read.get().thenApply(Map::copyOf);
        } catch (RuntimeException e) {
            return CompletableFuture.failedFuture(e);
        }
    }

    private Map<Actor, Expulsion> saw(Map<Actor, Expulsion> found, long at) {
        known = new Known(found, at);
        return found;
    }

    /** Those of the peers that nothing is sent to. Never fails: what cannot be read is as it was last, and at first none are. */
    public CompletableFuture<Set<Actor>> expelled(Collection<Actor> peers) {
        return now().exceptionally(error -> {
                    Known last = known;
                    return last == null ? Map.of() : last.expulsions;
                })
                .thenApply(expulsions -> peers.stream()
                        .filter(peer -> isInForce(expulsions.get(peer.region())))
                        .collect(Collectors.toSet()));
    }

    private static boolean isInForce(@Nullable Expulsion expulsion) {
        return expulsion != null && expulsion.isInForce();
    }

    private CompletableFuture<Boolean> isExpelled(Actor peer) {
        return expelled(List.of(peer)).thenApply(expelled -> !expelled.isEmpty());
    }

    /** A link on which a peer that is expelled is sent nothing, and owed nothing either. */
    public PeerLink sparing(Actor peer, PeerLink link) {
        return shipments -> isExpelled(peer)
                .thenCompose(expelled -> expelled
                        ? CompletableFuture.completedFuture(Collections.nCopies(shipments.size(), Outcome.STALE))
                        : link.send(shipments));
    }

    /** A queue in which nothing is kept for a peer that is expelled. */
    public HintQueue sparing(HintQueue hints) {
        return new HintQueue() {
            @Override
            public CompletableFuture<Void> owe(Actor peer, Collection<ItemKey> keys) {
                return isExpelled(peer)
                        .thenCompose(expelled ->
                                expelled ? CompletableFuture.<Void>completedFuture(null) : hints.owe(peer, keys));
            }

            @Override
            public CompletableFuture<Void> settle(Hint hint) {
                return hints.settle(hint);
            }
        };
    }
}
