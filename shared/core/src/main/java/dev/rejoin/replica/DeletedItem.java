package dev.rejoin.replica;

import dev.rejoin.clock.Dot;
import dev.rejoin.item.Attributes;
import dev.rejoin.item.ItemKey;
import dev.rejoin.version.SequenceNumber;

/**
 * An item that a region's stream says was deleted.
 *
 * @param key its key
 * @param attributes what applications saw beside the key, before the delete
 * @param deleted the delete, the same in every region
 * @param sequence of the record that tells it here: with the key, what this delete is known by in this region
 * @param timeMillis about when it was deleted here; milliseconds since 1970
 * @param expired whether the table's TTL deleted it
 */
public record DeletedItem(
        ItemKey key, Attributes attributes, Dot deleted, SequenceNumber sequence, long timeMillis, boolean expired) {}
