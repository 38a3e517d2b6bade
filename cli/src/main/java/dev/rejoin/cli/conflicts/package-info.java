/** {@code rejoin conflicts}: what lost against concurrent writes, and what an operator makes of it. */
@NullMarked
package dev.rejoin.cli.conflicts;

import org.jspecify.annotations.NullMarked;
