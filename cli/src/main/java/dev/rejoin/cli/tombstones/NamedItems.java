package dev.rejoin.cli.tombstones;

import dev.rejoin.clock.Actor;
import dev.rejoin.clock.Dot;
import dev.rejoin.item.ItemKey;
import dev.rejoin.replica.LivingItems;
import dev.rejoin.version.Version;
import java.util.Collection;
import java.util.Map;
import java.util.concurrent.CompletableFuture;

/** A region's items whose failures say which region it is, and what to do. */
record NamedItems(LivingItems items) implements LivingItems {
    @Override
    public Actor region() {
        return items.region();
    }

    @Override
    public CompletableFuture<Map<ItemKey, Version>> look(Collection<ItemKey> keys) {
        return NamedTombstones.named(region(), items.look(keys));
    }

    @Override
    public CompletableFuture<Boolean> prune(ItemKey key, Version seen, Dot until) {
        return NamedTombstones.named(region(), items.prune(key, seen, until));
    }
}
