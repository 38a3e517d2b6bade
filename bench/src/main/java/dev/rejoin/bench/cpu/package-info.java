/** CPU per change, without a network and without a database. */
@NullMarked
package dev.rejoin.bench.cpu;

import org.jspecify.annotations.NullMarked;
