/** Puts a function together from its configuration. */
@NullMarked
package dev.rejoin.functions.wiring;

import org.jspecify.annotations.NullMarked;
