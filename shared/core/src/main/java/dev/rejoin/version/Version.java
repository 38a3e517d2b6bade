package dev.rejoin.version;

import dev.rejoin.clock.Actor;
import dev.rejoin.clock.Dot;
import dev.rejoin.clock.VersionVector;
import dev.rejoin.item.Attributes;
import dev.rejoin.item.Fingerprint;
import dev.rejoin.item.Value;
import dev.rejoin.rule.Rule;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Everything that is known of an item: a join-semilattice in which every part is a maximum. A clock is a version whose
 * registers' values are withheld.
 *
 * <p>Normal form, which {@link Merge} keeps: no register is older than the delete, or than its attribute's counter. So an
 * attribute shows its register if there is one, else its counter.
 *
 * @param vector which writes were seen, for telling concurrent values from replaced ones; the causal context of {@code multis}
 * @param deleted the newest delete, the item's tombstone; or the newest write that replaced the whole item, which takes what is older
 *     as a delete does, and leaves its values at the same dot
 * @param existence the newest insert; lets an item without attributes be alive
 * @param registers last-writer-wins registers by attribute name
 * @param counters PN-counters by attribute name; deletes do not touch them
 * @param multis multi-value registers by attribute name; an attribute's register, if it has one too, is older and has no value
 * @param barrier the newest delete that wins over all that had not seen it, and is part of this item's past; everything in
 *     {@code existence}, {@code registers} and {@code multis} was written after it
 */
public record Version(
        VersionVector vector,
        @Nullable Dot deleted,
        @Nullable Dot existence,
        SortedMap<String, Cell> registers,
        SortedMap<String, Counter> counters,
        SortedMap<String, Multi> multis,
        @Nullable Dot barrier) {
    /** Nothing known. */
    public static final Version EMPTY =
            new Version(VersionVector.EMPTY, null, null, Collections.emptySortedMap(), Collections.emptySortedMap());

    public Version {
        registers = Collections.unmodifiableSortedMap(registers);
        counters = Collections.unmodifiableSortedMap(counters);
        multis = Collections.unmodifiableSortedMap(multis);
    }

    /** A version of registers and counters only. */
    public Version(
            VersionVector vector,
            @Nullable Dot deleted,
            @Nullable Dot existence,
            SortedMap<String, Cell> registers,
            SortedMap<String, Counter> counters) {
        this(vector, deleted, existence, registers, counters, Collections.emptySortedMap(), null);
    }

    /** Whether nothing is known. */
    public boolean isEmpty() {
        return equals(EMPTY);
    }

    /** The newest write other than a delete, null if there is none. */
    public @Nullable Dot newest() {
        Dot newest = existence;
        for (Cell cell : registers.values()) {
            newest = Dot.max(newest, cell.dot());
        }
        for (Multi multi : multis.values()) {
            newest = Dot.max(newest, multi.newest());
        }
        for (Counter counter : counters.values()) {
            newest = Dot.max(newest, counter.newest());
        }
        return newest;
    }

    /** Whether the item is there: some write is newer than every delete, and had seen every delete that wins. */
    public boolean isLive() {
        if (barrier != null && existence == null && registers.isEmpty() && multis.isEmpty()) {
            return false;
        }
        Dot newest = newest();
        return newest != null && (deleted == null || newest.compareTo(deleted) >= 0);
    }

    /** The highest time of anything in it, 0 if empty. */
    public long maxTime() {
        Dot newest = Dot.max(newest(), deleted);
        return Math.max(vector.maxTime(), newest == null ? 0 : newest.time());
    }

    /** Every actor that it names. */
    public Set<Actor> actors() {
        Set<Actor> actors = new TreeSet<>();
        vector.forEach((actor, time) -> actors.add(actor));
        dots().forEach(dot -> actors.add(dot.actor()));
        return actors;
    }

    /** Every dot that it names, some of them more than once. */
    public List<Dot> dots() {
        List<Dot> dots = new ArrayList<>();
        Stream.of(deleted, existence, barrier).filter(Objects::nonNull).forEach(dots::add);
        registers.values().forEach(cell -> dots.add(cell.dot()));
        multis.values().forEach(multi -> {
            dots.add(multi.newest());
            if (multi.fallback() != null) {
                dots.add(multi.fallback());
            }
            multi.siblings().values().forEach(sibling -> {
                dots.add(sibling.dot());
                if (!sibling.place().equals(Sibling.HEAD)) {
                    dots.add(sibling.place().dot());
                }
            });
        });
        for (Counter counter : counters.values()) {
            if (counter.base() != null) {
                dots.add(counter.base().dot());
            }
            counter.sums().forEach((actor, sum) -> dots.add(new Dot(sum.time(), actor)));
        }
        return dots;
    }

    /** Whether the attribute shows a counter. */
    public boolean countsUp(String attribute) {
        return counters.containsKey(attribute) && !registers.containsKey(attribute) && !multis.containsKey(attribute);
    }

    /** The number that an attribute's counter stands at, 0 if there is none. */
    public BigDecimal total(String attribute) {
        Counter counter = counters.get(attribute);
        return counter == null ? BigDecimal.ZERO : counter.total();
    }

    /** As {@link #content(Resolution)}, where the newest of contested values is shown. */
    public Attributes content() {
        return content(Resolution.NEWEST);
    }

    /**
     * The attributes that an item of this version shows; registers whose value is withheld are left out.
     *
     * @throws ResolutionException if the resolution fails to merge something that has not fallen back
     */
    public Attributes content(Resolution resolution) {
        Map<String, Value> shown = new TreeMap<>();
        counters.forEach((name, counter) -> shown.put(name, new Value.N(counter.total())));
        registers.forEach((name, cell) -> {
            shown.remove(name);
            if (cell.value() != null) {
                shown.put(name, cell.value());
            }
        });
        multis.forEach((name, multi) -> {
            Value value = Shown.of(name, multi, resolution);
            shown.remove(name);
            if (value != null) {
                shown.put(name, value);
            }
        });
        return Attributes.of(shown);
    }

    /** This version with the newest value shown of what the resolution fails to merge; this one if it merges everything. */
    public Version fallenBack(Resolution resolution) {
        SortedMap<String, Multi> after = new TreeMap<>(multis);
        after.replaceAll((name, multi) -> Shown.isMerged(name, multi, resolution) ? multi : multi.fallenBack());
        return after.equals(multis)
                ? this
                : new Version(vector, deleted, existence, registers, counters, after, barrier);
    }

    /** Whether everything in it can be shown: no sibling is of a type that this release or region does not know. */
    public boolean isShownBy(Resolution resolution) {
        for (Multi multi : multis.values()) {
            for (Sibling sibling : multi.siblings().values()) {
                if (!resolution.knows(sibling.type())) {
                    return false;
                }
            }
        }
        return true;
    }

    /** Whether every register's value is known here, so that the version can be sent. */
    public boolean isWhole() {
        for (Multi multi : multis.values()) {
            if (!multi.isWhole()) {
                return false;
            }
        }
        for (Cell cell : registers.values()) {
            if (cell.state() == Cell.State.WITHHELD) {
                return false;
            }
        }
        return true;
    }

    /** This version with these counters in place of its own. */
    public Version withCounters(SortedMap<String, Counter> other) {
        return new Version(vector, deleted, existence, registers, other, multis, barrier);
    }

    /** This version without values. */
    public Version bare() {
        SortedMap<String, Multi> without = new TreeMap<>();
        multis.forEach((name, multi) -> without.put(name, multi.bare()));
        return bare(without);
    }

    /** The clock of an item that shows these attributes: without values, but for siblings that are not shown. */
    public Version bare(Attributes shown) {
        if (multis.isEmpty()) {
            return bare(multis);
        }
        SortedMap<String, Multi> hidden = new TreeMap<>();
        multis.forEach((name, multi) -> hidden.put(name, multi.withholding(shown.get(name))));
        return bare(hidden);
    }

    private Version bare(SortedMap<String, Multi> siblings) {
        SortedMap<String, Cell> bare = new TreeMap<>();
        registers.forEach((name, cell) -> bare.put(name, cell.bare()));
        return new Version(vector, deleted, existence, bare, counters, siblings, barrier);
    }

    /**
     * This version with the values that an item shows, and of writes that the item lost, those that were kept.
     *
     * @param shown the item's attributes
     * @param lost kept registers by attribute name; one counts only if it is the write that this version names
     */
    public Version valued(Attributes shown, Map<String, Cell> lost) {
        return withRegisters(shown, lost).withSiblings(shown);
    }

    /** This version with the values that an item shows of its registers, as {@link #valued}, and its siblings as they are. */
    public Version withRegisters(Attributes shown, Map<String, Cell> lost) {
        SortedMap<String, Cell> valued = new TreeMap<>();
        registers.forEach((name, cell) -> valued.put(name, valued(name, cell, shown, lost)));
        return new Version(vector, deleted, existence, valued, counters, multis, barrier);
    }

    /** This version with what an item shows of its siblings, and its registers as they are. */
    public Version withSiblings(Attributes shown) {
        if (multis.isEmpty()) {
            return this;
        }
        SortedMap<String, Multi> siblings = new TreeMap<>();
        multis.forEach((name, multi) -> siblings.put(name, multi.valued(shown.get(name))));
        return new Version(vector, deleted, existence, registers, counters, siblings, barrier);
    }

    private static Cell valued(String name, Cell cell, Attributes shown, Map<String, Cell> lost) {
        if (cell.isRemoved()) {
            return cell;
        }
        Cell kept = lost.get(name);
        if (kept != null && kept.dot().equals(cell.dot())) {
            return kept.keptFrom(cell.kept());
        }
        Value value = shown.get(name);
        return value == null ? cell.bare() : cell.with(value);
    }

    /**
     * The fingerprint of what an item shows beside this version's counters. A counter that does not show a number is not
     * left out: some application put something else there.
     */
    public long fingerprint(Attributes shown) {
        long sum = 0;
        for (Map.Entry<String, Value> entry : shown.asMap().entrySet()) {
            if (!(entry.getValue() instanceof Value.N) || !countsUp(entry.getKey())) {
                sum += Fingerprint.of(entry.getKey(), entry.getValue());
            }
        }
        return sum;
    }

    /** Whether every counter of this version shows its total in the item; an absent one counts as 0. */
    public boolean countersMatch(Attributes shown) {
        for (String name : counters.keySet()) {
            if (countsUp(name) && number(shown.get(name)).compareTo(total(name)) != 0) {
                return false;
            }
        }
        return true;
    }

    /** Whether a counter may show this: a number, or nothing. */
    public static boolean isCount(@Nullable Value value) {
        return value == null || value instanceof Value.N;
    }

    /** A number attribute's value; 0 if it is absent or no number. */
    public static BigDecimal number(@Nullable Value value) {
        return value instanceof Value.N n ? n.number() : BigDecimal.ZERO;
    }

    /** Whether the two name the same writes; vectors and values are not looked at. */
    public boolean sameAs(Version other) {
        return sameRegisters(other) && sameCounters(other);
    }

    /** As {@link #sameAs}, whatever either has seen besides. */
    public boolean namesTheSame(Version other) {
        return sameAs(other.multis.isEmpty() ? other : other.seeing(vector))
                && multis.isEmpty() == other.multis.isEmpty();
    }

    private Version seeing(VersionVector seen) {
        return new Version(seen, deleted, existence, registers, counters, multis, barrier);
    }

    /** Whether the two name the same writes outside of counters. */
    public boolean sameRegisters(Version other) {
        if (!Objects.equals(deleted, other.deleted)
                || !Objects.equals(barrier, other.barrier)
                || !Objects.equals(existence, other.existence)
                || registers.size() != other.registers.size()
                || !sameMultis(other)) {
            return false;
        }
        for (var entry : registers.entrySet()) {
            Cell cell = other.registers.get(entry.getKey());
            Cell mine = entry.getValue();
            if (cell == null || !cell.dot().equals(mine.dot()) || !Objects.equals(cell.kept(), mine.kept())) {
                return false;
            }
        }
        return true;
    }

    /** What was seen is part of a multi-value register: it tells a sibling that was replaced from one that is not here yet. */
    private boolean sameMultis(Version other) {
        if (multis.isEmpty() && other.multis.isEmpty()) {
            return true;
        }
        return multis.keySet().equals(other.multis.keySet())
                && multis.entrySet().stream()
                        .allMatch(entry -> entry.getValue().sameAs(other.multis.get(entry.getKey())))
                && (vector.equals(other.vector) || !Rule.CONTEXT_COMPARED.holds());
    }

    private boolean sameCounters(Version other) {
        return counters.keySet().equals(other.counters.keySet())
                && counters.entrySet().stream()
                        .allMatch(entry -> entry.getValue().sameAs(other.counters.get(entry.getKey())));
    }

    /** Whether this version brings nothing to the other. */
    public boolean isWithin(Version other) {
        return Merge.of(this, other).sameAs(other);
    }
}
