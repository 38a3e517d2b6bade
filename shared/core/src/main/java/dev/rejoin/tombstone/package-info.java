/** Forgets the rows of keys that have been dead everywhere for so long that nothing older can come any more. */
@NullMarked
package dev.rejoin.tombstone;

import org.jspecify.annotations.NullMarked;
