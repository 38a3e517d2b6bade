package dev.rejoin.replica;

import dev.rejoin.clock.Dot;
import dev.rejoin.item.ItemKey;
import dev.rejoin.rule.Rule;
import dev.rejoin.version.Cell;
import dev.rejoin.version.Version;
import java.util.ArrayList;
import java.util.List;

/**
 * Finds what met when two versions merge: values that differ and whose writers had not seen each other.
 */
final class Conflicts {
    private Conflicts() {}

    /** The concurrent values of two versions that do not both stand. Counters never conflict. */
    static List<Conflict> between(ItemKey key, Version a, Version b) {
        List<Conflict> found = new ArrayList<>();
        if (!Rule.LOSER_JOURNALLED.holds() || a.vector().equals(b.vector())) {
            return found;
        }
        a.registers().forEach((name, x) -> {
            Cell y = b.registers().get(name);
            if (y != null && !b.vector().has(x.dot()) && !a.vector().has(y.dot())) {
                boolean first = x.dot().isAfter(y.dot());
                found.add(
                        new Conflict(key, name, first ? y : x, (first ? x : y).dot(), (first ? x : y).value(), false));
            }
        });
        deleted(key, a, b, found);
        deleted(key, b, a, found);
        return found;
    }

    /** Values that an insert of ours brought although a delete that it did not know had taken them already. */
    static List<Conflict> undone(ItemKey key, Version inserted, Version merged) {
        List<Conflict> found = new ArrayList<>();
        Dot deleted = merged.deleted();
        if (deleted != null && !merged.isLive()) {
            inserted.registers().forEach((name, cell) -> found.add(new Conflict(key, name, cell, deleted, null, true)));
        }
        return found;
    }

    /** Values of one side that the other side's delete takes without having seen them, or that its counter replaces. */
    private static void deleted(ItemKey key, Version values, Version other, List<Conflict> found) {
        values.registers().forEach((name, cell) -> {
            if (other.vector().has(cell.dot())) {
                return;
            }
            if (other.deleted() != null && other.deleted().isAfter(cell.dot())) {
                found.add(new Conflict(key, name, cell, other.deleted(), null, true));
            }
            if (other.countsUp(name)) {
                replacedByCounter(key, name, cell, other, found);
            }
        });
    }

    private static void replacedByCounter(ItemKey key, String name, Cell cell, Version other, List<Conflict> found) {
        var counter = other.counters().get(name);
        Dot counted = counter == null ? null : counter.newest();
        if (counted != null && counted.isAfter(cell.dot())) {
            found.add(new Conflict(key, name, cell, counted, null, false));
        }
    }
}
