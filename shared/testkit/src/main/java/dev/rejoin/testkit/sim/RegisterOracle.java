package dev.rejoin.testkit.sim;

import dev.rejoin.clock.Dot;
import dev.rejoin.item.ItemKey;
import dev.rejoin.item.Value;
import dev.rejoin.replica.Origins;
import dev.rejoin.testkit.sim.FoldLog.Entry;
import dev.rejoin.version.Cell;
import dev.rejoin.version.Version;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** What must become of the writes of an attribute that is a register. Each answers with what is wrong, null if nothing is. */
final class RegisterOracle {
    private final ItemKey key;
    private final FoldLog log;
    private final List<Entry> writes;
    private final Predicate<Entry> outlives;
    private final Version clock;

    /**
     * Asks about one item.
     *
     * @param writes all of the item
     * @param outlives whether no delete took a write
     */
    RegisterOracle(ItemKey key, FoldLog log, List<Entry> writes, Predicate<Entry> outlives, Version clock) {
        this.key = key;
        this.log = log;
        this.writes = writes;
        this.outlives = outlives;
        this.clock = clock;
    }

    /** Whatever is kept from a delete, a newer value than the delete stands before it. */
    @Nullable
    String newestStands(String name) {
        List<Entry> wrote =
                writes.stream().filter(entry -> entry.wrote().contains(name)).toList();
        Dot newest = Oracles.newest(wrote.stream()
                .filter(outlives)
                .filter(entry -> !entry.isDelete())
                .toList());
        Cell standing = clock.registers().get(name);
        boolean isNewest = newest == null
                || (standing != null && standing.dot().equals(newest))
                || (isRemoval(wrote, name, newest) && isPruned(name, newest));
        boolean byDelete = standing != null
                && standing.kept() != null
                && wrote.stream().noneMatch(entry -> entry.dot().equals(standing.dot()));
        if (byDelete && clock.isLive()) {
            return "register " + name + " is " + standing + ", which no write left: kept as if it were a value";
        }
        boolean isWritten = standing == null
                || standing.isRemoved()
                || wrote.stream()
                        .anyMatch(entry -> entry.dot().equals(standing.dot())
                                && Objects.equals(value(entry, name), standing.value()));
        return isNewest && (isWritten || !clock.isLive())
                ? null
                : "register " + name + " is " + standing + ", its newest write " + newest;
    }

    private static boolean isRemoval(List<Entry> wrote, String name, Dot dot) {
        return wrote.stream().anyMatch(entry -> entry.dot().equals(dot) && value(entry, name) == null);
    }

    /** Whether a removal is so old that it may have been forgotten: nothing is known of the attribute, and of nothing as old but what stands. */
    private boolean isPruned(String name, Dot removal) {
        return !clock.registers().containsKey(name) && !removal.isAfter(clock.deleted());
    }

    /** The newest write of those that no delete took stands. */
    @Nullable
    String lastDotWins(String name, @Nullable Dot deleted) {
        List<Entry> outliving = writes.stream().filter(outlives).toList();
        Entry last = outliving.stream()
                .filter(entry -> entry.wrote().contains(name))
                .max(Comparator.comparing(Entry::dot))
                .orElse(null);
        Cell cell = clock.registers().get(name);
        if (last != null && last.isFound() && !isInPlace(name, last, outliving)) {
            return "register " + name + " was found in a backup as " + last.dot() + ", and stands before what is newer";
        }
        if (last == null || !last.dot().isAfter(deleted) || last.after() == null) {
            return cell == null ? null : "register " + name + " outlived the delete " + deleted;
        }
        Value expected = last.after().attributes().get(name);
        if (expected == null && isPruned(name, last.dot())) {
            return null;
        }
        Value shown = cell == null ? null : cell.value();
        return cell != null && cell.dot().equals(last.dot()) && (!clock.isLive() || Objects.equals(expected, shown))
                ? null
                : "register " + name + " is " + cell + ", its last write " + last.dot() + " left " + expected;
    }

    /** What was found stands only before what the write that it replaced stood before. */
    private static boolean isInPlace(String name, Entry found, List<Entry> writes) {
        List<Entry> others = writes.stream()
                .filter(entry -> entry.wrote().contains(name) && !entry.isFound())
                .toList();
        Dot replaced = Oracles.newest(others.stream()
                .filter(entry -> found.seen().has(entry.dot()) || found.isBehind(entry))
                .toList());
        return replaced == null
                || others.stream().noneMatch(entry -> entry.dot().isAfter(replaced));
    }

    /** It stands, or a write that had seen it replaced it, or it is in the journal. */
    @Nullable
    String nothingLost(String name) {
        Cell standing = clock.registers().get(name);
        for (Entry entry : writes) {
            if (!entry.wrote().contains(name) || entry.isFound()) {
                continue;
            }
            boolean stands =
                    clock.isLive() && standing != null && standing.dot().equals(entry.dot());
            boolean same = writes.stream().anyMatch(other -> sameOrigin(name, entry, other));
            boolean replaced = writes.stream()
                            .anyMatch(later -> !later.dot().equals(entry.dot())
                                    && (later.seen().has(entry.dot())
                                            || later.isBehind(entry)
                                            || hadBefore(name, later, entry))
                                    && (later.isDelete() || overwrites(name, later, entry)))
                    || log.restored().isReplaced(key, name, entry.dot());
            boolean forgotten = value(entry, name) == null && isPruned(name, entry.dot());
            if (!stands && !same && !replaced && !forgotten && !log.journal().has(key, name, entry.dot())) {
                return "lost in silence: " + name + " of " + entry.dot();
            }
        }
        return null;
    }

    /**
     * A write that found no item has overwritten no value; but what a backup showed, or one whose record is lost, may have. That something
     * was removed is not lost where nothing is.
     */
    private boolean overwrites(String name, Entry later, Entry entry) {
        boolean found = later.before() != null || later.isFound() || log.isTrimmed(key);
        return later.wrote().contains(name) && (found || value(entry, name) == null);
    }

    /** Whether a write found what another had left: of a wide change that may be all that had arrived. */
    private static boolean hadBefore(String name, Entry later, Entry entry) {
        Value left = value(entry, name);
        return left != null
                && later.before() != null
                && left.equals(later.before().attributes().get(name));
    }

    /**
     * Whether another region, whose origin is the one to stand, had the same value before replication began; or whether a backup showed it,
     * which is no conflict either.
     */
    static boolean sameOrigin(String name, Entry entry, Entry other) {
        boolean origins = Origins.isOrigin(entry.dot()) && Origins.isOrigin(other.dot());
        return (origins || other.isFound())
                && other.dot().isAfter(entry.dot())
                && other.wrote().contains(name)
                && Objects.equals(value(entry, name), value(other, name));
    }

    private static @Nullable Value value(Entry entry, String name) {
        return entry.after() == null ? null : entry.after().attributes().get(name);
    }
}
