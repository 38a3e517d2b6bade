/**
 * Comparing and repairing regions. Keys lie on a range of hashes that is cut into buckets; each region sums a digest of its items
 * per bucket, and only buckets that differ are looked into, down to the keys. What differs is looked at again, since items in
 * flight are no differences, and is repaired by owing it: the ordinary way of a hint.
 */
@NullMarked
package dev.rejoin.verify;

import org.jspecify.annotations.NullMarked;
