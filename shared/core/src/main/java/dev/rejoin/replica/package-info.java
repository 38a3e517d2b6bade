/**
 * The flow: a stream record becomes a version ({@code Forwarder}), travels, and is applied ({@code Applier}); what could not
 * travel is owed ({@code Courier}). Decisions are pure; the world is behind ports ({@code Store}, {@code PeerLink},
 * {@code HintQueue}, {@code ConflictJournal}, {@code ReplicationMetrics}, {@code TimeSource}, {@code IdSource}).
 */
@NullMarked
package dev.rejoin.replica;

import org.jspecify.annotations.NullMarked;
