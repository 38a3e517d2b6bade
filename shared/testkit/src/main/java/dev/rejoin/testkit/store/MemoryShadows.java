package dev.rejoin.testkit.store;

import dev.rejoin.item.Attributes;
import dev.rejoin.item.ItemKey;
import dev.rejoin.item.ItemSize;
import dev.rejoin.item.Value;
import dev.rejoin.replica.WriteResult;
import dev.rejoin.rule.Rule;
import dev.rejoin.version.ShadowRow;
import dev.rejoin.version.Version;
import java.util.Collections;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** A shadow table. Holds rows, not their bytes, because encoding each would cost simulations most of their time. */
final class MemoryShadows {
    private static final String ROW = "v";
    private static final String LOST = "lost";
    private static final int FEW = 20;
    private static final int SHORT = 255;

    private final SortedMap<ItemKey, Entry> entries = new TreeMap<>();

    private record Entry(@Nullable ShadowRow row, Value.B raw) {
        private static final Value.B NOT_RAW = new Value.B(new byte[0]);

        static Entry of(ShadowRow row) {
            return new Entry(row, NOT_RAW);
        }

        ShadowRow read() {
            return row == null ? ShadowRow.read(raw.buffer(), Map.of()) : row;
        }

        /** The bytes decide, as in DynamoDB; nearly every comparison is settled without them. */
        boolean is(ShadowRow asRead) {
            ShadowRow mine = read();
            return mine.equals(asRead)
                    || (mine.sequence().equals(asRead.sequence())
                            && Objects.equals(mine.fingerprint(), asRead.fingerprint())
                            && mine.toBytes().equals(asRead.toBytes()));
        }
    }

    private final SortedMap<ItemKey, Long> marks = new TreeMap<>();

    /** When a row was marked, null if it was not since it was written last. */
    @Nullable
    Long mark(ItemKey key) {
        return marks.get(key);
    }

    boolean mark(ItemKey key, ShadowRow asRead, long millis) {
        boolean same = isAsRead(entries.get(key), asRead);
        if (same) {
            marks.put(key, millis);
        }
        return same;
    }

    boolean forget(ItemKey key, ShadowRow asRead, long marked) {
        boolean same = isAsRead(entries.get(key), asRead) && Objects.equals(marks.get(key), marked);
        if (same) {
            marks.remove(key);
            entries.remove(key);
        }
        return same;
    }

    void remove(ItemKey key) {
        marks.remove(key);
        entries.remove(key);
    }

    private static boolean isAsRead(@Nullable Entry entry, ShadowRow asRead) {
        return entry == null ? asRead.equals(ShadowRow.NONE) : !asRead.equals(ShadowRow.NONE) && entry.is(asRead);
    }

    Optional<ShadowRow> row(ItemKey key) {
        return Optional.ofNullable(entries.get(key)).map(Entry::read);
    }

    Set<ItemKey> keys() {
        return Collections.unmodifiableSet(entries.keySet());
    }

    void putRaw(ItemKey key, Value.B bytes) {
        entries.put(key, new Entry(null, bytes));
    }

    WriteResult<ShadowRow> write(ItemKey key, ShadowRow row, ShadowRow asRead) {
        Entry before = entries.get(key);
        if (!isAsRead(before, asRead)) {
            return WriteResult.refused(Optional.ofNullable(before).map(Entry::read));
        }
        if (isTooLarge(key, row)) {
            return WriteResult.tooLarge();
        }
        entries.put(key, Entry.of(row));
        if (Rule.UNMOVED_SINCE.holds()) {
            marks.remove(key);
        }
        return WriteResult.done();
    }

    private static boolean isTooLarge(ItemKey key, ShadowRow row) {
        if (isSurelySmall(row)) {
            return false;
        }
        Attributes lost = Attributes.of(LOST, new Value.M(row.lostValues()));
        int size = ItemSize.of(key.attributes()) + ItemSize.of(ROW, row.toBytes()) + ItemSize.of(lost);
        return size > ItemSize.LIMIT;
    }

    /** Spares nearly every row the encoding: one attribute cannot take more than its name and a sum for each region. */
    private static boolean isSurelySmall(ShadowRow row) {
        Version clock = row.clock();
        return row.lost().isEmpty()
                && row.unshown().isEmpty()
                && clock.multis().isEmpty()
                && clock.registers().size() + clock.counters().size() <= FEW
                && clock.vector().size() <= FEW
                && Stream.concat(clock.registers().keySet().stream(), clock.counters().keySet().stream())
                        .allMatch(name -> name.length() <= SHORT);
    }
}
