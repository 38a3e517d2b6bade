package dev.rejoin.verify;

import dev.rejoin.clock.Actor;
import dev.rejoin.item.ItemKey;
import dev.rejoin.replica.Futures;
import dev.rejoin.replica.HintQueue;
import dev.rejoin.replica.Recount;
import dev.rejoin.replica.Replica;
import dev.rejoin.rule.Rule;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;

/**
 * One region's part of a repair: it owes the keys to every peer, so that its courier ships what it knows of them and the peers
 * merge it, as always. So a repair can do nothing that replication could not: it reverts no newer write and brings back no deleted
 * item. Items whose stream records were lost are taken in first. Every region does its part, since no one knows who missed what.
 */
public final class Repair {
    private final Replica replica;
    private final HintQueue hints;
    private final RegionView view;
    private final Recount recount;
    private final Pause pause;
    private final int attempts;

    /**
     * @param pause between attempts at a key that moves
     * @param attempts to take in a key's lost records, 1 or more
     */
    public Repair(Replica replica, HintQueue hints, Pause pause, int attempts) {
        this.replica = replica;
        this.hints = hints;
        this.view = new RegionView(replica.config().home(), replica.store());
        this.recount = new Recount(replica, hints);
        this.pause = pause;
        this.attempts = attempts;
    }

    /**
     * Owes the keys. May be called again, with any keys.
     *
     * @return the keys that were still moving at the last attempt; they are owed too. Fails if the region cannot be read, or a hint
     *     queue does not take the keys
     */
    public CompletableFuture<Set<ItemKey>> owe(Collection<ItemKey> keys) {
        return view.look(keys)
                .thenCompose(sights -> takenIn(withRest(sights, Sight.Rest.MOVING), 1)
                        .thenCompose(moving -> owed(toOwe(sights)).thenApply(done -> moving)));
    }

    private static Set<ItemKey> withRest(Map<ItemKey, Sight> sights, Sight.Rest rest) {
        Set<ItemKey> keys = new TreeSet<>();
        sights.forEach((key, sight) -> {
            if (sight.rest() == rest) {
                keys.add(key);
            }
        });
        return keys;
    }

    private static Set<ItemKey> toOwe(Map<ItemKey, Sight> sights) {
        Set<ItemKey> keys = new TreeSet<>(sights.keySet());
        if (!Rule.ABSENT_OWED.holds()) {
            sights.forEach((key, sight) -> {
                if (sight.shown() == null) {
                    keys.remove(key);
                }
            });
        }
        return keys;
    }

    /** Has lost records taken in; those that are still moving in the end. */
    private CompletableFuture<Set<ItemKey>> takenIn(Set<ItemKey> moving, int attempt) {
        if (moving.isEmpty() || !Rule.LOST_TAKEN_IN.holds()) {
            return CompletableFuture.completedFuture(moving);
        }
        return Futures.all(moving.stream().map(recount::check).toList()).thenCompose(checked -> {
            if (attempt >= attempts) {
                return CompletableFuture.completedFuture(moving);
            }
            return pause.before(attempt + 1)
                    .thenCompose(waited -> view.look(moving))
                    .thenCompose(again -> takenIn(withRest(again, Sight.Rest.MOVING), attempt + 1));
        });
    }

    private CompletableFuture<?> owed(Set<ItemKey> keys) {
        List<CompletableFuture<Void>> owed = new ArrayList<>();
        for (Actor peer : replica.config().peers()) {
            owed.add(hints.owe(peer, keys));
        }
        return Futures.all(owed);
    }
}
