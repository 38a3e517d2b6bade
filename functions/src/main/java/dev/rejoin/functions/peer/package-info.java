/** What peers ask of this region. */
@NullMarked
package dev.rejoin.functions.peer;

import org.jspecify.annotations.NullMarked;
