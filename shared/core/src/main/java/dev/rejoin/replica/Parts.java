package dev.rejoin.replica;

import dev.rejoin.clock.Dot;
import dev.rejoin.policy.Deletes;
import dev.rejoin.policy.ItemPolicy;
import dev.rejoin.rule.Rule;
import dev.rejoin.version.Cell;
import dev.rejoin.version.Merge;
import dev.rejoin.version.Multi;
import dev.rejoin.version.Version;
import java.util.Objects;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** A change that is too wide for one write goes in parts, each of which is a version of its own between the two. */
final class Parts {
    private final ItemPolicy policy;
    private final Version local;
    private final Version merged;

    Parts(ItemPolicy policy, Version local, Version merged) {
        this.policy = policy;
        this.local = local;
        this.merged = merged;
    }

    /** The registers that go first, at most so many; none if nothing may go before the last part. */
    Set<String> first(Set<String> changed, int most) {
        return changed.stream()
                .filter(name -> !merged.countsUp(name) && !isMulti(name) && !isKept(name))
                .limit(most)
                .collect(Collectors.toCollection(TreeSet::new));
    }

    /** What was seen of siblings is written with them or not at all, so they go with the last part. */
    private boolean isMulti(String name) {
        return Rule.MULTIS_WHOLE.holds()
                && (local.multis().containsKey(name) || merged.multis().containsKey(name));
    }

    /** What was kept from a delete stands only beside that delete, which comes with the last part. */
    private boolean isKept(String name) {
        Cell cell = merged.registers().get(name);
        return cell != null && cell.kept() != null;
    }

    /**
     * Whether a delete that wins, or one that takes all that is there of an item of a table that keeps items, is carried out before what came
     * after it is put there: a part of that write would leave removals that nobody could tell from an application's.
     */
    boolean isCleared() {
        return !Objects.equals(merged.barrier(), local.barrier())
                || (policy.deletes() == Deletes.KEEP_ITEM && isTakenWhole() && Rule.CLEARED_FIRST.holds());
    }

    private boolean isTakenWhole() {
        Dot delete = merged.deleted();
        return delete != null && !delete.equals(local.deleted()) && delete.isAfter(local.newest());
    }

    /** The item as gone by the delete. */
    Version cleared() {
        boolean wins = !Objects.equals(merged.barrier(), local.barrier());
        Version delete = new Version(
                local.vector(),
                wins ? merged.barrier() : merged.deleted(),
                null,
                Version.EMPTY.registers(),
                Version.EMPTY.counters(),
                Version.EMPTY.multis(),
                merged.barrier());
        return Merge.of(local, delete);
    }

    /**
     * The local version with some registers as they will be. Only the last part may claim to have seen all that the sent
     * version has. Registers that go because of a delete are removals at its dot until then.
     */
    Version with(Set<String> names) {
        SortedMap<String, Cell> registers = new TreeMap<>(local.registers());
        SortedMap<String, Multi> multis = new TreeMap<>(local.multis());
        for (String name : names) {
            Cell cell = merged.registers().get(name);
            Multi multi = merged.multis().get(name);
            if (multi != null) {
                multis.put(name, multi);
            } else if (cell != null) {
                registers.put(name, cell);
            } else if (merged.deleted() != null && registers.containsKey(name)) {
                registers.put(name, Cell.of(merged.deleted(), null));
            }
        }
        return Merge.normal(new Version(
                Rule.SLICE_WITHOUT_VECTOR.holds() ? local.vector() : merged.vector(),
                local.deleted(),
                local.existence(),
                registers,
                local.counters(),
                multis,
                local.barrier()));
    }
}
