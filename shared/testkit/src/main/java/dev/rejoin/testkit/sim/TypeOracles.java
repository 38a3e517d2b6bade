package dev.rejoin.testkit.sim;

import dev.rejoin.clock.Dot;
import dev.rejoin.item.Attributes;
import dev.rejoin.item.ItemKey;
import dev.rejoin.item.Value;
import dev.rejoin.testkit.sim.FoldLog.Entry;
import dev.rejoin.version.Multi;
import dev.rejoin.version.Sibling;
import dev.rejoin.version.Version;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.function.BiPredicate;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** What attributes of each data type must show, said in other words than the types': by which writes had seen which. */
final class TypeOracles {
    private final ItemKey key;
    private final List<Entry> writes;
    private final Predicate<Entry> outlives;
    private final BiPredicate<Entry, Entry> takes;
    private final FoldLog log;
    private final Attributes shown;
    private final Version clock;
    private final boolean live;

    /**
     * Asks about one item.
     *
     * @param outlives whether no delete took a write
     * @param takes whether a delete, the first, takes a write, the second
     */
    TypeOracles(
            ItemKey key,
            FoldLog log,
            Version clock,
            Attributes shown,
            Predicate<Entry> outlives,
            BiPredicate<Entry, Entry> takes) {
        this.takes = takes;
        this.key = key;
        this.log = log;
        this.writes = log.of(key).stream().filter(entry -> !entry.isDelete()).toList();
        this.outlives = outlives;
        this.shown = shown;
        this.clock = clock;
        this.live = clock.isLive();
    }

    /** What is wrong, null if nothing is. */
    @Nullable
    String check() {
        for (String name : Types.NAMES) {
            String wrong = switch (name) {
                case Types.SET -> live ? new ElementOracle(writes(name)).ofSet(shown.get(name)) : null;
                case Types.LIST -> live ? new ElementOracle(writes(name)).ofList(shown.get(name)) : null;
                case Types.MAP -> live ? map(name).check(shown.get(name)) : null;
                default -> siblings(name);
            };
            if (wrong != null) {
                return wrong;
            }
        }
        return null;
    }

    private MapOracle map(String name) {
        Multi multi = clock.multis().get(name);
        List<Sibling> kept = multi == null
                ? List.of()
                : multi.siblings().values().stream()
                        .filter(one -> one.dot().actor().isKeeping())
                        .toList();
        return new MapOracle(writes(name), this::isJournalled, kept);
    }

    private List<Entry> wrote(String name) {
        return writes.stream().filter(entry -> entry.wrote().contains(name)).toList();
    }

    private static @Nullable Value left(Entry entry, String name) {
        return entry.after() == null ? null : entry.after().attributes().get(name);
    }

    private @Nullable String siblings(String name) {
        List<Entry> all = wrote(name);
        List<Entry> standing = all.stream()
                .filter(outlives)
                .filter(entry -> left(entry, name) != null || !isPruned(name, entry.dot()))
                .filter(entry -> !isSpilledAndPruned(name, entry))
                .filter(entry -> all.stream()
                        .noneMatch(later ->
                                !later.dot().equals(entry.dot()) && later.seen().has(entry.dot())))
                .sorted(Comparator.comparing(Entry::dot))
                .toList();
        List<Dot> dots = standing.stream().map(Entry::dot).toList();
        if (live && !dots.equals(kept(name))) {
            return name + " keeps what " + kept(name) + " left, but nobody replaced " + dots;
        }
        List<@Nullable Value> values = new ArrayList<>();
        standing.stream().filter(entry -> !isSpilled(name, entry)).forEach(entry -> values.add(left(entry, name)));
        Value expected = values.isEmpty() ? null : expected(name, values);
        if (live && !Objects.equals(expected, shown.get(name))) {
            return name + " shows " + shown.get(name) + ", expected " + expected + " of " + values;
        }
        for (Entry entry : all) {
            boolean replaced = log.of(key).stream()
                    .anyMatch(later -> !later.dot().equals(entry.dot())
                            && later.seen().has(entry.dot())
                            && (later.isDelete() || later.wrote().contains(name)));
            boolean stands = live && standing.contains(entry) && Objects.equals(left(entry, name), shown.get(name));
            boolean forgotten = left(entry, name) == null && isPruned(name, entry.dot());
            if (!stands
                    && !replaced
                    && !forgotten
                    && !entry.isFound()
                    && !log.journal().has(key, name, entry.dot())) {
                return "lost in silence: " + name + " of " + entry.dot();
            }
        }
        return null;
    }

    /** Whether a removal is so old that it may have been forgotten: nothing is known of the attribute, and of nothing as old but what stands. */
    private boolean isPruned(String name, Dot removal) {
        return !clock.multis().containsKey(name) && !removal.isAfter(clock.deleted());
    }

    /** Whether only the journal still knows of a value, for nothing is known of what is as old but what the item has. */
    private boolean isSpilledAndPruned(String name, Entry entry) {
        Dot deleted = clock.deleted();
        return deleted != null
                && deleted.actor().isPruned()
                && deleted.isAfter(entry.dot())
                && !kept(name).contains(entry.dot())
                && log.journal().has(key, name, entry.dot());
    }

    /** Whose values the clock has beside each other. */
    private List<Dot> kept(String name) {
        Multi multi = clock.multis().get(name);
        return multi == null
                ? List.of()
                : multi.siblings().keySet().stream().map(Sibling.Id::dot).toList();
    }

    private boolean isSpilled(String name, Entry entry) {
        Multi multi = clock.multis().get(name);
        return multi != null
                && multi.siblings().values().stream()
                        .anyMatch(one -> one.isSpilled() && one.dot().equals(entry.dot()));
    }

    private boolean isFallenBack(String name) {
        Multi multi = clock.multis().get(name);
        return multi != null && multi.isFallenBack();
    }

    private @Nullable Value expected(String name, List<@Nullable Value> values) {
        Value newest = values.get(values.size() - 1);
        if (values.size() == 1 || isFallenBack(name)) {
            return newest;
        }
        List<Value> there = values.stream().filter(Objects::nonNull).toList();
        return switch (name) {
            case Types.MAX -> there.stream().max(byNumber()).orElse(null);
            case Types.MIN -> there.stream().min(byNumber()).orElse(null);
            case Types.TRUE -> there.contains(new Value.Bool(true)) ? new Value.Bool(true) : newest;
            case Types.FALSE -> there.contains(new Value.Bool(false)) ? new Value.Bool(false) : newest;
            case Types.CUSTOM -> Types.words(values);
            default -> newest;
        };
    }

    private static Comparator<Value> byNumber() {
        return Comparator.comparing(value -> ((Value.N) value).number());
    }

    private boolean isJournalled(Entry entry) {
        return log.journal().has(key, Types.MAP, entry.dot());
    }

    private AttributeWrites writes(String name) {
        return new AttributeWrites(name, log.of(key), outlives, takes);
    }
}
