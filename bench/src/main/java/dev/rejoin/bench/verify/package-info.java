/** What a comparison of regions takes. */
@NullMarked
package dev.rejoin.bench.verify;

import org.jspecify.annotations.NullMarked;
