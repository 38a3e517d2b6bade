/** Log lines. */
@NullMarked
package dev.rejoin.functions.log;

import org.jspecify.annotations.NullMarked;
