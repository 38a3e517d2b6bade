package dev.rejoin.replica;

import dev.rejoin.clock.Actor;
import dev.rejoin.clock.Dot;
import dev.rejoin.item.ItemKey;
import dev.rejoin.version.Version;
import java.util.Collection;
import java.util.Map;
import java.util.concurrent.CompletableFuture;

/** The items of one region. A future that fails means that the region does not answer. */
public interface LivingItems {
    /** The region. */
    Actor region();

    /**
     * What the region knows of these keys, strongly consistent: of those whose items are there, and exactly what their clocks say. Of others
     * something is still to be folded.
     */
    CompletableFuture<Map<ItemKey, Version>> look(Collection<ItemKey> keys);

    /**
     * Forgets what was removed from an item until then, if the region still knows what it was seen to know. The other regions hear of it as
     * of any write.
     *
     * @param until a removal; every region has seen all that is as old
     * @return whether it is done
     */
    CompletableFuture<Boolean> prune(ItemKey key, Version seen, Dot until);
}
