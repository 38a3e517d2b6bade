/** What one plain write costs in reads and writes of the stores, here and at a peer. */
@NullMarked
package dev.rejoin.bench.cost;

import org.jspecify.annotations.NullMarked;
