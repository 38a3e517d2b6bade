package dev.rejoin.replica;

import dev.rejoin.clock.Actor;
import dev.rejoin.item.ItemKey;
import java.util.Collection;
import java.util.concurrent.CompletableFuture;

/**
 * What is owed to peers: keys, no data (hinted handoff). Durable: when {@link #owe} completes, the hints are kept until
 * settled. A future that fails means that they may be lost, and that the caller must not go on as if they were kept.
 *
 * @see <a href="https://www.allthingsdistributed.com/files/amazon-dynamo-sosp2007.pdf">Dynamo, 2007, section 4.6</a>
 */
public interface HintQueue {
    /** Notes that a peer is owed these keys. */
    CompletableFuture<Void> owe(Actor peer, Collection<ItemKey> keys);

    /** Removes a hint, but only the very one that was taken: one that was noted since stays. */
    CompletableFuture<Void> settle(Hint hint);

    /**
     * One hint.
     *
     * @param peer who is owed
     * @param key what
     * @param receipt tells this hint from others for the same key
     */
    record Hint(Actor peer, ItemKey key, String receipt) {}
}
