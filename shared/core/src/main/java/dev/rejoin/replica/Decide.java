package dev.rejoin.replica;

import dev.rejoin.item.Attributes;
import dev.rejoin.item.ItemKey;
import dev.rejoin.item.ItemSize;
import dev.rejoin.item.Value;
import dev.rejoin.replica.Outcome.Kind;
import dev.rejoin.replica.Outcome.Reason;
import dev.rejoin.rule.Rule;
import dev.rejoin.version.Cell;
import dev.rejoin.version.Merge;
import dev.rejoin.version.Multi;
import dev.rejoin.version.ShadowRow;
import dev.rejoin.version.Version;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** Decides what a peer's version does to an item: a pure function of what was read. */
final class Decide {
    private final ReplicaConfig config;
    private final OwnWrites own;
    private final Conflicts conflicts;
    private final boolean mayKeepElsewhere;
    private final TimeSource time;

    /** @param journalKeepsValues whether values that are too much for an item may be left to the journal */
    Decide(ReplicaConfig config, OwnWrites own, TimeSource time, boolean journalKeepsValues) {
        this.config = config;
        this.own = own;
        this.time = time;
        this.mayKeepElsewhere = journalKeepsValues;
        this.conflicts = new Conflicts(config.policy());
    }

    Decision apply(ItemKey key, @Nullable StoredItem item, ShadowRow shadow, Version sent) {
        return item == null ? applyToAbsent(key, shadow, sent) : applyToPresent(item, shadow, sent);
    }

    private Decision applyToAbsent(ItemKey key, ShadowRow shadow, Version sent) {
        Version local = Rule.TOMBSTONE_READ.holds() ? shadow.known() : Version.EMPTY;
        Version all = Merge.of(local, sent);
        Reason refused = refusal(key, shadow.clock(), all, sent);
        if (refused != Reason.NONE) {
            return new Decision.Finish(Outcome.refused(refused), List.of());
        }
        Version shown = all.fallenBack(config.policy().at(key));
        List<Conflict> met = conflicts.between(key, local, sent, shown);
        Version merged = added(key, shown, met);
        if (merged.sameAs(local)) {
            return new Decision.Finish(outcome(Outcome.Kind.STALE, met), met);
        }
        boolean tombstone = !merged.isLive() && shadow.fingerprint() != null && Rule.DESCRIPTION_KEPT.holds();
        if (tombstone || (local.isLive() && Rule.UNFOLDED_DELETE_WAITS.holds())) {
            return new Decision.Finish(Outcome.WAIT, met);
        }
        Outcome done = outcome(merged.sameAs(sent) ? Kind.APPLIED : Kind.MERGED, met);
        if (merged.isLive()) {
            return insert(key, merged, done, met);
        }
        return new Decision.Tombstone(shadow.withTombstone(merged), done, met);
    }

    private Decision insert(ItemKey key, Version version, Outcome done, List<Conflict> met) {
        ItemWrite.Insert insert = own.insert(key, version);
        if (!tooLarge(insert.item())) {
            return new Decision.Write(insert, done, met);
        }
        Version smaller = spilled(key, version, 1, met);
        return smaller == null
                ? new Decision.Finish(Outcome.refused(Reason.ITEM_TOO_LARGE), List.of())
                : insert(key, smaller, done, met);
    }

    /** What meets, and what this region has to add to it: see {@link Additions}. */
    private Version added(ItemKey key, Version merged, List<Conflict> met) {
        if (merged.multis().isEmpty()) {
            return merged;
        }
        Version added = merged;
        for (Version less = added;
                less != null;
                less = spilled(key, added, config.policy().mostSiblings(), met)) {
            added = less;
        }
        return added;
    }

    private @Nullable Version spilled(ItemKey key, Version version, int least, List<Conflict> met) {
        Additions.Spilled spilled =
                mayKeepElsewhere ? Additions.spilling(key, config.policy().at(key), version, least) : null;
        if (spilled == null) {
            return null;
        }
        met.add(spilled.value());
        return spilled.version();
    }

    private Decision applyToPresent(StoredItem item, ShadowRow shadow, Version sent) {
        KeyState state = KeyState.of(config.home(), item, shadow);
        Version local = state.version();
        Version meeting = Additions.keeping(config.self(), config.policy().at(item.key()), local, sent);
        Version all = Merge.of(meeting, sent);
        Reason refused = refusal(item.key(), local, all, sent);
        if (!state.known() || refused != Reason.NONE) {
            return new Decision.Finish(state.known() ? Outcome.refused(refused) : Outcome.WAIT, List.of());
        }
        boolean countersOnly = all.sameRegisters(local);
        // Asked once: what is journalled must be what is shown, and a resolver that is slow may not fail twice.
        boolean meets = state.clean() || countersOnly;
        Version shown = meets ? all.fallenBack(config.policy().at(item.key())) : all;
        List<Conflict> met = meets ? conflicts.between(item.key(), meeting, sent, shown) : new ArrayList<>();
        Version merged = state.clean() ? added(item.key(), shown, met) : all;
        if (merged.sameAs(local)) {
            return new Decision.Finish(outcome(Kind.STALE, met), met);
        }
        Outcome done = outcome(merged.sameAs(sent) ? Kind.APPLIED : Kind.MERGED, met);
        if (!state.clean() && Rule.DIRTY_WAITS.holds()) {
            return state.clock() != null && countersOnly
                    ? addOnly(item, state, merged, done, met)
                    : new Decision.Finish(Outcome.WAIT, met);
        }
        if (!merged.isLive()) {
            return local.countersMatch(item.attributes())
                    ? new Decision.Delete(merged, done, met)
                    : new Decision.Finish(Outcome.WAIT, met);
        }
        return update(item, state, merged, done, met);
    }

    private Reason refusal(ItemKey key, Version local, Version merged, Version sent) {
        Reason reason = Guard.check(config, time.millis(), local, sent);
        if (reason == Reason.NONE && !merged.isShownBy(config.policy().at(key))) {
            return Reason.UNKNOWN_POLICY;
        }
        return reason == Reason.NONE && !Guard.countersFit(merged) ? Reason.COUNTER_OUT_OF_RANGE : reason;
    }

    private static Outcome outcome(Kind kind, List<Conflict> met) {
        return Outcome.of(kind, met.size());
    }

    /** Local writes are pending, but only counters differ: additions commute with whatever is pending. */
    private Decision addOnly(StoredItem item, KeyState state, Version merged, Outcome done, List<Conflict> met) {
        SortedMap<String, BigDecimal> added = additions(state.version(), merged);
        if (countable(item.attributes(), added).size() < added.size()) {
            return new Decision.Finish(Outcome.WAIT, met);
        }
        ItemWrite.Update update =
                own.update(item, state.birth(), merged, Attributes.NONE, Set.of(), added, state.fingerprint());
        return new Decision.Write(update, done, met);
    }

    private Decision update(StoredItem item, KeyState state, Version merged, Outcome done, List<Conflict> met) {
        Version local = state.version();
        Attributes wanted = merged.content(config.policy().at(item.key()));
        Set<String> changed = changes(item.attributes(), local, merged, wanted);
        if (changed.size() > config.sliceSize()) {
            Parts parts = new Parts(config.policy().at(item.key()), local, merged);
            if (parts.isCleared()) {
                return local.countersMatch(item.attributes())
                        ? new Decision.Clear(parts.cleared(), met)
                        : new Decision.Finish(Outcome.WAIT, met);
            }
            Set<String> registers = parts.first(changed, config.sliceSize());
            if (!registers.isEmpty()) {
                return slice(item, state, merged, parts.with(registers), registers, met);
            }
        }
        SortedMap<String, BigDecimal> added = countable(item.attributes(), additions(local, merged));
        ItemWrite.Update update =
                own.update(item, state.birth(), merged, wanted, changed, added, merged.fingerprint(wanted));
        Attributes after = item.attributes().taking(changed, wanted);
        if (!tooLarge(new StoredItem(item.key(), after, update.clock()))) {
            return new Decision.Write(update, done, met);
        }
        Version smaller = spilled(item.key(), merged, 1, met);
        return smaller == null
                ? new Decision.Finish(Outcome.refused(Reason.ITEM_TOO_LARGE), List.of())
                : update(item, state, smaller, done, met);
    }

    /** The attributes to be set or removed: registers whose value or dot changes, and what turns into a counter. */
    private static Set<String> changes(Attributes shown, Version local, Version merged, Attributes wanted) {
        Set<String> names = new TreeSet<>(shown.names());
        names.addAll(merged.registers().keySet());
        names.addAll(merged.multis().keySet());
        names.removeIf(name -> {
            if (merged.countsUp(name)) {
                return !wasOther(name, local) && isCountable(shown.get(name));
            }
            Multi multi = merged.multis().get(name);
            if (multi != null && !multi.sameAs(local.multis().get(name))) {
                return false;
            }
            Cell before = local.registers().get(name);
            Cell after = merged.registers().get(name);
            boolean sameDot = after == null || (before != null && before.dot().equals(after.dot()));
            return sameDot && Objects.equals(shown.get(name), wanted.get(name));
        });
        merged.counters().keySet().stream()
                .filter(name -> merged.countsUp(name) && wasOther(name, local))
                .forEach(names::add);
        return names;
    }

    /** Whether the attribute was no counter. */
    private static boolean wasOther(String name, Version local) {
        return local.registers().containsKey(name) || local.multis().containsKey(name);
    }

    /** What is to be added to counters that the item shows as the local version says. */
    static SortedMap<String, BigDecimal> additions(Version local, Version merged) {
        SortedMap<String, BigDecimal> additions = new TreeMap<>();
        for (String name : merged.counters().keySet()) {
            BigDecimal more = merged.total(name).subtract(local.total(name));
            boolean shows = merged.countsUp(name) && !wasOther(name, local);
            if (shows && (more.signum() != 0 || !local.counters().containsKey(name))) {
                additions.put(name, more);
            }
        }
        return additions;
    }

    /** The additions that can be made. */
    static SortedMap<String, BigDecimal> countable(Attributes shown, SortedMap<String, BigDecimal> additions) {
        SortedMap<String, BigDecimal> countable = new TreeMap<>(additions);
        countable.keySet().removeIf(name -> !isCountable(shown.get(name)));
        return countable;
    }

    /** Whether a counter can be added to where this is shown: nothing can be added to what is no number, the total replaces that. */
    static boolean isCountable(@Nullable Value shown) {
        return Version.isCount(shown) || !Rule.TEXT_REPLACED.holds();
    }

    private Decision slice(
            StoredItem item, KeyState state, Version merged, Version part, Set<String> names, List<Conflict> met) {
        Attributes after =
                item.attributes().taking(names, merged.content(config.policy().at(item.key())));
        ItemWrite.Update update = own.update(
                item, state.birth(), part, after, names, Collections.emptySortedMap(), part.fingerprint(after));
        return new Decision.Slice(update, met);
    }

    private boolean tooLarge(StoredItem item) {
        int clock = item.clock() instanceof Value.B bytes ? bytes.length() + CLOCK_NAME : 0;
        return ItemSize.of(item.key().attributes()) + ItemSize.of(item.attributes()) + clock > config.itemLimit();
    }

    /** Bytes for the reserved attribute's name, which the core does not know. */
    private static final int CLOCK_NAME = 255;
}
