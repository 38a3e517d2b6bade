package dev.rejoin.testkit.sim;

import dev.rejoin.item.Attributes;
import dev.rejoin.item.ItemKey;
import dev.rejoin.item.Value;
import java.math.BigDecimal;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** What tables have before they are replicated: the same items, others of the same keys, or nothing. */
final class Past {
    private static final int VALUES = 3;
    private static final int COUNTS = 9;

    private final RandomWorld world;
    private final List<SimRegion> regions;
    private final List<ItemKey> keys;
    private final Map<ItemKey, BigDecimal> starts = new HashMap<>();

    Past(RandomWorld world, List<SimRegion> regions, List<ItemKey> keys) {
        this.world = world;
        this.regions = regions;
        this.keys = keys;
    }

    /** Puts what is there before, in no stream. */
    void lay() {
        for (ItemKey key : keys) {
            Attributes common = content();
            for (SimRegion region : regions) {
                if (world.chance(.75)) {
                    lay(region, key, world.chance(.5) ? common : content());
                }
            }
        }
        regions.forEach(SimRegion::predate);
    }

    private void lay(SimRegion region, ItemKey key, Attributes content) {
        region.table().put(key, content, world.chance(.1) ? new Value.S("mine") : null);
        if (content.get(Writer.COUNTER) instanceof Value.N start) {
            // The regions come in the order of their names, and of different starts the last region's stands.
            starts.put(key, start.number());
        }
    }

    private Attributes content() {
        Attributes content = Attributes.NONE;
        for (String name : List.of("a", "b", "name", Writer.FLUX)) {
            if (world.chance(.7)) {
                content = content.with(name, Value.N.of(1 + world.below(VALUES)));
            }
        }
        for (String name : List.of(Writer.COUNTER, Writer.OTHER_COUNTER)) {
            if (world.chance(.7)) {
                content = content.with(name, Value.N.of(world.below(COUNTS)));
            }
        }
        return content;
    }

    /** Where a key's counter began. */
    BigDecimal start(ItemKey key) {
        return starts.getOrDefault(key, BigDecimal.ZERO);
    }
}
