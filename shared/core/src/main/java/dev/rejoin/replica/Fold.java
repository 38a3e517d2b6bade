package dev.rejoin.replica;

import dev.rejoin.clock.Dot;
import dev.rejoin.clock.HybridClock;
import dev.rejoin.item.Attributes;
import dev.rejoin.item.Value;
import dev.rejoin.policy.ItemPolicy;
import dev.rejoin.policy.LwwRegister;
import dev.rejoin.policy.PlainChange;
import dev.rejoin.replica.ReplicationMetrics.Event;
import dev.rejoin.rule.Rule;
import dev.rejoin.version.Cell;
import dev.rejoin.version.ItemClock;
import dev.rejoin.version.Merge;
import dev.rejoin.version.Multi;
import dev.rejoin.version.ShadowRow;
import dev.rejoin.version.Version;
import dev.rejoin.version.VersionBuilder;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** Gives a plain write its dot and enters it into the key's clock: a pure function of the record and the row. */
final class Fold {
    private final ReplicaConfig config;
    private final TimeSource time;
    private final RecordConflicts meetings;

    Fold(ReplicaConfig config, TimeSource time) {
        this.config = config;
        this.time = time;
        this.meetings = new RecordConflicts(config.policy());
    }

    /** Folds a write of an application. What it put back of which nothing was heard is taken in after that. */
    Folded plain(StreamRecord record, ShadowRow shadow) {
        Folded folded = dotted(record, shadow);
        return Capture.isUnheardOf(config.home(), record, folded.row()) ? folded.unsettled() : folded;
    }

    private Folded dotted(StreamRecord record, ShadowRow shadow) {
        ItemClock clock = KeyState.clockOf(config.home(), record.before());
        boolean absent = record.before() == null || record.after() == null;
        Version folded = absent ? shadow.known() : shadow.clock();
        Version known = clock == null ? folded : Merge.of(folded, clock.version());
        Dot dot = nextDot(record, known);
        List<Conflict> conflicts = clock == null
                ? meetings.overtaken(record, shadow, dot)
                : meetings.met(record, shadow, clock, record.before());
        VersionBuilder into = new VersionBuilder(known).seen(dot);
        if (record.after() == null) {
            config.policy().deletes().enter(dot, into);
            return folded(Event.FOLDED, record, shadow, into.build(), true, conflicts);
        }
        ItemPolicy policy = config.policy().at(record.key());
        if (policy.isWholeItem()) {
            Version whole = everything(policy, Capture.shown(record.after()), known, dot)
                    .build();
            return folded(Event.FOLDED, record, shadow, whole, true, conflicts);
        }
        boolean gap = Capture.isAfterGap(config.home(), record, shadow);
        write(record, known, dot, gap || record.before() == null, into);
        if (record.before() == null || !into.exists()) {
            into.existence(dot);
        }
        return folded(gap ? Event.GAP : Event.FOLDED, record, shadow, into.build(), true, conflicts);
    }

    /** All that an item shows as one write, which did not see what was there before. */
    static VersionBuilder everything(ItemPolicy policy, Attributes shown, Version known, Dot dot) {
        VersionBuilder into = new VersionBuilder(known).seen(dot);
        if (policy.isWholeItem()) {
            wholeItem(shown, dot, into);
            return into;
        }
        for (String name : everyName(known, shown)) {
            policy.of(name).fold(new PlainChange(name, null, shown.get(name), dot, true), into);
        }
        return into;
    }

    /** A delete of all that there was, and an insert of all that there is: so the newest write takes every other. */
    private static void wholeItem(Attributes shown, Dot dot, VersionBuilder into) {
        VersionBuilder live = (Rule.WHOLE_ITEM_TAKEN.holds() ? into.deleted(dot) : into).existence(dot);
        shown.asMap()
                .forEach((name, value) ->
                        LwwRegister.INSTANCE.fold(new PlainChange(name, null, value, dot, true), live));
    }

    /** @param unseen whether what was there before is not known, so that everything counts as written now */
    private void write(StreamRecord record, Version known, Dot dot, boolean unseen, VersionBuilder into) {
        Attributes before = Capture.shown(record.before());
        Attributes after = Capture.shown(record.after());
        Set<String> names = unseen ? everyName(known, after) : before.differences(after);
        if (!unseen && isPutWhole(record)) {
            names.addAll(contested(known));
        }
        ItemPolicy policy = config.policy().at(record.key());
        for (String name : names) {
            Value old = unseen ? null : before.get(name);
            policy.of(name).fold(new PlainChange(name, old, after.get(name), dot, unseen), into);
        }
    }

    /** Whether the write put the item without our clock, and so wrote every attribute, also to the value that it had. */
    private boolean isPutWhole(StreamRecord record) {
        return KeyState.clockOf(config.home(), record.before()) != null
                && KeyState.clockOf(config.home(), record.after()) == null;
    }

    private static Set<String> contested(Version known) {
        Set<String> contested = new TreeSet<>();
        known.multis().forEach((name, multi) -> {
            if (multi.isContested()) {
                contested.add(name);
            }
        });
        return contested;
    }

    /** All that a version and an item name. */
    static Set<String> everyName(Version known, Attributes shown) {
        Set<String> names = new TreeSet<>(shown.names());
        names.addAll(known.registers().keySet());
        names.addAll(known.counters().keySet());
        names.addAll(known.multis().keySet());
        return names;
    }

    /**
     * A write of ours came by. If it did not know all that was folded before it, its content becomes the description; what it
     * wrote over local writes that it had not known gets a local dot, because the item shows it and no other record tells it.
     */
    Folded own(StreamRecord record, ShadowRow shadow) {
        StoredItem after = record.after();
        ItemClock clock = KeyState.clockOf(config.home(), after != null ? after : record.before());
        if (clock == null) {
            throw new IllegalStateException("an own write without a clock");
        }
        Version wrote = clock.version();
        // Of what was shown until now, and is not any more, only this record has the value.
        Version folded = after == null ? shadow.known() : shadow.clock();
        Version merged = Merge.of(wrote, folded.withSiblings(Capture.shown(record.before())));
        List<Conflict> conflicts = meetings.met(record, shadow, clock, after != null ? after : record.before());
        conflicts.addAll(meetings.undone(record, shadow, wrote, merged));
        if (after != null && Capture.isAfterGap(config.home(), record, shadow)) {
            return afterGap(record, merged, shadow, conflicts);
        }
        boolean news = after != null && Additions.areNews(wrote, shadow.clock());
        boolean needsNoRow = !news && Additions.areFolded(config.self(), wrote, shadow.clock());
        if (after != null && needsNoRow && describes(clock, after, shadow)) {
            return new Folded(Event.OWN_WRITE, null, null, conflicts, isSettled(merged, after, shadow));
        }
        Set<String> nil = after == null ? Set.of() : nilWrites(record, wrote, merged, shadow.clock());
        if (after == null || nil.isEmpty()) {
            return folded(Event.OWN_WRITE, record, shadow, merged, news, conflicts);
        }
        Dot dot = nextDot(record, merged);
        VersionBuilder into = new VersionBuilder(merged).seen(dot);
        nil.forEach(name -> shown(name, after, merged, dot, into));
        return folded(Event.NIL_WRITE, record, shadow, into.build(), true, conflicts);
    }

    private static boolean describes(ItemClock clock, StoredItem after, ShadowRow shadow) {
        Version wrote = clock.version();
        boolean knowsAll = shadow.clock().isWithin(wrote)
                && !wrote.isWithin(shadow.clock())
                && clock.fingerprint() == wrote.fingerprint(after.attributes())
                && wrote.countersMatch(after.attributes());
        return knowsAll || !Rule.ECHO_DESCRIBES.holds();
    }

    /** Registers that this write changed although a newer local write had been folded, and counters that are off. */
    private static Set<String> nilWrites(StreamRecord record, Version wrote, Version merged, Version folded) {
        Attributes before = Capture.shown(record.before());
        Attributes after = Capture.shown(record.after());
        Set<String> names = new TreeSet<>();
        for (String name : before.differences(after)) {
            Cell local = folded.registers().get(name);
            Cell written = wrote.registers().get(name);
            boolean newer = local != null && (written == null || local.dot().isAfter(written.dot()));
            if ((newer || isNewer(folded.multis().get(name), wrote.multis().get(name))) && !merged.countsUp(name)) {
                names.add(name);
            }
        }
        for (String name : merged.counters().keySet()) {
            Value value = after.get(name);
            if (merged.countsUp(name) && Version.number(value).compareTo(merged.total(name)) != 0) {
                names.add(name);
            }
        }
        return names;
    }

    private static boolean isNewer(@Nullable Multi local, @Nullable Multi written) {
        return local != null && (written == null || local.newest().isAfter(written.newest()));
    }

    /** What the item shows gets a local dot: a register by its value, a counter by its difference. */
    private void shown(String name, StoredItem after, Version merged, Dot dot, VersionBuilder into) {
        Value value = after.attributes().get(name);
        if (merged.countsUp(name) && (value == null || value instanceof Value.N)) {
            var counter = Objects.requireNonNull(merged.counters().get(name));
            into.counter(name, counter.plus(dot, Version.number(value).subtract(counter.total())));
        } else if (merged.multis().containsKey(name)) {
            config.policy().at(after.key()).of(name).fold(new PlainChange(name, null, value, dot, true), into);
        } else {
            into.register(name, Cell.of(dot, value));
        }
    }

    /** Records are missing: everything that the item shows is taken for written now. */
    private Folded afterGap(StreamRecord record, Version merged, ShadowRow shadow, List<Conflict> conflicts) {
        Dot dot = nextDot(record, merged);
        VersionBuilder into = new VersionBuilder(merged).seen(dot);
        write(record, merged, dot, true, into);
        if (!into.exists()) {
            into.existence(dot);
        }
        return folded(Event.GAP, record, shadow, into.build(), true, conflicts);
    }

    private Dot nextDot(StreamRecord record, Version known) {
        long event = HybridClock.estimate(record.timeMillis(), config.granularityMillis(), time.millis());
        long seen = Rule.HLC_BUMP.holds() ? known.maxTime() : 0;
        return new Dot(HybridClock.next(event, seen), config.self());
    }

    private Folded folded(
            Event event,
            StreamRecord record,
            ShadowRow shadow,
            Version folded,
            boolean news,
            List<Conflict> conflicts) {
        StoredItem after = record.after();
        Version valued = folded.valued(Capture.shown(after != null ? after : record.before()), shadow.lost());
        TreeMap<String, Cell> lost = new TreeMap<>(shadow.lost());
        if (after == null && Rule.LOST_KEPT.holds()) {
            lost.putAll(valued.registers());
        }
        Long fingerprint = after == null ? null : (Long) valued.fingerprint(after.attributes());
        Version clock = valued.bare(Capture.shown(after));
        ShadowRow row =
                new ShadowRow(clock, record.sequence(), fingerprint, lost, buried(record, shadow), shadow.unshown());
        return new Folded(event, row, news ? valued : null, conflicts, isSettled(valued, after, row));
    }

    /** A birth is over when the item goes, or goes on without its clock. */
    private List<Long> buried(StreamRecord record, ShadowRow shadow) {
        ItemClock before = KeyState.clockOf(config.home(), record.before());
        ItemClock after = KeyState.clockOf(config.home(), record.after());
        if (before == null || (after != null && after.birth() == before.birth())) {
            return shadow.buried();
        }
        return shadow.buriedWith(before.birth());
    }

    /** Whether an item that is as the record left it is what the clock says, so that there is nothing to settle. */
    private boolean isSettled(Version clock, @Nullable StoredItem after, ShadowRow row) {
        if (after == null) {
            return !clock.isLive();
        }
        if (!clock.isLive() || !row.lost().isEmpty() || !row.isShownBy(clock)) {
            return false;
        }
        if (!clock.multis().isEmpty() && !showsSiblings(clock, after)) {
            return false;
        }
        for (String name : after.attributes().names()) {
            Cell cell = clock.registers().get(name);
            if (!clock.multis().containsKey(name) && !clock.countsUp(name) && (cell == null || cell.isRemoved())) {
                return false;
            }
            if (clock.countsUp(name) && !Decide.isCountable(after.attributes().get(name))) {
                return false;
            }
        }
        for (var entry : clock.registers().entrySet()) {
            if (!entry.getValue().isRemoved() && !after.attributes().has(entry.getKey())) {
                return false;
            }
        }
        return true;
    }

    /** What cannot be shown here is left as it is. */
    private boolean showsSiblings(Version clock, StoredItem after) {
        ItemPolicy policy = config.policy().at(after.key());
        if (!clock.isShownBy(policy) || !clock.isWhole()) {
            return true;
        }
        if (!clock.fallenBack(policy).sameAs(clock)) {
            return false;
        }
        Attributes content = clock.content(policy);
        return clock.multis().keySet().stream()
                .allMatch(name ->
                        Objects.equals(content.get(name), after.attributes().get(name)));
    }
}
