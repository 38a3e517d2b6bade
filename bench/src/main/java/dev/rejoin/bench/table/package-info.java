/** Plain tables. */
@NullMarked
package dev.rejoin.bench.table;

import org.jspecify.annotations.NullMarked;
