package dev.rejoin.testkit.sim;

import dev.rejoin.clock.Dot;
import dev.rejoin.clock.VersionVector;
import dev.rejoin.item.Attributes;
import dev.rejoin.item.ItemKey;
import dev.rejoin.replica.DeletedItem;
import dev.rejoin.replica.KeyState;
import dev.rejoin.replica.StoredItem;
import dev.rejoin.replica.StreamRecord;
import dev.rejoin.version.Merge;
import dev.rejoin.version.ShadowRow;
import dev.rejoin.version.Version;
import java.math.BigDecimal;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** What must hold when writing has stopped and everything has arrived. Each answers with what is wrong, null if nothing is. */
final class Oracles {
    private static final Set<String> NO_REGISTERS = Set.of("", Writer.COUNTER, Writer.OTHER_COUNTER, Writer.FLUX);

    private final List<SimRegion> regions;
    private final List<SimRegion> everyone;
    private final FoldLog log;
    private final Mix mix;
    private final Function<ItemKey, @Nullable BigDecimal> counts;

    /**
     * Asks about a run.
     *
     * @param regions those that there are at its end
     * @param everyone those, and all that there ever were
     * @param mix which says how attributes merge
     */
    Oracles(
            List<SimRegion> regions,
            List<SimRegion> everyone,
            FoldLog log,
            Function<ItemKey, @Nullable BigDecimal> counts,
            Mix mix) {
        this.mix = mix;
        this.regions = List.copyOf(regions);
        this.everyone = List.copyOf(everyone);
        this.log = log;
        this.counts = counts;
    }

    private record View(@Nullable StoredItem item, ShadowRow shadow) {}

    /** What was noticed on the way, and looks at these keys. */
    @Nullable
    String check(Collection<ItemKey> keys) {
        if (!log.errors().isEmpty()) {
            return log.errors().get(0);
        }
        for (SimRegion region : regions) {
            String wrong = deletedKept(region);
            if (wrong != null) {
                return wrong;
            }
        }
        for (ItemKey key : keys) {
            String wrong = check(key);
            if (wrong != null) {
                return key + ": " + wrong;
            }
        }
        return null;
    }

    /** Whatever the stream says was deleted is in the bin, as applications saw it. */
    private @Nullable String deletedKept(SimRegion region) {
        for (StreamRecord record : region.handled()) {
            StoredItem before = record.before();
            if (record.after() == null && before != null) {
                DeletedItem kept = log.journal().binned(region, record.sequence());
                if (kept == null
                        || !kept.key().equals(record.key())
                        || !kept.attributes().equals(before.attributes())) {
                    return "deleted and not in the bin: " + record.sequence() + " in " + region.self();
                }
            }
        }
        return null;
    }

    /** All regions show the same of these keys, whatever they know of them. */
    @Nullable
    String checkShown(Collection<ItemKey> keys) {
        for (ItemKey key : keys) {
            Version known = Version.EMPTY;
            for (SimRegion region : regions) {
                known = Merge.of(known, clock(region, key).bare());
            }
            Attributes first = null;
            for (SimRegion region : regions) {
                StoredItem item = region.table().item(key).orElse(null);
                Attributes here = item == null ? null : withoutZeros(item.attributes(), known);
                if (region != regions.get(0) && !Objects.equals(first, here)) {
                    return key + ": not the same everywhere after the repair";
                }
                first = here;
            }
        }
        return null;
    }

    private @Nullable String check(ItemKey key) {
        Version clock = null;
        for (SimRegion region : regions) {
            View view = view(region, key);
            String wrong = described(region, view);
            if (wrong != null) {
                return wrong;
            }
            Version here = log.remembering(key, clock(region, view));
            if (clock != null && !clock.namesTheSame(here)) {
                return "clocks differ: " + clock + " and in " + region.self() + " " + here;
            }
            clock = here;
        }
        return clock == null ? null : agreed(key, clock);
    }

    private static View view(SimRegion region, ItemKey key) {
        return new View(
                region.table().item(key).orElse(null),
                region.table().shadow(key).orElse(ShadowRow.NONE));
    }

    /** What a region knows of a key. */
    static Version clock(SimRegion region, ItemKey key) {
        return clock(region, view(region, key));
    }

    private static Version clock(SimRegion region, View view) {
        return view.item == null
                ? view.shadow.known()
                : KeyState.of(region.home(), view.item, view.shadow).version();
    }

    /** Every clock describes its item exactly, and names no region that it should not know. */
    private @Nullable String described(SimRegion region, View view) {
        if (!everyone.stream()
                .map(SimRegion::self)
                .toList()
                .containsAll(clock(region, view).actors().stream()
                        .flatMap(actor -> actor.parts().stream())
                        .toList())) {
            return "a clock names an unknown region, in " + region.self();
        }
        if (view.item == null) {
            return view.shadow.clock().isLive() ? "gone, but its clock says live, in " + region.self() : null;
        }
        KeyState state = KeyState.of(region.home(), view.item, view.shadow);
        Attributes shown = view.item.attributes();
        if (!state.known()
                || !state.clean()
                || !state.version().countersMatch(shown)
                || !view.shadow.isShownBy(state.version())) {
            return "not what its clock says in " + region.self() + ": " + shown.asMap() + " by " + state;
        }
        if (!state.version().isLive()) {
            return "there, but its clock says dead, in " + region.self();
        }
        Attributes content = state.version().content(region.policy().at(view.item.key()));
        return withoutZeros(content, state.version()).equals(withoutZeros(shown, state.version()))
                ? null
                : "clock shows " + content.asMap() + ", item " + shown.asMap() + " in " + region.self();
    }

    /** An absent counter and one at 0 are one value. */
    private static Attributes withoutZeros(Attributes shown, Version version) {
        return shown.only(name -> !version.countsUp(name)
                || !Version.isCount(shown.get(name))
                || Version.number(shown.get(name)).signum() != 0);
    }

    private @Nullable String agreed(ItemKey key, Version clock) {
        String differs = sameContents(key, clock);
        if (differs != null) {
            return differs;
        }
        BigDecimal count = counts.apply(key);
        if (count != null && clock.total(Writer.COUNTER).compareTo(count) != 0) {
            return "counter at " + clock.total(Writer.COUNTER) + ", but " + count + " was added";
        }
        log.restored().forget(key, clock, seen(key));
        return log.isNil(key) || log.restored().isPartlyLost(key) ? null : byWrites(key, clock);
    }

    /** What any region has seen: of a dead item not all need to have seen the same. */
    private VersionVector seen(ItemKey key) {
        VersionVector seen = VersionVector.EMPTY;
        for (SimRegion region : regions) {
            seen = seen.join(log.remembering(key, clock(region, key)).vector());
        }
        return seen;
    }

    private @Nullable String sameContents(ItemKey key, Version clock) {
        Attributes first = null;
        for (SimRegion region : regions) {
            StoredItem item = region.table().item(key).orElse(null);
            if ((item != null) != clock.isLive()) {
                return "only in some regions";
            }
            Attributes here = withoutZeros(item == null ? Attributes.NONE : item.attributes(), clock);
            if (first != null && !first.equals(here)) {
                return "diverged: " + first.asMap() + " and in " + region.self() + " " + here.asMap();
            }
            first = here;
        }
        return null;
    }

    private @Nullable String byWrites(ItemKey key, Version clock) {
        List<FoldLog.Entry> writes = log.of(key);
        Dot deleted = newest(writes.stream().filter(FoldLog.Entry::isDelete).toList());
        VersionVector seen = seen(key);
        Predicate<FoldLog.Entry> outlives = entry -> !entry.isSuperseded(seen)
                && (mix.deleteWins() ? entry.seen().has(deleted) : entry.dot().isAfter(deleted));
        Dot written = newest(writes.stream()
                .filter(entry -> !entry.isDelete() && !entry.wrote().isEmpty() && outlives.test(entry))
                .toList());
        boolean alive = written != null;
        if (alive != clock.isLive()) {
            return "newest write " + written + ", newest delete " + deleted + ", but live: " + clock.isLive();
        }
        if (mix == Mix.WHOLE_ITEMS) {
            return new WholeItemOracle(key, log, clock).check();
        }
        if (Mix.typed().contains(mix) && mix != Mix.TURNS && !log.isTrimmed(key)) {
            String wrong = new TypeOracles(key, log, clock, shown(key), outlives, this::takes).check();
            if (wrong != null) {
                return wrong;
            }
        }
        RegisterOracle oracle = new RegisterOracle(key, log, writes, outlives, clock);
        for (String name : registers(writes)) {
            String wrong = mix.keepsItems() ? oracle.newestStands(name) : oracle.lastDotWins(name, deleted);
            wrong = wrong == null ? oracle.nothingLost(name) : wrong;
            if (wrong != null) {
                return wrong;
            }
        }
        return null;
    }

    /** Whether a delete takes a write. */
    private boolean takes(FoldLog.Entry delete, FoldLog.Entry write) {
        return mix.deleteWins() ? !write.seen().has(delete.dot()) : delete.dot().isAfter(write.dot());
    }

    private Attributes shown(ItemKey key) {
        return regions.get(0).table().item(key).map(StoredItem::attributes).orElse(Attributes.NONE);
    }

    /** The newest of some writes, null of none. */
    static @Nullable Dot newest(List<FoldLog.Entry> writes) {
        return writes.stream()
                .map(FoldLog.Entry::dot)
                .max(Comparator.naturalOrder())
                .orElse(null);
    }

    private static List<String> registers(List<FoldLog.Entry> writes) {
        return writes.stream()
                .flatMap(entry -> entry.wrote().stream())
                .distinct()
                .filter(name -> !NO_REGISTERS.contains(name) && !Types.NAMES.contains(name))
                .toList();
    }
}
