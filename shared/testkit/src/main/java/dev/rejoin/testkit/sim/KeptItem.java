package dev.rejoin.testkit.sim;

import dev.rejoin.clock.Actor;
import dev.rejoin.clock.Dot;
import dev.rejoin.clock.VersionVector;
import dev.rejoin.item.Attributes;
import dev.rejoin.replica.KeyState;
import dev.rejoin.replica.StoredItem;
import dev.rejoin.replica.StreamRecord;
import dev.rejoin.testkit.sim.FoldLog.Entry;
import dev.rejoin.version.Cell;
import dev.rejoin.version.ItemClock;
import dev.rejoin.version.Merge;
import dev.rejoin.version.Multi;
import dev.rejoin.version.Sibling;
import dev.rejoin.version.Version;
import dev.rejoin.version.VersionBuilder;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Consumer;

/** What a region that keeps its items from other regions' deletes must have left, and what it wrote again for that. */
final class KeptItem {
    private final Consumer<Entry> entries;
    private final Consumer<String> errors;

    /**
     * @param entries hears of what counts as written
     * @param errors hears of what was not kept
     */
    KeptItem(Consumer<Entry> entries, Consumer<String> errors) {
        this.entries = entries;
        this.errors = errors;
    }

    /** A write of ours landed. */
    void landed(SimRegion region, StreamRecord record, Version known) {
        ItemClock before = KeyState.clockOf(region.home(), record.before());
        ItemClock after = KeyState.clockOf(region.home(), record.after());
        boolean pruned = before != null && after != null && isPruning(region, before.version(), after.version());
        if (before != null
                && after != null
                && (pruned || isKeeping(region, before.version(), after.version(), known))) {
            region.reached(pruned ? Sometimes.Path.PRUNED : Sometimes.Path.ITEM_KEPT);
            Version found = pruned ? Merge.of(before.version(), known) : before.version();
            check(found, after.version(), known, pruned);
        }
        written(region, record, known.vector());
    }

    /** Whether a region that held a newer write learned of a delete. */
    private static boolean isKeeping(SimRegion region, Version before, Version after, Version known) {
        Dot delete = after.deleted();
        Dot newest = before.newest();
        return region.policy().keepsItems()
                && delete != null
                && newest != null
                && delete.isAfter(before.deleted())
                && delete.isAfter(known.deleted())
                && newest.isAfter(delete)
                && !delete.actor().isPruned();
    }

    /** Whether a write did nothing but forget removed attributes. */
    private static boolean isPruning(SimRegion region, Version before, Version after) {
        Dot deleted = after.deleted();
        boolean[] only = {deleted != null && deleted.actor().isPruned() && !deleted.equals(before.deleted())};
        after.vector().forEach((actor, time) -> {
            boolean kept = actor.isKeeping() && actor.parts().get(1).equals(region.self());
            only[0] &= kept || actor.isPruned() || time == before.vector().time(actor);
        });
        return only[0];
    }

    /** All of the item is there still. */
    private void check(Version before, Version after, Version known, boolean pruned) {
        Dot folded = known.deleted();
        Dot delete = Objects.requireNonNull(after.deleted());
        before.registers().forEach((name, cell) -> {
            Cell now = after.registers().get(name);
            boolean counted = after.countsUp(name) || after.multis().containsKey(name);
            // What a delete of this region's own took was not there any more.
            boolean there = cell.dot().isAfter(folded);
            boolean concerned = !pruned || (!cell.isRemoved() && delete.isAfter(cell.dot()));
            if (there && concerned && !counted && (now == null || cell.dot().isAfter(now.dot()))) {
                errors.accept("not kept from the delete " + delete + ": " + name + " of " + cell.dot());
            }
        });
        before.multis()
                .forEach((name, multi) -> multi.siblings().values().stream()
                        .filter(one -> delete.isAfter(one.dot()) && one.dot().isAfter(folded) && !one.isSpilled())
                        .filter(one -> !pruned || one.state() != Sibling.State.REMOVED)
                        .filter(one -> !isReplaced(name, one, known) && !isKept(name, one, delete, after))
                        .forEach(one -> errors.accept(
                                "not kept from the delete " + delete + ": " + name + " of " + one.dot())));
    }

    private static boolean isReplaced(String name, Sibling sibling, Version by) {
        Multi multi = by.multis().get(name);
        return by.vector().has(sibling.dot())
                && (multi == null || !multi.siblings().containsKey(sibling.id()));
    }

    private static boolean isKept(String name, Sibling sibling, Dot delete, Version after) {
        Multi multi = after.multis().get(name);
        boolean again = multi != null
                && multi.siblings().values().stream()
                        .anyMatch(one -> one.dot().actor().isKeeping()
                                && one.dot().time() == delete.time()
                                && one.hash() == sibling.hash());
        Cell register = after.registers().get(name);
        return again
                || after.countsUp(name)
                || (register != null && register.dot().isAfter(delete));
    }

    /** What a region keeps of several values counts as written again by it, having seen what it had seen. */
    private void written(SimRegion region, StreamRecord record, VersionVector known) {
        ItemClock clock = KeyState.clockOf(region.home(), record.after());
        VersionVector before = known.join(FoldLog.vector(region, record.before()));
        if (clock == null || record.after() == null) {
            return;
        }
        clock.version().withSiblings(record.after().attributes()).multis().forEach((name, multi) -> {
            Map<Dot, SortedMap<Sibling.Id, Sibling>> again = new TreeMap<>();
            multi.siblings().forEach((id, sibling) -> {
                Actor by = id.dot().actor();
                // Its own record may be lost; then one that was asked for tells it.
                if (by.isKeeping() && by.parts().get(1).equals(region.self()) && !known.has(id.dot())) {
                    again.computeIfAbsent(id.dot(), dot -> new TreeMap<>()).put(id, sibling);
                }
            });
            again.forEach((dot, siblings) -> {
                region.reached(Sometimes.Path.SIBLINGS_KEPT);
                Version left = new VersionBuilder(Version.EMPTY)
                        .multi(name, new Multi(dot, siblings))
                        .build();
                Attributes shown = left.content(region.policy().at(record.key()));
                StoredItem item = new StoredItem(record.key(), shown, null);
                entries.accept(new Entry(record.key(), dot, null, item, Set.of(name), until(dot, before)));
            });
        });
    }

    /** What of it is older than the delete from which something was kept: only that was written again. */
    private static VersionVector until(Dot kept, VersionVector seen) {
        Dot delete = new Dot(kept.time(), kept.actor().parts().get(0));
        Map<Actor, Long> older = new HashMap<>();
        seen.forEach((actor, time) -> older.put(
                actor,
                Math.min(time, new Dot(delete.time(), actor).isAfter(delete) ? delete.time() - 1 : delete.time())));
        return VersionVector.of(older);
    }
}
