/** {@code rejoin simulate}: the deterministic simulator from the command line. */
@NullMarked
package dev.rejoin.cli.simulate;

import org.jspecify.annotations.NullMarked;
