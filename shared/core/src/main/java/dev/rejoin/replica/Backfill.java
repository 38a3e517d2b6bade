package dev.rejoin.replica;

import dev.rejoin.clock.Actor;
import dev.rejoin.item.ItemKey;
import dev.rejoin.replica.ReplicationMetrics.Event;
import dev.rejoin.version.FormatException;
import dev.rejoin.version.ShadowRow;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;

/**
 * Takes in a table that is older than its replication, while applications write it: each item of which nothing is known gets a
 * mark, a write of ours that changes nothing but the reserved attribute. The forwarder meets the mark's record behind all
 * records that are still to be folded, and takes the item for its region's {@link Origins origin}. Every key is then owed to the
 * peers, so that a region that is new gets all. Any part may be done again: what is known is left alone.
 */
public final class Backfill {
    private final Replica replica;
    private final HintQueue hints;
    private final Reads reads;
    private final OwnWrites own;

    public Backfill(Replica replica, HintQueue hints) {
        this.replica = replica;
        this.hints = hints;
        this.reads = new Reads(replica.store());
        this.own = new OwnWrites(replica);
    }

    /**
     * What became of some keys.
     *
     * @param marked items that the forwarder was asked to take in
     * @param known keys that needed no mark
     * @param again keys that moved, or could not be read: to be tried again
     * @param tooLarge items without room for the mark: they stay unknown until they shrink, and peers' writes wait
     */
    public record Progress(int marked, int known, Set<ItemKey> again, Set<ItemKey> tooLarge) {}

    /**
     * Marks those of these keys' items of which nothing is known, then owes all of the keys.
     *
     * @param keys of the table, and of the shadow table, which has those of deleted items
     * @param owed the peers that shall get them
     * @return fails if the store or the hint queue is broken: then call again
     */
    public CompletableFuture<Progress> take(Collection<ItemKey> keys, Set<Actor> owed) {
        Set<ItemKey> all = new LinkedHashSet<>(keys);
        return reads.all(all)
                .thenCompose(found -> mark(all, found))
                .thenCompose(progress -> owe(all, owed).thenApply(done -> progress));
    }

    /** Tells what {@link #take} would do, and does nothing. */
    public CompletableFuture<Progress> look(Collection<ItemKey> keys) {
        Set<ItemKey> all = new LinkedHashSet<>(keys);
        return reads.all(all).thenApply(found -> {
            int unknown = 0;
            for (ItemKey key : all) {
                unknown += isUnknown(key, found) ? 1 : 0;
            }
            return new Progress(unknown, all.size() - unknown, Set.of(), Set.of());
        });
    }

    private boolean isUnknown(ItemKey key, Reads.Found found) {
        StoredItem item = found.item(key);
        return item != null
                && !found.unreadable().contains(key)
                && found.shadow(key).equals(ShadowRow.NONE)
                && KeyState.clockOf(replica.config().home(), item) == null;
    }

    private enum Step {
        MARKED,
        KNOWN,
        AGAIN,
        TOO_LARGE
    }

    private CompletableFuture<Progress> mark(Set<ItemKey> keys, Reads.Found found) {
        List<ItemKey> order = List.copyOf(keys);
        return Futures.all(order.stream().map(key -> mark(key, found)).toList()).thenApply(steps -> {
            int marked = 0;
            Set<ItemKey> again = new LinkedHashSet<>();
            Set<ItemKey> tooLarge = new LinkedHashSet<>();
            for (int i = 0; i < steps.size(); i++) {
                switch (steps.get(i)) {
                    case MARKED -> marked++;
                    case AGAIN -> again.add(order.get(i));
                    case TOO_LARGE -> tooLarge.add(order.get(i));
                    case KNOWN -> {}
                }
            }
            replica.metrics().count(Event.RECOUNT, marked);
            return new Progress(marked, steps.size() - marked - again.size() - tooLarge.size(), again, tooLarge);
        });
    }

    private CompletableFuture<Step> mark(ItemKey key, Reads.Found found) {
        StoredItem item = found.item(key);
        if (found.unreadable().contains(key)) {
            return CompletableFuture.completedFuture(Step.AGAIN);
        }
        if (item == null) {
            return CompletableFuture.completedFuture(Step.KNOWN);
        }
        KeyState state;
        try {
            state = KeyState.of(replica.config().home(), item, found.shadow(key));
        } catch (FormatException e) {
            return CompletableFuture.completedFuture(Step.AGAIN);
        }
        if (state.known() || state.clock() != null) {
            return CompletableFuture.completedFuture(Step.KNOWN);
        }
        return replica.store().write(own.recount(item, state)).thenApply(result -> switch (result.kind()) {
            case DONE -> Step.MARKED;
            case TOO_LARGE -> Step.TOO_LARGE;
            case REFUSED, UNCERTAIN -> Step.AGAIN;
        });
    }

    private CompletableFuture<?> owe(Set<ItemKey> keys, Set<Actor> peers) {
        List<CompletableFuture<Void>> owed = new ArrayList<>();
        if (!keys.isEmpty()) {
            peers.forEach(peer -> owed.add(hints.owe(peer, keys)));
        }
        return Futures.all(owed);
    }
}
