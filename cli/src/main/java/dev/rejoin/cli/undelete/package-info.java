/** {@code rejoin undelete}: deleted items, and how they come back. */
@NullMarked
package dev.rejoin.cli.undelete;

import org.jspecify.annotations.NullMarked;
