package dev.rejoin.replica;

import dev.rejoin.clock.Dot;
import dev.rejoin.item.Attributes;
import dev.rejoin.item.ItemKey;
import dev.rejoin.item.Value;
import dev.rejoin.policy.ItemPolicy;
import dev.rejoin.policy.MergePolicy;
import dev.rejoin.replica.Conflict.Reason;
import dev.rejoin.rule.Rule;
import dev.rejoin.version.Cell;
import dev.rejoin.version.Counter;
import dev.rejoin.version.Merge;
import dev.rejoin.version.Sibling;
import dev.rejoin.version.Version;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.SortedMap;
import org.jspecify.annotations.Nullable;

/**
 * Finds what met when two versions merge: values that differ and whose writers had not seen each other.
 */
final class Conflicts {
    /** The name of the policy by which the newest write replaces an item. */
    private static final String WHOLE_ITEM = "item-lww";

    private final MergePolicy policy;

    /** @param policy only names what settled a conflict; how versions merge is not its choice */
    Conflicts(MergePolicy policy) {
        this.policy = policy;
    }

    /** The concurrent values of two versions that do not both stand. Counters never conflict. */
    List<Conflict> between(ItemKey key, Version a, Version b) {
        Version all = Merge.of(a, b);
        ItemPolicy item = policy.at(key);
        return between(key, a, b, all.isShownBy(item) ? all.fallenBack(item) : all);
    }

    /** As above, where it is decided already what is shown of them. */
    List<Conflict> between(ItemKey key, Version a, Version b, Version merged) {
        List<Conflict> found = new ArrayList<>();
        if (!Rule.LOSER_JOURNALLED.holds() || a.vector().equals(b.vector())) {
            return found;
        }
        a.registers().forEach((name, x) -> {
            Cell y = b.registers().get(name);
            if (y != null && !x.dot().equals(y.dot()) && !Origins.agree(x, y)) {
                boolean first = x.standsBefore(y);
                register(key, name, first ? a : b, first ? b : a, found);
            }
        });
        deleted(key, a, b, found);
        deleted(key, b, a, found);
        starts(key, a, b, found);
        if (!a.multis().isEmpty() || !b.multis().isEmpty()) {
            found.addAll(new SiblingConflicts(key, policy.at(key), a, b, merged).find());
        }
        return found;
    }

    /** A register that loses to one whose side has not seen it. */
    private void register(ItemKey key, String name, Version winning, Version losing, List<Conflict> found) {
        Cell winner = Objects.requireNonNull(winning.registers().get(name));
        Cell loser = Objects.requireNonNull(losing.registers().get(name));
        // One to which the winner had lost has seen it: since it was kept from a delete, it stands before that.
        boolean overtakes =
                Rule.OVERTAKEN_BY_KEPT_TOLD.holds() || !losing.vector().has(winner.dot());
        if (!winning.vector().has(loser.dot()) && overtakes && !Origins.isNothing(loser)) {
            found.add(conflict(key, name, Reason.CONCURRENT_WRITES, loser, winner.dot(), winner.value()));
        }
    }

    /** Values that an insert of ours brought although a delete that it did not know had taken them already. */
    List<Conflict> undone(ItemKey key, Version inserted, Version merged) {
        List<Conflict> found = new ArrayList<>();
        Dot deleted = merged.deleted();
        if (deleted != null && !merged.isLive()) {
            inserted.registers()
                    .forEach((name, cell) -> found.add(conflict(key, name, Reason.UNDONE_INSERT, cell, deleted, null)));
            inserted.multis()
                    .forEach((name, multi) -> multi.siblings().keySet().stream()
                            .map(Sibling.Id::dot)
                            .distinct()
                            .forEach(dot -> found.add(
                                    conflict(key, name, Reason.UNDONE_INSERT, multi.left(dot), deleted, null))));
        }
        return found;
    }

    /** Values that were to come back to an item, which an application's insert takes: it found nothing there. */
    List<Conflict> overtaken(ItemKey key, SortedMap<String, Cell> lost, Dot insert, Attributes inserted) {
        List<Conflict> found = new ArrayList<>();
        lost.forEach((name, cell) ->
                found.add(conflict(key, name, Reason.CONCURRENT_WRITES, cell, insert, inserted.get(name))));
        return found;
    }

    /** Numbers from which two regions began to count, of which one stands. */
    private void starts(ItemKey key, Version a, Version b, List<Conflict> found) {
        a.counters().forEach((name, counter) -> {
            Counter other = b.counters().get(name);
            Counter.Base x = counter.base();
            Counter.Base y = other == null ? null : other.base();
            if (x == null || y == null || b.vector().has(x.dot()) || a.vector().has(y.dot())) {
                return;
            }
            if (x.amount().compareTo(y.amount()) != 0) {
                boolean first = x.dot().isAfter(y.dot());
                Counter.Base lost = first ? y : x;
                Counter.Base won = first ? x : y;
                Cell loser = Cell.of(lost.dot(), new Value.N(lost.amount()));
                found.add(conflict(key, name, Reason.CONCURRENT_WRITES, loser, won.dot(), new Value.N(won.amount())));
            }
        });
    }

    /** Values of one side that the other side's delete takes without having seen them, or that its counter replaces. */
    private void deleted(ItemKey key, Version values, Version other, List<Conflict> found) {
        values.registers().forEach((name, cell) -> {
            if (other.vector().has(cell.dot()) || Origins.isIn(other, name, cell)) {
                return;
            }
            Dot barrier = other.barrier();
            boolean barred = barrier != null && barrier.isAfter(values.barrier());
            boolean hidden = values.multis().containsKey(name);
            if (!hidden && other.deleted() != null && (barred || other.deleted().isAfter(cell.standing()))) {
                found.add(taken(key, name, cell, other));
            }
            if (other.countsUp(name)) {
                replacedByCounter(key, name, cell, other, found);
            }
        });
    }

    /** By a delete, or by a write that replaced the whole item: that one is also the item's newest insert. */
    private Conflict taken(ItemKey key, String name, Cell loser, Version by) {
        Dot deleted = Objects.requireNonNull(by.deleted());
        if (!deleted.equals(by.existence())) {
            return conflict(key, name, Reason.DELETED, loser, deleted, null);
        }
        Cell cell = by.registers().get(name);
        Value value = cell == null || !cell.dot().equals(deleted) ? null : cell.value();
        return new Conflict(key, name, WHOLE_ITEM, Reason.CONCURRENT_WRITES, loser, deleted, value);
    }

    private void replacedByCounter(ItemKey key, String name, Cell cell, Version other, List<Conflict> found) {
        var counter = other.counters().get(name);
        Dot counted = counter == null ? null : counter.newest();
        if (counted != null && counted.isAfter(cell.dot())) {
            found.add(conflict(key, name, Reason.REPLACED_BY_COUNTER, cell, counted, null));
        }
    }

    private Conflict conflict(
            ItemKey key, String name, Reason reason, Cell loser, Dot winner, @Nullable Value winningValue) {
        return new Conflict(key, name, policy.at(key).of(name).name(), reason, loser, winner, winningValue);
    }
}
