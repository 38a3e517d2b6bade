/** Time and causality: hybrid logical times, dots, and version vectors. Depends on nothing. */
@NullMarked
package dev.rejoin.clock;

import org.jspecify.annotations.NullMarked;
