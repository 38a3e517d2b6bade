/** Measures what nobody's writes tell: silence between regions, and clocks that are apart. */
@NullMarked
package dev.rejoin.aws.sentinel;

import org.jspecify.annotations.NullMarked;
