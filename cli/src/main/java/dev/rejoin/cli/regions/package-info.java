/** {@code rejoin regions}: which table each region replicates, and what is to be done when it is another. */
@NullMarked
package dev.rejoin.cli.regions;

import org.jspecify.annotations.NullMarked;
