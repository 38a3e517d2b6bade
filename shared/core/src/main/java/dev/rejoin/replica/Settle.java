package dev.rejoin.replica;

import dev.rejoin.item.Attributes;
import dev.rejoin.item.ItemKey;
import dev.rejoin.item.Value;
import dev.rejoin.policy.ItemPolicy;
import dev.rejoin.replica.ReplicationMetrics.Event;
import dev.rejoin.rule.Rule;
import dev.rejoin.version.Merge;
import dev.rejoin.version.ShadowRow;
import dev.rejoin.version.Version;
import java.math.BigDecimal;
import java.util.Collections;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Brings an item in line where the clock alone decides: a dead item goes, a live one that is gone comes back, attributes of an
 * earlier life go. Leaves alone what a record still to come will settle.
 */
final class Settle {
    private static final int ATTEMPTS = 10;
    private static final CompletableFuture<Void> NOTHING = CompletableFuture.completedFuture(null);

    private final Replica replica;
    private final Reads reads;
    private final OwnWrites own;
    private final Kill kill;

    Settle(Replica replica) {
        this.replica = replica;
        this.reads = new Reads(replica.store());
        this.own = new OwnWrites(replica);
        this.kill = new Kill(replica, own);
    }

    /** Fails if the item keeps moving, or the store is broken: then the record has to come again. */
    CompletableFuture<Void> settle(ItemKey key) {
        return Rule.SETTLE.holds() ? attempt(key, ATTEMPTS) : NOTHING;
    }

    /**
     * Has an item taken in anew if it is as a record left it that put back what nobody here knows: no record still to come tells
     * it. See {@link Recount}.
     */
    CompletableFuture<Void> takeIn(StoredItem left) {
        if (!Rule.PUT_BACK_TAKEN_IN.holds()) {
            return NOTHING;
        }
        return reads.both(left.key(), (item, shadow) -> {
            if (item == null || !item.equals(left)) {
                return NOTHING;
            }
            return ask(item, KeyState.of(replica.config().home(), item, shadow)).thenCompose(result -> NOTHING);
        });
    }

    /** Asks for an item to be taken in as it is, by a write that changes nothing but its clock; if it moved meanwhile, in vain. */
    CompletableFuture<?> ask(StoredItem item, KeyState state) {
        replica.metrics().count(Event.RECOUNT, 1);
        return replica.store().write(own.recount(item, state));
    }

    private CompletableFuture<Void> attempt(ItemKey key, int left) {
        if (left == 0) {
            return CompletableFuture.failedFuture(
                    new IllegalStateException("the item changed " + ATTEMPTS + " times while it was being settled"));
        }
        return reads.both(key, (item, shadow) -> once(key, item, shadow))
                .thenCompose(settled -> settled ? NOTHING : attempt(key, left - 1));
    }

    private CompletableFuture<Boolean> once(ItemKey key, @Nullable StoredItem item, ShadowRow shadow) {
        if (shadow.equals(ShadowRow.NONE) && !Rule.DEAD_SETTLED.holds()) {
            return settled();
        }
        return item == null ? bringBack(key, shadow) : bringInLine(item, shadow);
    }

    private CompletableFuture<Boolean> bringBack(ItemKey key, ShadowRow shadow) {
        Version version = shadow.known().valued(Attributes.NONE, shadow.lost());
        if (!version.isLive()
                || shadow.fingerprint() != null
                || !isShown(key, version)
                || !Guard.countersFit(version)) {
            return settled();
        }
        return write(own.insert(key, version.fallenBack(policy(key)))).thenApply(done -> {
            replica.metrics().count(Event.BROUGHT_BACK, done ? 1 : 0);
            return done;
        });
    }

    private CompletableFuture<Boolean> bringInLine(StoredItem item, ShadowRow shadow) {
        KeyState state = KeyState.of(replica.config().home(), item, shadow);
        if (!state.known() || !state.clean()) {
            return settled();
        }
        Version known = state.version();
        if (!shadow.isShownBy(known)) {
            return show(item, state, Merge.of(known, shadow.unshownVersion()));
        }
        if (!known.isLive()) {
            return known.countersMatch(item.attributes()) ? kill(item, known) : settled();
        }
        if (!isShown(item.key(), known)) {
            return settled();
        }
        Version version = known.fallenBack(policy(item.key()));
        Attributes wanted = version.content(policy(item.key()));
        Set<String> changed = registers(item.attributes(), wanted, version);
        if (changed.isEmpty() && version.sameAs(known)) {
            return settled();
        }
        Set<String> now =
                changed.stream().limit(replica.config().sliceSize()).collect(Collectors.toCollection(TreeSet::new));
        Attributes after = item.attributes().taking(now, wanted);
        long fingerprint = version.fingerprint(after);
        return write(own.update(item, state.birth(), version, after, now, Collections.emptySortedMap(), fingerprint));
    }

    /** What a tombstone brought while nothing was there; then the item was put there by a write of ours that did not know it. */
    private CompletableFuture<Boolean> show(StoredItem item, KeyState state, Version more) {
        if (!Guard.countersFit(more)) {
            return settled();
        }
        SortedMap<String, BigDecimal> added = Decide.additions(state.version(), more);
        SortedMap<String, BigDecimal> countable = Decide.countable(item.attributes(), added);
        Set<String> replaced = new TreeSet<>(added.keySet());
        replaced.removeAll(countable.keySet());
        Attributes after = item.attributes();
        for (String name : replaced) {
            after = after.with(name, new Value.N(more.total(name)));
        }
        return write(own.update(item, state.birth(), more, after, replaced, countable, more.fingerprint(after)))
                .thenApply(done -> false);
    }

    private boolean isShown(ItemKey key, Version version) {
        return version.isWhole() && version.isShownBy(policy(key));
    }

    private ItemPolicy policy(ItemKey key) {
        return replica.config().policy().at(key);
    }

    /** The registers that differ, and counters that show what is no number. */
    private static Set<String> registers(Attributes shown, Attributes wanted, Version version) {
        return shown.differences(wanted).stream()
                .filter(name -> !version.countsUp(name) || !Decide.isCountable(shown.get(name)))
                .collect(Collectors.toCollection(TreeSet::new));
    }

    private CompletableFuture<Boolean> kill(StoredItem item, Version dead) {
        return kill.kill(item, dead).thenApply(this::counted);
    }

    private CompletableFuture<Boolean> write(ItemWrite write) {
        return replica.store().write(write).thenApply(result -> {
            if (result.kind() == WriteResult.Kind.TOO_LARGE) {
                throw new IllegalStateException("the item with its clock would pass 400 KB");
            }
            return counted(result.isDone());
        });
    }

    private boolean counted(boolean done) {
        replica.metrics().count(done ? Event.SETTLED : Event.LOST_RACE, 1);
        return done;
    }

    private static CompletableFuture<Boolean> settled() {
        return CompletableFuture.completedFuture(true);
    }
}
