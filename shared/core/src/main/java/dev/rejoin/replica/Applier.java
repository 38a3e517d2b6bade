package dev.rejoin.replica;

import dev.rejoin.clock.Actor;
import dev.rejoin.clock.Dot;
import dev.rejoin.clock.HybridTime;
import dev.rejoin.item.ItemKey;
import dev.rejoin.replica.Outcome.Reason;
import dev.rejoin.replica.ReplicationMetrics.Event;
import dev.rejoin.version.FormatException;
import dev.rejoin.version.Pruning;
import dev.rejoin.version.ShadowRow;
import dev.rejoin.version.Version;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * Applies what peers sent: reads the item and its shadow row, decides, and writes once, on condition that nothing has moved.
 * Any number may run side by side, on the same keys, and again.
 */
public final class Applier {
    private final Replica replica;
    private final Reads reads;
    private final Decide decide;
    private final Kill kill;

    public Applier(Replica replica) {
        OwnWrites own = new OwnWrites(replica);
        this.replica = replica;
        this.reads = new Reads(replica.store());
        this.decide = new Decide(
                replica.config(), own, replica.time(), replica.journal().keepsValues());
        this.kill = new Kill(replica, own);
    }

    /** One outcome for each shipment, in their order. Fails only if the store cannot be read. */
    public CompletableFuture<List<Outcome>> apply(List<Shipment> shipments) {
        Map<Shipment, Reason> refused = new HashMap<>();
        Set<ItemKey> keys = new LinkedHashSet<>();
        for (Shipment shipment : shipments) {
            Reason reason = Guard.check(replica.config(), replica.time().millis(), shipment.version());
            if (reason == Reason.NONE) {
                keys.add(shipment.key());
            } else {
                refused.put(shipment, reason);
            }
        }
        return reads.all(keys).thenCompose(found -> each(shipments, refused, found));
    }

    private CompletableFuture<List<Outcome>> each(
            List<Shipment> shipments, Map<Shipment, Reason> refused, Reads.Found found) {
        Map<ItemKey, CompletableFuture<Outcome>> last = new HashMap<>();
        List<CompletableFuture<Outcome>> outcomes = new ArrayList<>();
        for (Shipment shipment : shipments) {
            Reason reason = found.unreadable().contains(shipment.key())
                    ? Reason.UNKNOWN_FORMAT
                    : refused.getOrDefault(shipment, Reason.NONE);
            CompletableFuture<Outcome> before = last.get(shipment.key());
            CompletableFuture<Outcome> outcome;
            if (reason != Reason.NONE) {
                outcome = CompletableFuture.completedFuture(Outcome.refused(reason));
            } else if (before != null) {
                outcome = before.thenCompose(done -> alone(shipment));
            } else {
                outcome = first(shipment, found);
            }
            last.put(shipment.key(), outcome);
            outcomes.add(outcome.thenApply(this::counted));
        }
        return Futures.all(outcomes);
    }

    private CompletableFuture<Outcome> first(Shipment shipment, Reads.Found found) {
        return guarded(new Attempt(shipment, replica.config().attempts())
                .decide(found.item(shipment.key()), found.shadow(shipment.key())));
    }

    private CompletableFuture<Outcome> alone(Shipment shipment) {
        return guarded(new Attempt(shipment, replica.config().attempts()).read());
    }

    private Outcome counted(Outcome outcome) {
        replica.metrics().outcome(outcome);
        return outcome;
    }

    /** One key's trouble is that key's outcome, never the others'. */
    private static CompletableFuture<Outcome> guarded(CompletableFuture<Outcome> outcome) {
        return outcome.exceptionally(
                error -> isFormat(error) ? Outcome.refused(Reason.UNKNOWN_FORMAT) : Outcome.FAILED);
    }

    private static boolean isFormat(Throwable error) {
        return Futures.cause(error) instanceof FormatException;
    }

    /** One version's way into the table: read, decide, write, and again if something moved, a bounded number of times. */
    private final class Attempt {
        private final ItemKey key;
        private final Version version;
        private int left;

        Attempt(Shipment shipment, int attempts) {
            this.key = shipment.key();
            this.version = shipment.version();
            this.left = attempts;
        }

        CompletableFuture<Outcome> read() {
            return reads.both(key, this::decide);
        }

        CompletableFuture<Outcome> decide(@Nullable StoredItem item, ShadowRow shadow) {
            Decision decision;
            try {
                decision = decide.apply(key, item, shadow, version);
            } catch (RuntimeException e) {
                // A clock that cannot be read, or a resolver that fails now and then: this key's trouble alone.
                return CompletableFuture.failedFuture(e);
            }
            return replica.keep(decision.conflicts()).thenCompose(done -> carryOut(decision, item, shadow));
        }

        private CompletableFuture<Outcome> carryOut(Decision decision, @Nullable StoredItem item, ShadowRow shadow) {
            if (decision instanceof Decision.Finish finish) {
                count(finish.outcome());
                return CompletableFuture.completedFuture(finish.outcome());
            } else if (decision instanceof Decision.Write write) {
                return replica.store().write(write.write()).thenCompose(result -> after(result, write.outcome()));
            } else if (decision instanceof Decision.Slice slice) {
                replica.metrics().count(Event.SLICED, 1);
                return replica.store()
                        .write(slice.write())
                        .thenCompose(result -> result.isDone() ? read() : after(result, Outcome.WAIT));
            } else if (decision instanceof Decision.Tombstone tombstone) {
                return replica.store()
                        .writeTombstone(key, tombstone.row(), shadow)
                        .thenCompose(result -> result.isDone() ? done(tombstone.outcome()) : again());
            }
            if (decision instanceof Decision.Clear clear) {
                return kill.kill(Objects.requireNonNull(item), clear.dead())
                        .thenCompose(gone -> gone ? read() : again());
            }
            Decision.Delete delete = (Decision.Delete) decision;
            return kill.kill(Objects.requireNonNull(item), delete.dead()).thenCompose(gone -> {
                replica.metrics().count(Event.DELETED, gone ? 1 : 0);
                return gone ? done(delete.outcome()) : again();
            });
        }

        private CompletableFuture<Outcome> after(WriteResult<StoredItem> result, Outcome outcome) {
            return switch (result.kind()) {
                case DONE -> done(outcome);
                case TOO_LARGE -> done(Outcome.refused(Reason.ITEM_TOO_LARGE));
                case UNCERTAIN -> again();
                case REFUSED -> againFrom(result.current().orElse(null));
            };
        }

        /** A lost race tells the item as it is, so only the shadow row is read. */
        private CompletableFuture<Outcome> againFrom(@Nullable StoredItem current) {
            replica.metrics().count(Event.LOST_RACE, 1);
            left--;
            return left <= 0 ? done(Outcome.WAIT) : reads.shadow(key).thenCompose(shadow -> decide(current, shadow));
        }

        private CompletableFuture<Outcome> again() {
            replica.metrics().count(Event.LOST_RACE, 1);
            left--;
            return left <= 0 ? done(Outcome.WAIT) : read();
        }

        /** Of writes whose time is known, by the region that they are of. */
        private void lag(@Nullable Dot newest) {
            if (newest == null || Origins.isOrigin(newest) || Restored.isFound(newest) || Pruning.isPruning(newest)) {
                return;
            }
            Actor from = newest.actor().region();
            if (!from.equals(replica.config().self().region())) {
                replica.metrics().lag(from, replica.time().millis() - HybridTime.millis(newest.time()));
            }
        }

        private CompletableFuture<Outcome> done(Outcome outcome) {
            count(outcome);
            return CompletableFuture.completedFuture(outcome);
        }

        private void count(Outcome outcome) {
            if (outcome.kind() == Outcome.Kind.WAIT) {
                replica.metrics().count(Event.DIRTY, 1);
            } else if (outcome.kind() == Outcome.Kind.APPLIED || outcome.kind() == Outcome.Kind.MERGED) {
                lag(Dot.max(version.newest(), version.deleted()));
            }
        }
    }
}
