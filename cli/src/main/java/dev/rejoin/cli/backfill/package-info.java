/** {@code rejoin backfill}: takes in a table that is older than its replication, and owes its keys to peers. */
@NullMarked
package dev.rejoin.cli.backfill;

import org.jspecify.annotations.NullMarked;
