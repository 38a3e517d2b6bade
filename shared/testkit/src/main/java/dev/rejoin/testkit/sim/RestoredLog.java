package dev.rejoin.testkit.sim;

import dev.rejoin.clock.Actor;
import dev.rejoin.clock.Dot;
import dev.rejoin.clock.HybridClock;
import dev.rejoin.clock.VersionVector;
import dev.rejoin.item.ItemKey;
import dev.rejoin.replica.StoredItem;
import dev.rejoin.testkit.sim.FoldLog.Entry;
import dev.rejoin.version.Cell;
import dev.rejoin.version.ItemClock;
import dev.rejoin.version.ShadowRow;
import dev.rejoin.version.Version;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** What the oracles have to know of tables that were lost and restored from a backup. */
final class RestoredLog {
    private final List<Entry> entries;
    private final Set<Actor> lost = new HashSet<>();
    private final Set<ItemKey> partlyLost = new HashSet<>();
    private final Set<Part> ahead = new HashSet<>();
    private final List<Entry> gone = new ArrayList<>();

    /** What a write did to an attribute; the empty name stands for a delete as a whole. */
    private record Part(ItemKey key, @Nullable Dot dot, String attribute) {}

    /** @param entries all that got its dot in this run, to which what is found is added, and from which goes what is lost */
    RestoredLog(List<Entry> entries) {
        this.entries = entries;
    }

    /** Whether a part of a wide write arrived before the rest was lost with its table. */
    boolean isPartlyLost(ItemKey key) {
        return partlyLost.contains(key);
    }

    /** What a restored item shows beyond its clock counts as a write that had seen what the clock knows. */
    void found(SimRegion region, ItemKey key, ShadowRow row, @Nullable StoredItem item) {
        Set<Dot> dots = new TreeSet<>(row.clock().dots());
        dots.removeIf(dot -> dot.time() % HybridClock.STEP != region.self().incarnation() - 1);
        row.clock().registers().values().forEach(cell -> {
            if (isFoundBy(region.self(), cell.dot())) {
                dots.add(cell.dot());
            }
        });
        region.reached(dots.isEmpty() ? Sometimes.Path.RESTORED_AS_IT_WAS : Sometimes.Path.FOUND_IN_BACKUP);
        for (Dot dot : dots) {
            Entry all = new Entry(
                    key, dot, null, item, FoldLog.wrote(row, dot), row.clock().vector(), true);
            Set<String> several = row.clock().multis().keySet();
            Stream.of(all.only(name -> !several.contains(name)), all.only(several::contains))
                    .filter(entry -> !entry.wrote().isEmpty())
                    .forEach(entries::add);
        }
    }

    private static boolean isFoundBy(Actor self, Dot dot) {
        Actor by = dot.actor();
        return by.isKeeping() && by.equals(Actor.keeping(by.parts().get(0), self.region(), self.incarnation()));
    }

    /**
     * A write of ours was made. Parts of a wide change are carried out ahead of the rest, by clocks that do not claim to have seen it yet; a
     * delete that wins over what the item was, too. If the rest is lost then, and something newer comes, no clock tells of them at the end.
     */
    void wrote(ItemKey key, @Nullable ItemClock clock) {
        if (clock != null) {
            Version version = clock.version();
            arrived(new Part(key, version.deleted(), ""), version.vector());
            version.registers().forEach((name, cell) -> arrived(new Part(key, cell.dot(), name), version.vector()));
        }
    }

    private void arrived(Part part, VersionVector seen) {
        if (!seen.has(part.dot)) {
            ahead.add(part);
        }
    }

    /** Whether a write was replaced by a part, which had seen it, of a change of which the rest was lost. */
    boolean isReplaced(ItemKey key, String attribute, Dot dot) {
        return gone.stream()
                .anyMatch(later -> later.key().equals(key)
                        && later.seen().has(dot)
                        && ahead.contains(new Part(key, later.dot(), attribute)));
    }

    /** A region's table is lost, and with it what nobody else has. */
    void lost(Actor actor) {
        lost.add(actor);
    }

    /**
     * Leaves out what was lost with a table, because no region has seen it. Of a wide change, some parts may have arrived before.
     *
     * @param known what all regions know at the end
     * @param seen what any region has seen
     */
    void forget(ItemKey key, Version known, VersionVector seen) {
        List<Entry> left = new ArrayList<>();
        for (Entry entry : entries) {
            if (!isGone(entry, key, seen)) {
                left.add(entry);
                continue;
            }
            gone.add(entry);
            Entry part = entry.only(name -> isAt(known.registers().get(name), entry.dot()));
            if (!part.wrote().isEmpty()) {
                left.add(part);
            }
            if (known.registers().values().stream().anyMatch(cell -> isAt(cell, entry.dot()))) {
                partlyLost.add(key);
            }
        }
        entries.clear();
        entries.addAll(left);
    }

    private boolean isGone(Entry entry, ItemKey key, VersionVector seen) {
        return entry.key().equals(key)
                && entry.dot().actor().parts().stream().anyMatch(lost::contains)
                && !seen.has(entry.dot())
                && !ahead.contains(new Part(key, entry.dot(), ""));
    }

    private static boolean isAt(@Nullable Cell cell, Dot dot) {
        return cell != null && cell.dot().equals(dot);
    }
}
