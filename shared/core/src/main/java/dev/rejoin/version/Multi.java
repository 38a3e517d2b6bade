package dev.rejoin.version;

import dev.rejoin.clock.Actor;
import dev.rejoin.clock.Dot;
import dev.rejoin.clock.VersionVector;
import dev.rejoin.item.Value;
import dev.rejoin.rule.Rule;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * A multi-value register: all that writes left of one attribute and no write that had seen it has replaced. Its causal
 * context is the item's version vector: a sibling that one side lacks although it has seen the write was replaced there.
 *
 * @param newest the newest write of the attribute, which may have left nothing (a removal of elements)
 * @param siblings by write
 * @param fallback the newest write that the type's own code could not merge with others, somewhere: while it is the newest, the
 *     newest value is shown. Null if there is none
 * @see <a href="https://hal.inria.fr/inria-00555588">Shapiro et al., A comprehensive study of CRDTs, 2011, section 3.2.2</a>
 * @see <a href="https://arxiv.org/abs/1210.3368">Bieniusa et al., An optimized conflict-free replicated set, 2012</a>
 */
public record Multi(
        Dot newest,
        SortedMap<Sibling.Id, Sibling> siblings,
        @Nullable Dot fallback) {
    public Multi {
        siblings = Collections.unmodifiableSortedMap(siblings);
    }

    /** One that its type could merge. */
    public Multi(Dot newest, SortedMap<Sibling.Id, Sibling> siblings) {
        this(newest, siblings, null);
    }

    /** What one write left. */
    public static Multi of(Dot dot, Collection<Sibling> siblings) {
        return new Multi(dot, byId(siblings));
    }

    private static SortedMap<Sibling.Id, Sibling> byId(Collection<Sibling> siblings) {
        SortedMap<Sibling.Id, Sibling> byId = new TreeMap<>();
        siblings.forEach(sibling -> byId.put(sibling.id(), sibling));
        return byId;
    }

    /** After a write that took some of the siblings and left others beside the rest. */
    public Multi written(Dot dot, Predicate<Sibling> taken, Collection<Sibling> left) {
        SortedMap<Sibling.Id, Sibling> after = new TreeMap<>(siblings);
        after.values().removeIf(taken);
        after.putAll(byId(left));
        return new Multi(dot, after);
    }

    /** What stands of both sides, each with what it has seen; of one that does not know the attribute at all, null. */
    static Multi merge(@Nullable Multi a, VersionVector seenByA, @Nullable Multi b, VersionVector seenByB) {
        if (a == null || b == null) {
            Multi known = a == null ? b : a;
            if (known == null) {
                throw new IllegalArgumentException("neither side knows the attribute");
            }
            VersionVector seen = a == null ? seenByA : seenByB;
            return known.only(sibling -> !seen.has(sibling.dot()));
        }
        SortedMap<Sibling.Id, Sibling> standing = new TreeMap<>();
        a.siblings.forEach((id, mine) -> {
            Sibling theirs = b.siblings.get(id);
            if (theirs != null) {
                standing.put(id, mine.richer(theirs));
            } else if (!isReplaced(id.dot(), b, seenByB)) {
                standing.put(id, mine);
            }
        });
        b.siblings.forEach((id, theirs) -> {
            if (!a.siblings.containsKey(id) && !isReplaced(id.dot(), a, seenByA)) {
                standing.put(id, theirs);
            }
        });
        Dot newest = a.newest.isAfter(b.newest) ? a.newest : b.newest;
        return new Multi(newest, standing, relevant(Dot.max(a.fallback, b.fallback), standing));
    }

    /** Whether a side that lacks a sibling had seen it, and so had replaced it. */
    private static boolean isReplaced(Dot sibling, Multi by, VersionVector seen) {
        return seen.has(sibling) || (by.newest.isAfter(sibling) && !Rule.UNSEEN_STANDS.holds());
    }

    /** With only the siblings that fit. */
    Multi only(Predicate<Sibling> fits) {
        if (siblings.values().stream().allMatch(fits)) {
            return this;
        }
        SortedMap<Sibling.Id, Sibling> kept = new TreeMap<>(siblings);
        kept.values().removeIf(fits.negate());
        return new Multi(newest, kept, relevant(fallback, kept));
    }

    /** A fallback of the past is forgotten as soon as there is a newer value. */
    static @Nullable Dot relevant(@Nullable Dot fallback, SortedMap<Sibling.Id, Sibling> siblings) {
        boolean over = siblings.isEmpty() || siblings.lastKey().dot().isAfter(fallback);
        return over ? null : fallback;
    }

    /** Whether the newest value is shown because the type's own code failed. */
    public boolean isFallenBack() {
        return fallback != null;
    }

    /** This register showing its newest value until there is a newer one. */
    public Multi fallenBack() {
        return new Multi(newest, siblings, siblings.lastKey().dot());
    }

    /** This register without the value of one sibling, which is too much to be kept with the item. */
    public Multi spilling(Sibling.Id id) {
        SortedMap<Sibling.Id, Sibling> spilled = new TreeMap<>(siblings);
        spilled.computeIfPresent(id, (same, sibling) -> sibling.without(Sibling.State.SPILLED));
        return new Multi(newest, spilled, fallback);
    }

    /** Whether nothing stands but removals. */
    boolean isGone() {
        return siblings.values().stream().allMatch(one -> one.state() == Sibling.State.REMOVED);
    }

    /** With only the siblings whose values are known here. */
    public Multi knownHere() {
        return only(sibling -> sibling.state() != Sibling.State.WITHHELD);
    }

    /** Whether every value is known here. */
    boolean isWhole() {
        return siblings.values().stream().noneMatch(sibling -> sibling.state() == Sibling.State.WITHHELD);
    }

    /** With the values that the item shows, or lost and kept. */
    Multi valued(@Nullable Value shown) {
        if (shown == null || isWhole()) {
            return this;
        }
        Map<Long, Value> byHash = Elements.byHash(shown);
        return map(sibling -> {
            Value value = sibling.state() == Sibling.State.WITHHELD ? value(sibling, shown, byHash) : null;
            return value == null ? sibling : sibling.with(value);
        });
    }

    /**
     * The elements that a list shows, in its order. Of lists that several regions had before their replication, which may well
     * be the same, that of the last region counts.
     */
    public List<Sibling> listed() {
        Actor last = null;
        for (Sibling.Id id : siblings.keySet()) {
            last = id.dot().time() == Dot.FIRST_TIME ? id.dot().actor() : last;
        }
        Actor origin = last;
        Map<Sibling, Sibling> twins = twins();
        return siblings.values().stream()
                .filter(one -> one.isElement() || one.isWhole())
                .filter(one ->
                        one.dot().time() != Dot.FIRST_TIME || one.dot().actor().equals(origin))
                .filter(one -> !twins.containsKey(one))
                .sorted(Sibling.BY_PLACE)
                .toList();
    }

    /** Elements of a list that are not shown because several regions kept them from one delete, and the one that is shown. */
    public Map<Sibling, Sibling> twins() {
        return Keeping.twins(siblings.values());
    }

    /** Without the values that the item shows. */
    Multi withholding(@Nullable Value shown) {
        Map<Long, Value> byHash = shown == null ? new HashMap<>() : Elements.byHash(shown);
        return map(
                sibling -> value(sibling, shown, byHash) == null ? sibling : sibling.without(Sibling.State.WITHHELD));
    }

    private static @Nullable Value value(Sibling sibling, @Nullable Value shown, Map<Long, Value> byHash) {
        return sibling.isLeaf() ? sibling.leafIn(shown) : byHash.get(sibling.hash());
    }

    private Multi map(java.util.function.UnaryOperator<Sibling> each) {
        SortedMap<Sibling.Id, Sibling> mapped = new TreeMap<>();
        siblings.forEach((id, sibling) -> mapped.put(id, each.apply(sibling)));
        return new Multi(newest, mapped, fallback);
    }

    /** Without any value. */
    Multi bare() {
        return map(sibling -> sibling.without(Sibling.State.WITHHELD));
    }

    /** The same writes stand, and the same of them are shown; values are not looked at. */
    public boolean sameAs(@Nullable Multi other) {
        return other != null
                && newest.equals(other.newest)
                && siblings.keySet().equals(other.siblings.keySet())
                && Objects.equals(fallback, other.fallback)
                && spilled().equals(other.spilled());
    }

    private Set<Sibling.Id> spilled() {
        return siblings.values().stream()
                .filter(Sibling::isSpilled)
                .map(Sibling::id)
                .collect(Collectors.toSet());
    }

    /** What is left of a write: a value, the elements that stand of it together, or a removal. */
    public Cell left(Dot dot) {
        List<Sibling> parts = parts(dot);
        Sibling joined = parts.size() == 1 && parts.get(0).isWhole() ? parts.get(0) : Shown.joined(dot, parts);
        if (joined.state() == Sibling.State.REMOVED && parts.get(0).isWhole()) {
            return Cell.of(dot, null);
        }
        Value value = joined.value();
        return value == null ? Cell.withheld(dot) : Cell.of(dot, value);
    }

    private List<Sibling> parts(Dot dot) {
        return siblings.values().stream()
                .filter(sibling -> sibling.dot().equals(dot))
                .toList();
    }

    /** As {@link #left(Dot)} of a nested map: the whole map as it would be if what that write left stood in what is shown. */
    public Cell left(Dot dot, @Nullable Value shown) {
        List<Sibling> parts = parts(dot);
        Value whole = Paths.overlaid(shown, parts);
        boolean known = whole != null && parts.stream().allMatch(part -> part.value() != null);
        return known ? Cell.of(dot, whole) : Cell.withheld(dot);
    }

    /** Whether every sibling has this shape; so there is none of another time, when the attribute had another type. */
    public boolean consistsOf(DataType.Shape shape) {
        return siblings.values().stream().allMatch(sibling -> sibling.type().shape() == shape);
    }

    /** More than one value was left by writes that did not know each other. */
    public boolean isContested() {
        return siblings.size() > 1 && siblings.values().stream().anyMatch(Sibling::isWhole);
    }
}
