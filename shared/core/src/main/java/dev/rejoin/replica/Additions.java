package dev.rejoin.replica;

import dev.rejoin.clock.Actor;
import dev.rejoin.clock.Dot;
import dev.rejoin.item.Attributes;
import dev.rejoin.item.ItemKey;
import dev.rejoin.item.ItemSize;
import dev.rejoin.item.Value;
import dev.rejoin.policy.Deletes;
import dev.rejoin.policy.ItemPolicy;
import dev.rejoin.rule.Rule;
import dev.rejoin.version.Cell;
import dev.rejoin.version.Keeping;
import dev.rejoin.version.Multi;
import dev.rejoin.version.Pruning;
import dev.rejoin.version.Sibling;
import dev.rejoin.version.Version;
import dev.rejoin.version.VersionBuilder;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What a region decides when versions meet, beyond their merge: that an item is kept from a delete, that a resolver failed, that a
 * value is too much for the item. Each is said in the version, as part of the merge from then on, and sent as news: so every
 * region comes to the same, whatever it would have decided itself.
 */
final class Additions {
    /** What is nearer to an item's limit may not find room in the journal's row. */
    private static final int MOST_SPILLED = ItemSize.LIMIT - 8 * 1024;

    private Additions() {}

    /**
     * The local version as it meets another: where items are kept from deletes, all that is older than the delete is, if there is something
     * newer. Registers say from which delete they were kept; siblings are written again, see {@link Keeping}. Whoever
     * prunes an item has kept it already, see {@link Pruning}.
     */
    static Version keeping(Actor self, ItemPolicy policy, Version local, Version sent) {
        Dot delete = sent.deleted();
        Dot newest = local.newest();
        if (policy.deletes() != Deletes.KEEP_ITEM
                || policy.isWholeItem()
                || delete == null
                || !delete.isAfter(local.deleted())
                || delete.equals(sent.barrier())
                || Pruning.isPruning(delete)
                || newest == null
                || !newest.isAfter(delete)
                || !Rule.ITEM_KEPT.holds()) {
            return local;
        }
        return Keeping.of(delete, local, self);
    }

    /**
     * Whether the row knows all that this region wrote again of an item that it kept. Until then only the item does: if its record is lost
     * and an application replaces it, the region keeps something else, and gives it the same name. So nobody may know it before.
     */
    static boolean areFolded(Actor self, Version version, Version folded) {
        boolean[] folding = {true};
        version.vector().forEach((actor, time) -> {
            boolean own = actor.isKeeping() && actor.parts().get(1).equals(self);
            folding[0] &= !own || time <= folded.vector().time(actor);
        });
        return folding[0] || !Rule.KEPT_FOLDED_FIRST.holds();
    }

    /** A value that goes to the journal, and the version without it. */
    record Spilled(Version version, Conflict value) {}

    /**
     * Takes the oldest value that is not shown out of a version, for the journal to keep. The newest of an attribute stays
     * whatever is shown, so that regions which spill different values never spill all of them.
     *
     * @param least of an attribute of which more values than this stand; 1 for any
     * @return null if there is none
     */
    static @Nullable Spilled spilling(ItemKey key, ItemPolicy policy, Version version, int least) {
        if (version.multis().values().stream().allMatch(multi -> standing(multi) <= least)) {
            return null;
        }
        Attributes shown = version.content(policy);
        String attribute = null;
        Sibling oldest = null;
        for (var entry : version.multis().entrySet()) {
            Sibling candidate = spillable(entry.getValue(), shown.get(entry.getKey()), least);
            if (candidate != null && (oldest == null || oldest.dot().isAfter(candidate.dot()))) {
                attribute = entry.getKey();
                oldest = candidate;
            }
        }
        return attribute == null || oldest == null
                ? null
                : spilled(key, version, attribute, oldest, shown.get(attribute));
    }

    private static @Nullable Sibling spillable(Multi multi, @Nullable Value shown, int least) {
        if (standing(multi) <= least) {
            return null;
        }
        return multi.siblings().values().stream()
                .filter(sibling -> sibling.isWhole()
                        && sibling.value() != null
                        && ItemSize.of("", sibling.value()) <= MOST_SPILLED
                        && !Objects.equals(sibling.value(), shown)
                        && !sibling.id().equals(multi.siblings().lastKey()))
                .findFirst()
                .orElse(null);
    }

    private static long standing(Multi multi) {
        return multi.siblings().values().stream()
                .filter(sibling -> sibling.isWhole() && !sibling.isSpilled())
                .count();
    }

    private static Spilled spilled(
            ItemKey key, Version version, String attribute, Sibling sibling, @Nullable Value shown) {
        Multi multi = Objects.requireNonNull(version.multis().get(attribute));
        Version without = new VersionBuilder(version)
                .multi(attribute, multi.spilling(sibling.id()))
                .build();
        Conflict value = new Conflict(
                key,
                attribute,
                sibling.type().name(),
                Conflict.Reason.SPILLED,
                Cell.of(sibling.dot(), sibling.value()),
                multi.newest(),
                shown);
        return new Spilled(without, value);
    }

    /** Whether an own write said something that was not folded: then the other regions may not know it. */
    static boolean areNews(Version wrote, Version folded) {
        return Pruning.isSaidBy(wrote, folded) || areAdded(wrote, folded);
    }

    private static boolean areAdded(Version wrote, Version folded) {
        return Rule.ADDITIONS_ARE_NEWS.holds()
                && (wrote.registers().entrySet().stream()
                                .anyMatch(entry -> isKept(entry.getValue(), folded, entry.getKey()))
                        || wrote.multis().values().stream().anyMatch(multi -> keepsMore(multi, folded))
                        || wrote.multis().entrySet().stream()
                                .anyMatch(entry -> differs(
                                        entry.getValue(), folded.multis().get(entry.getKey()))));
    }

    private static boolean isKept(Cell cell, Version folded, String name) {
        Cell known = folded.registers().get(name);
        return cell.kept() != null && (known == null || !cell.kept().equals(known.kept()));
    }

    private static boolean keepsMore(Multi multi, Version folded) {
        return multi.siblings().keySet().stream()
                .map(Sibling.Id::dot)
                .anyMatch(dot -> dot.actor().isKeeping() && !folded.vector().has(dot));
    }

    private static boolean differs(Multi wrote, @Nullable Multi folded) {
        boolean fallen =
                wrote.isFallenBack() && (folded == null || !Objects.equals(wrote.fallback(), folded.fallback()));
        return fallen
                || wrote.siblings().values().stream().anyMatch(one -> one.isSpilled() && !isSpilled(folded, one.id()));
    }

    private static boolean isSpilled(@Nullable Multi multi, Sibling.Id id) {
        Sibling sibling = multi == null ? null : multi.siblings().get(id);
        return sibling != null && sibling.isSpilled();
    }
}
