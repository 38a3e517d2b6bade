package dev.rejoin.testkit.sim;

import dev.rejoin.clock.Actor;
import dev.rejoin.clock.Dot;
import dev.rejoin.clock.VersionVector;
import dev.rejoin.item.ItemKey;
import dev.rejoin.replica.Capture;
import dev.rejoin.replica.Conflict;
import dev.rejoin.replica.KeyState;
import dev.rejoin.replica.Origins;
import dev.rejoin.replica.StoredItem;
import dev.rejoin.replica.StreamRecord;
import dev.rejoin.testkit.store.Origin;
import dev.rejoin.version.Counter;
import dev.rejoin.version.ItemClock;
import dev.rejoin.version.Merge;
import dev.rejoin.version.SequenceNumber;
import dev.rejoin.version.ShadowRow;
import dev.rejoin.version.Version;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** What the oracles have to know of a run: which plain write got which dot, having seen what; and what was journalled. */
final class FoldLog {
    private final List<Entry> entries = new ArrayList<>();
    private final JournalLog journal = new JournalLog();
    private final Set<ItemKey> nil = new HashSet<>();
    private final List<String> errors = new ArrayList<>();
    private final Map<Actor, Map<SequenceNumber, StreamRecord>> trimmed = new HashMap<>();
    private final KeptItem keptItem = new KeptItem(entries::add, errors::add);
    private final RestoredLog restored = new RestoredLog(entries);
    private final Map<ItemKey, Version> forgotten = new HashMap<>();
    private long sent;
    private long damage;

    /**
     * A write got its dot.
     *
     * @param before what it found, null for an insert
     * @param after what it left, null for a delete
     * @param wrote the attributes that it wrote; the empty name stands for the item's existence
     * @param seen what its region had seen before
     * @param isFound whether a backup showed it, and nobody saw it being written
     */
    record Entry(
            ItemKey key,
            Dot dot,
            @Nullable StoredItem before,
            @Nullable StoredItem after,
            Set<String> wrote,
            VersionVector seen,
            boolean isFound) {
        /** One that was seen being made. */
        Entry(
                ItemKey key,
                Dot dot,
                @Nullable StoredItem before,
                @Nullable StoredItem after,
                Set<String> wrote,
                VersionVector seen) {
            this(key, dot, before, after, wrote, seen, false);
        }

        boolean isDelete() {
            return after == null;
        }

        /** Whether it was found in the place of another, of which a wide write may have brought this part only. */
        boolean isBehind(Entry other) {
            return isFound
                    && other.dot.equals(new Dot(dot.time(), dot.actor().parts().get(0)));
        }

        /** That part of it which wrote these attributes. */
        Entry only(Predicate<String> names) {
            Set<String> some = new TreeSet<>(wrote);
            some.removeIf(names.negate());
            return new Entry(key, dot, before, after, some, seen, isFound);
        }

        /**
         * Whether it was found in a backup, and a region knows what its writer wrote after that, and so what became of it: of attributes
         * that keep several values.
         */
        boolean isSuperseded(VersionVector known) {
            return isFound
                    && known.time(dot.actor()) > dot.time()
                    && wrote.stream().anyMatch(Types.NAMES::contains);
        }
    }

    List<Entry> of(ItemKey key) {
        return entries.stream().filter(entry -> entry.key().equals(key)).toList();
    }

    int size() {
        return entries.size();
    }

    void error(String error) {
        errors.add(error);
    }

    List<String> errors() {
        return errors;
    }

    /** Whether something was written and written back before it was folded, while a peer's write landed. */
    boolean isNil(ItemKey key) {
        return nil.contains(key);
    }

    /** A journal took an entry. */
    void journalled(Conflict conflict) {
        String wrong = journal.took(conflict);
        if (wrong != null) {
            errors.add(wrong);
        }
    }

    /** What the journals and the bins have. */
    JournalLog journal() {
        return journal;
    }

    /** Something was lost that replication itself will not make good. */
    void damaged() {
        damage++;
    }

    boolean isDamaged() {
        return damage > 0;
    }

    void sent(int versions) {
        sent += versions;
    }

    /** How many versions were sent, resent ones included. */
    long sent() {
        return sent;
    }

    /** A hash of what the oracles will be told, in whatever order it became known. */
    long digest() {
        long sum = 0;
        for (Entry entry : entries) {
            Version seen = new Version(entry.seen, null, null, Version.EMPTY.registers(), Version.EMPTY.counters());
            sum += Digest.of(List.of(
                    entry.dot, Optional.ofNullable(entry.before), Optional.ofNullable(entry.after), entry.wrote, seen));
        }
        return Digest.of(sum + journal.digest(), List.of(nil.size(), errors));
    }

    /** Retention takes these records. */
    void trimmed(SimRegion region, int from, int to) {
        Map<SequenceNumber, StreamRecord> gone = trimmed.computeIfAbsent(region.self(), self -> new HashMap<>());
        region.table().records(from, to - from).forEach(record -> gone.put(record.sequence(), record));
        if (region.backup() != null) {
            // What an earlier incarnation knew of an item may be in the record alone that took the item in.
            restored.lost(region.backup());
        }
    }

    /** Whether retention took a record of that key. */
    boolean isTrimmed(ItemKey key) {
        return trimmed.values().stream()
                .flatMap(records -> records.values().stream())
                .anyMatch(record -> record.key().equals(key));
    }

    /** A shadow row was written. */
    void folded(SimRegion region, ItemKey key, ShadowRow row, ShadowRow asRead) {
        boolean fold = row.sequence().compareTo(asRead.sequence()) > 0;
        StreamRecord record = fold ? record(region, row.sequence()) : null;
        ShadowRow known = record == null ? asRead : Origins.known(region.config(), record, asRead);
        boolean own = record != null && Capture.isOwn(region.home(), record, known);
        VersionVector seen = known.clock().vector();
        if (record != null && !known.equals(asRead)) {
            began(region, key, known, record.before());
        }
        if (record != null) {
            classify(region, record, own);
            seen = seen.join(learnt(known.clock())).join(vector(region, record.before()));
            seen = own ? seen.join(vector(region, record.after())) : seen;
            if (own) {
                keptItem.landed(region, record, known.clock());
            }
        }
        long time = row.clock().vector().time(region.self());
        if (time <= seen.time(region.self())) {
            return;
        }
        Dot dot = new Dot(time, region.self());
        boolean gap = record != null && record.after() != null && Capture.isAfterGap(region.home(), record, known);
        entries.add(new Entry(
                key,
                dot,
                record == null || gap ? null : record.before(),
                record == null ? null : record.after(),
                wrote(row, dot),
                seen));
        if (gap && !trimmed.containsKey(region.self()) && !forgotten.containsKey(key)) {
            errors.add("a gap was seen where no record is missing: " + row.sequence() + " in " + region.self());
        }
        if (own && !gap) {
            nil.add(key);
        }
    }

    /** What an item showed before its replication counts as a write that had seen nothing. */
    private void began(SimRegion region, ItemKey key, ShadowRow origin, @Nullable StoredItem item) {
        if (region.backup() != null) {
            restored.found(region, key, origin, item);
            return;
        }
        Dot dot = new Dot(Origins.TIME, region.self());
        region.reached(Sometimes.Path.ORIGIN);
        entries.add(new Entry(key, dot, null, item, wrote(origin, dot), VersionVector.EMPTY));
    }

    /** A region forgot a tombstone. */
    void forgotten(ItemKey key, Version dead) {
        forgotten.merge(key, dead.bare(), Merge::of);
    }

    /** What was known of a key, with what any region has forgotten of it since. */
    Version remembering(ItemKey key, Version known) {
        Version dead = forgotten.get(key);
        return dead == null ? known : Merge.of(known, dead);
    }

    /** Tables that were lost, and restored. */
    RestoredLog restored() {
        return restored;
    }

    private void classify(SimRegion region, StreamRecord record, boolean own) {
        Origin origin = region.table().origin(record.sequence());
        if (origin == Origin.OWN && !own) {
            errors.add("a write of ours was folded as a plain one: " + record.sequence() + " in " + region.self());
        }
        if (origin == Origin.PLAIN && own && record.before() == null && !trimmed.containsKey(region.self())) {
            errors.add("a plain insert was taken for a write of ours: " + record.sequence() + " in " + region.self());
        }
        if (origin == Origin.OWN && record.before() == null && !isShown(region, record.after())) {
            errors.add("inserted without what its clock says: " + record.sequence() + " in " + region.self());
        }
    }

    /** Whether an item shows every value that its clock names. */
    private static boolean isShown(SimRegion region, @Nullable StoredItem item) {
        ItemClock clock = KeyState.clockOf(region.home(), item);
        return item == null
                || clock == null
                || clock.version().valued(item.attributes(), Map.of()).isWhole();
    }

    static VersionVector vector(SimRegion region, @Nullable StoredItem item) {
        ItemClock clock = KeyState.clockOf(region.home(), item);
        return clock == null ? VersionVector.EMPTY : learnt(clock.version());
    }

    /** What comes after a delete that is carried out before the rest of a wide write has seen it. */
    private static VersionVector learnt(Version version) {
        VersionVector seen = version.vector();
        seen = version.barrier() == null ? seen : seen.with(version.barrier());
        return version.deleted() == null ? seen : seen.with(version.deleted());
    }

    /** The attributes of a row that a write wrote; the empty name stands for the item's existence. */
    static Set<String> wrote(ShadowRow row, Dot dot) {
        Set<String> wrote = new TreeSet<>();
        row.clock().registers().forEach((name, cell) -> {
            if (cell.dot().equals(dot)) {
                wrote.add(name);
            }
        });
        row.clock().multis().forEach((name, multi) -> {
            if (multi.newest().equals(dot)) {
                wrote.add(name);
            }
        });
        row.clock().counters().forEach((name, counter) -> {
            Counter.Sum sum = counter.sums().get(dot.actor());
            if (sum != null && sum.time() == dot.time()) {
                wrote.add(name);
            }
        });
        if (dot.equals(row.clock().existence())) {
            wrote.add("");
        }
        return wrote;
    }

    private @Nullable StreamRecord record(SimRegion region, SequenceNumber sequence) {
        List<StreamRecord> found = region.table().records(sequence.number().intValueExact() - 1, 1);
        if (!found.isEmpty() && found.get(0).sequence().equals(sequence)) {
            return found.get(0);
        }
        return trimmed.getOrDefault(region.self(), Map.of()).get(sequence);
    }
}
