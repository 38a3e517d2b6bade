package dev.rejoin.aws.bin;

import dev.rejoin.clock.Dot;
import dev.rejoin.item.ItemKey;

/**
 * A deleted item in a region's bin.
 *
 * @param key its key
 * @param name what its rows are called in that region's bin
 * @param deleted the delete, the same in every region
 * @param millis about when it was deleted in that region; milliseconds since 1970
 * @param expired whether the table's TTL deleted it
 * @param parts how many rows it takes
 */
public record BinEntry(ItemKey key, String name, Dot deleted, long millis, boolean expired, int parts) {
    /** Whether that region's application, or its TTL, deleted it; else the delete came from elsewhere. */
    public boolean isOf(String region) {
        return deleted.actor().name().equals(region);
    }
}
