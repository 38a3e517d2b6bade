/** {@code rejoin tombstones}: forgets the rows of keys that have been dead everywhere for long enough. */
@NullMarked
package dev.rejoin.cli.tombstones;

import org.jspecify.annotations.NullMarked;
