package dev.rejoin.replica;

import dev.rejoin.clock.Dot;
import dev.rejoin.clock.HybridClock;
import dev.rejoin.item.ItemKey;
import dev.rejoin.replica.ReplicationMetrics.Event;
import dev.rejoin.rule.Rule;
import dev.rejoin.version.ShadowRow;
import dev.rejoin.version.Version;
import dev.rejoin.version.VersionBuilder;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/**
 * Takes in items whose stream records are gone: those written while the forwarder was down past the stream's retention. It only
 * asks: a write of ours that changes nothing but the item's clock, whose record the forwarder meets in its place, after
 * every record that is still there. So nothing is counted twice, whatever is pending.
 */
public final class Recount {
    private final Replica replica;
    private final HintQueue hints;
    private final Reads reads;
    private final Settle settle;

    public Recount(Replica replica, HintQueue hints) {
        this.replica = replica;
        this.hints = hints;
        this.reads = new Reads(replica.store());
        this.settle = new Settle(replica);
    }

    /**
     * Has a key taken in anew if the item is not what its clock says. To be called for every key of the table and of the shadow
     * table after records were lost, and each peer must be asked to owe this region its keys; calling it for others, or again, does no
     * harm.
     *
     * @return whether there was something to do; if it could not be done because the item moved, call again
     */
    public CompletableFuture<Boolean> check(ItemKey key) {
        if (!Rule.RECOUNT.holds()) {
            return CompletableFuture.completedFuture(false);
        }
        // A record may have been folded, and be gone before it was sent: what peers have is not known either.
        return owe(key).thenCompose(done ->
                reads.both(key, (item, shadow) -> item == null ? absent(key, shadow) : present(item, shadow)));
    }

    private CompletableFuture<Boolean> present(StoredItem item, ShadowRow shadow) {
        KeyState state = KeyState.of(replica.config().home(), item, shadow);
        if (state.isComplete(item) && Additions.areFolded(replica.config().self(), state.version(), shadow.clock())) {
            // The lost record may have been the mark of an item that nobody has deleted since.
            return settle.settle(item.key()).thenApply(done -> false);
        }
        return settle.ask(item, state).thenApply(result -> true);
    }

    /** The item is gone and its clock does not know: it is deleted now, unless a record is still to come that says so too. */
    private CompletableFuture<Boolean> absent(ItemKey key, ShadowRow shadow) {
        if (shadow.fingerprint() == null) {
            return settle.settle(key).thenApply(done -> false);
        }
        replica.metrics().count(Event.RECOUNT, 1);
        ShadowRow gone = gone(replica.config(), shadow, replica.time().millis());
        return replica.store().writeTombstone(key, gone, shadow).thenApply(result -> true);
    }

    /**
     * The row of an item that is gone, which its row does not say: as dead as it is known to be, else as deleted by this region at that time,
     * or as soon after all that is known as can be.
     */
    static ShadowRow gone(ReplicaConfig config, ShadowRow shadow, long millis) {
        Version known = shadow.known();
        if (!known.isLive()) {
            return new ShadowRow(known, shadow.sequence(), null, shadow.lost(), shadow.buried());
        }
        Dot dot = new Dot(HybridClock.next(millis, known.maxTime()), config.self());
        VersionBuilder into = new VersionBuilder(known).seen(dot);
        Version dead = config.policy().deletes().enter(dot, into).build();
        return new ShadowRow(dead, shadow.sequence(), null, Collections.emptySortedMap(), shadow.buried());
    }

    private CompletableFuture<?> owe(ItemKey key) {
        List<CompletableFuture<Void>> owed = replica.config().peers().stream()
                .map(peer -> hints.owe(peer, List.of(key)))
                .toList();
        return Futures.all(owed);
    }
}
