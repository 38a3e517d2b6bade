package dev.rejoin.replica;

import dev.rejoin.item.ItemKey;
import dev.rejoin.version.Version;

/**
 * A version on its way to a peer.
 *
 * @param key the item's key
 * @param version whole: no value is withheld
 */
public record Shipment(ItemKey key, Version version) {}
