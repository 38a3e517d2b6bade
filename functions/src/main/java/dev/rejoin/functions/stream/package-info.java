/** From a table's stream to the peers. */
@NullMarked
package dev.rejoin.functions.stream;

import org.jspecify.annotations.NullMarked;
