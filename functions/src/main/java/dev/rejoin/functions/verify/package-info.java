/**
 * Comparing and repairing a table where the data is: each region's function digests its own segments, and what goes from region to
 * region is digests, and the keys of items that differ. A state machine calls the steps; see {@code functions/verify.asl.json}.
 */
@NullMarked
package dev.rejoin.functions.verify;

import org.jspecify.annotations.NullMarked;
