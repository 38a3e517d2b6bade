package dev.rejoin.replica;

import dev.rejoin.clock.Dot;
import dev.rejoin.item.Attributes;
import dev.rejoin.item.Fingerprint;
import dev.rejoin.item.ItemKey;
import dev.rejoin.item.Value;
import dev.rejoin.policy.ItemPolicy;
import dev.rejoin.replica.Conflict.Reason;
import dev.rejoin.version.Cell;
import dev.rejoin.version.Counter;
import dev.rejoin.version.Elements;
import dev.rejoin.version.Multi;
import dev.rejoin.version.Sibling;
import dev.rejoin.version.Version;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** Finds what met in multi-value registers and is not shown. */
final class SiblingConflicts {
    private final ItemKey key;
    private final ItemPolicy policy;
    private final Version a;
    private final Version b;
    private final Version merged;
    private final boolean isShown;
    private @Nullable Attributes shown;
    private final List<Conflict> found = new ArrayList<>();

    /** @param merged of both, showing the newest of what could not be merged */
    SiblingConflicts(ItemKey key, ItemPolicy policy, Version a, Version b, Version merged) {
        this.key = key;
        this.policy = policy;
        this.a = a;
        this.b = b;
        this.merged = merged;
        this.isShown = merged.isShownBy(policy);
    }

    List<Conflict> find() {
        Set<String> names = new TreeSet<>(a.multis().keySet());
        names.addAll(b.multis().keySet());
        for (String name : names) {
            Set<Dot> met = new TreeSet<>(unseen(a.multis().get(name), b));
            met.addAll(unseen(b.multis().get(name), a));
            replaced(name, a, b);
            replaced(name, b, a);
            overwritten(name, a, b);
            overwritten(name, b, a);
            if (!met.isEmpty()) {
                hidden(name);
            }
        }
        return found;
    }

    private static Set<Dot> unseen(@Nullable Multi multi, Version by) {
        Set<Dot> unseen = new TreeSet<>();
        if (multi != null) {
            multi.siblings().keySet().forEach(id -> unseen.add(id.dot()));
            unseen.removeIf(dot -> by.vector().has(dot));
        }
        return unseen;
    }

    /** What the other side's delete, register or counter took without having seen it. */
    private void replaced(String name, Version values, Version other) {
        Multi standing = merged.multis().get(name);
        for (Dot dot : unseen(values.multis().get(name), other)) {
            if (standing != null
                    && standing.siblings().keySet().stream()
                            .anyMatch(id -> id.dot().equals(dot))) {
                continue;
            }
            Cell register = other.registers().get(name);
            Counter counter = other.counters().get(name);
            Dot deleted = merged.deleted();
            if (register != null
                    && register.dot().isAfter(dot)
                    && !values.vector().has(register.dot())) {
                add(values, name, dot, Reason.CONCURRENT_WRITES, register.dot(), register.value());
            } else if (counter != null && counter.newest().isAfter(dot)) {
                add(values, name, dot, Reason.REPLACED_BY_COUNTER, counter.newest(), null);
            } else if (deleted != null) {
                add(values, name, dot, Reason.DELETED, deleted, null);
            }
        }
    }

    /** A register that met newer values of a multi-value register. */
    private void overwritten(String name, Version register, Version other) {
        Cell cell = register.registers().get(name);
        Multi multi = other.multis().get(name);
        if (cell != null
                && multi != null
                && !register.multis().containsKey(name)
                && multi.newest().isAfter(cell.dot())
                && !other.vector().has(cell.dot())
                && !register.vector().has(multi.newest())) {
            String type = policy.of(name).name();
            found.add(new Conflict(key, name, type, Reason.CONCURRENT_WRITES, cell, multi.newest(), shown().get(name)));
        }
    }

    /** What the merged version shows; resolvers are asked only where something met. */
    private Attributes shown() {
        if (shown == null) {
            shown = isShown ? merged.content(policy) : Attributes.NONE;
        }
        return shown;
    }

    /** What stands, but is not shown. */
    private void hidden(String name) {
        Multi multi = merged.multis().get(name);
        if (multi == null || multi.siblings().size() < 2 || !isShown) {
            return;
        }
        Value value = shown().get(name);
        Set<Long> hashes = shownHashes(value);
        Sibling winner = winner(multi, value);
        Set<Dot> losers = new TreeSet<>();
        multi.siblings().values().stream()
                .filter(sibling -> sibling.isLeaf()
                        ? !sibling.isLeafOf(value)
                        : !hashes.contains(sibling.hash()) && !isTheWinner(sibling, winner, value))
                .forEach(sibling -> losers.add(sibling.dot()));
        for (Dot dot : losers) {
            add(merged, name, dot, reason(multi, value, winner), winner.dot(), value);
        }
    }

    private static Reason reason(Multi multi, @Nullable Value shown, Sibling winner) {
        if (multi.isFallenBack()) {
            return Reason.RESOLVER_FAILED;
        }
        boolean combined = shown != null && Fingerprint.of(shown) != winner.hash() && multi.isContested();
        return combined ? Reason.COMBINED : Reason.CONCURRENT_WRITES;
    }

    private static boolean isTheWinner(Sibling sibling, Sibling winner, @Nullable Value shown) {
        boolean agrees = sibling.state() != Sibling.State.REMOVED || shown == null;
        return sibling.id().equals(winner.id()) && sibling.value() == null && agrees;
    }

    private static Set<Long> shownHashes(@Nullable Value shown) {
        Set<Long> hashes = new HashSet<>();
        if (shown != null) {
            hashes.add(Fingerprint.of(shown));
            List<Value> elements = Elements.of(shown);
            if (elements != null) {
                elements.forEach(element -> hashes.add(Fingerprint.of(element)));
            }
        }
        return hashes;
    }

    /** The newest that left what is shown; the newest of all, if what is shown is nobody's alone. */
    private static Sibling winner(Multi multi, @Nullable Value shown) {
        Sibling winner =
                Objects.requireNonNull(multi.siblings().get(multi.siblings().lastKey()));
        for (Sibling sibling : multi.siblings().values()) {
            // A removal has no part in a value that is shown.
            boolean takesPart = (sibling.state() == Sibling.State.REMOVED) == (shown == null);
            winner = takesPart ? sibling : winner;
        }
        for (Sibling sibling : multi.siblings().values()) {
            boolean shows = shown == null ? sibling.state() == Sibling.State.REMOVED : shown.equals(sibling.value());
            winner = shows ? sibling : winner;
        }
        return winner;
    }

    private void add(Version side, String name, Dot dot, Reason reason, Dot winner, @Nullable Value winningValue) {
        Multi multi = Objects.requireNonNull(side.multis().get(name));
        Sibling first = multi.siblings().values().stream()
                .filter(sibling -> sibling.dot().equals(dot))
                .findFirst()
                .orElseThrow();
        Cell loser = first.isLeaf() ? multi.left(dot, winningValue) : multi.left(dot);
        found.add(new Conflict(key, name, first.type().name(), reason, loser, winner, winningValue));
    }
}
