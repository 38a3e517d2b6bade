package dev.rejoin.verify;

import dev.rejoin.clock.Actor;
import dev.rejoin.item.ItemKey;
import dev.rejoin.replica.Reads;
import dev.rejoin.replica.Store;
import dev.rejoin.version.Home;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;

/** Looks at single keys of a region, strongly consistent. */
public final class RegionView {
    private final Home home;
    private final Reads reads;

    public RegionView(Home home, Store store) {
        this.home = home;
        this.reads = new Reads(store);
    }

    public Actor region() {
        return home.region();
    }

    /** One sight for each key. */
    CompletableFuture<Map<ItemKey, Sight>> look(Collection<ItemKey> keys) {
        return reads.all(keys).thenApply(found -> {
            Map<ItemKey, Sight> sights = new HashMap<>();
            for (ItemKey key : keys) {
                sights.put(
                        key,
                        found.unreadable().contains(key)
                                ? Sight.UNREADABLE
                                : Sight.of(home, found.item(key), found.shadow(key)));
            }
            return sights;
        });
    }
}
