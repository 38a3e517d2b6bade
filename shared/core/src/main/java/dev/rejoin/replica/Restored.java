package dev.rejoin.replica;

import dev.rejoin.clock.Actor;
import dev.rejoin.clock.Dot;
import dev.rejoin.clock.HybridClock;
import dev.rejoin.item.Value;
import dev.rejoin.policy.AttributePolicy;
import dev.rejoin.policy.ItemPolicy;
import dev.rejoin.policy.LwwRegister;
import dev.rejoin.policy.PlainChange;
import dev.rejoin.policy.PnCounter;
import dev.rejoin.rule.Rule;
import dev.rejoin.version.Cell;
import dev.rejoin.version.Counter;
import dev.rejoin.version.Home;
import dev.rejoin.version.ItemClock;
import dev.rejoin.version.Multi;
import dev.rejoin.version.ShadowRow;
import dev.rejoin.version.Version;
import dev.rejoin.version.VersionBuilder;
import java.util.Collections;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What an item shows in a table that was restored from a backup, under another incarnation of its region. The table's rows are gone; the
 * clocks on its items are those of an earlier incarnation, and say what that one knew when it wrote the item last. An item that is
 * what its clock says is a state like any other that a peer may send, only old. What an item shows beyond that was written after
 * it, by the earlier incarnation, and nobody knows when. It counts as written right after what it replaced, before any other write
 * that was ever made: so it stands before what is known to be older, and before nothing else.
 *
 * <p>Of what keeps several values it comes right after all that was known: a region that knows of a later write of that incarnation
 * knows what became of it.
 */
final class Restored {
    private final ItemPolicy policy;
    private final StoredItem item;
    private final Actor writer;
    private final int incarnation;
    private final Version known;
    private final VersionBuilder into;

    private Restored(ReplicaConfig config, StoredItem item, Actor earlier, Version known) {
        this.policy = config.policy().at(item.key());
        this.item = item;
        this.writer = Rule.FOUND_BY_EARLIER.holds() ? earlier : config.self();
        this.incarnation = config.self().incarnation();
        this.known = known;
        this.into = new VersionBuilder(known);
    }

    /** Whether a write is one that was found in a backup, of a register or a count. */
    static boolean isFound(Dot dot) {
        return (dot.time() % HybridClock.STEP != 0 && !Origins.isOrigin(dot))
                || dot.actor().isKeeping();
    }

    /**
     * The row that describes an item of which no record was folded yet.
     *
     * @param backup the incarnation from which its table was restored: who wrote what has no clock
     * @param item what the first record of it found
     * @param after what that record made of it; if it changed nothing but the clock, it may be an {@link Imprint}
     * @param tombstone the row that there is, which says nothing of the item
     */
    static ShadowRow row(
            ReplicaConfig config, Actor backup, StoredItem item, @Nullable StoredItem after, ShadowRow tombstone) {
        boolean same = after != null && after.attributes().equals(item.attributes());
        for (int number = config.self().incarnation() - 1; number >= 1; number--) {
            Actor earlier = config.self().incarnation(number);
            Home home = new Home(earlier, config.home().table());
            ItemClock imprint = same ? KeyState.clockOf(home, after) : null;
            ItemClock clock = imprint == null ? KeyState.clockOf(home, item) : imprint;
            if (clock != null) {
                return Origins.describing(item, shown(config, earlier, clock, item), tombstone);
            }
        }
        Version shown = new Restored(config, item, backup, Version.EMPTY).found();
        return Origins.describing(item, shown, tombstone);
    }

    private static Version shown(ReplicaConfig config, Actor earlier, ItemClock clock, StoredItem item) {
        Version says = clock.version().valued(item.attributes(), Collections.emptySortedMap());
        // A clock that only asks for its item to be taken in says nothing of it.
        boolean describes = (says.isLive() || says.deleted() != null)
                && says.isWhole()
                && clock.fingerprint() == says.fingerprint(item.attributes())
                && says.countersMatch(item.attributes());
        return describes ? says : new Restored(config, item, earlier, says).found();
    }

    private Version found() {
        if (policy.isWholeItem()) {
            Dot dot = after(Dot.max(known.existence(), known.deleted()));
            return Fold.everything(policy, item.attributes(), known, dot).build();
        }
        for (String name : Fold.everyName(known, item.attributes())) {
            Value value = item.attributes().get(name);
            Multi multi = known.multis().get(name);
            if (multi != null) {
                several(name, multi, value);
            } else if (value != null || isThere(name)) {
                Dot dot = written(name, value);
                policy.of(name).fold(new PlainChange(name, null, value, dot, true), into.seen(dot));
            }
        }
        if (!into.exists()) {
            into.seen(last()).existence(last());
        }
        return into.build();
    }

    private boolean isThere(String name) {
        Cell register = known.registers().get(name);
        return known.counters().containsKey(name) || (register != null && !register.isRemoved());
    }

    /** Values that are still shown stay what they are; those that are not were taken by what is shown instead. */
    private void several(String name, Multi multi, @Nullable Value value) {
        Multi left = multi.knownHere();
        Version only = new VersionBuilder(Version.EMPTY).multi(name, left).build();
        Value before =
                only.isShownBy(policy) ? only.fallenBack(policy).content(policy).get(name) : value;
        if (!left.sameAs(multi) || !Objects.equals(before, value)) {
            policy.of(name)
                    .fold(
                            new PlainChange(name, before, value, last(), false),
                            into.seen(last()).multi(name, left));
        }
    }

    private Dot written(String name, @Nullable Value value) {
        AttributePolicy type = policy.of(name);
        if (!(type instanceof LwwRegister) && !(type instanceof PnCounter)) {
            return last();
        }
        Cell register = known.registers().get(name);
        Counter counter = known.counters().get(name);
        if (type instanceof PnCounter && register == null && Version.isCount(value)) {
            Counter.Sum sum = counter == null ? null : counter.sums().get(writer);
            return after(sum == null ? null : new Dot(sum.time(), writer));
        }
        Dot replaced = Dot.max(register == null ? null : register.dot(), counter == null ? null : counter.newest());
        return behind(Dot.max(replaced, known.deleted()));
    }

    private Dot last() {
        return new Dot(HybridClock.found(known.maxTime(), incarnation), writer);
    }

    /** Right after a sum of the same writer, or as the first of all. */
    private Dot after(@Nullable Dot dot) {
        return new Dot(HybridClock.found(dot == null ? 0 : dot.time(), incarnation), writer);
    }

    /** Between a write and any other, also one of the very same time: the writer's name comes right after the other one's. */
    private Dot behind(@Nullable Dot dot) {
        if (!Rule.FOUND_IN_PLACE.holds()) {
            return last();
        }
        return dot == null
                ? after(null)
                : new Dot(dot.time(), Actor.keeping(dot.actor().parts().get(0), writer.region(), incarnation));
    }
}
