package dev.rejoin.version;

import dev.rejoin.item.Attributes;
import dev.rejoin.item.Value;
import dev.rejoin.rule.Rule;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * What the forwarder keeps of an item beside it: the clock of the local writes that it folded. Lives in the region's shadow
 * table under the item's key, out of any application's reach.
 *
 * @param clock what was folded, and tombstones of absent items; no values but those of siblings that the item does not show
 * @param sequence the last stream record that was folded
 * @param fingerprint of the registers after that record, as {@link Version#fingerprint}; null if the item was gone
 * @param lost registers, with values, that a delete took without knowing them; kept until the item has them again
 * @param buried the newest {@link ItemClock#birth births} that ended, oldest first: an item that comes with one of these was
 *     put back by an application
 * @param unshown counters that tombstones of peers brought beyond the clock's while nothing was there: whatever the records that are
 *     still to be folded show, they do not show these
 */
public record ShadowRow(
        Version clock,
        SequenceNumber sequence,
        @Nullable Long fingerprint,
        SortedMap<String, Cell> lost,
        List<Long> buried,
        SortedMap<String, Counter> unshown) {
    private static final int HAS_FINGERPRINT = 1;
    private static final int HAS_UNSHOWN = 2;

    /** No row. */
    public static final ShadowRow NONE =
            new ShadowRow(Version.EMPTY, SequenceNumber.NONE, null, Collections.emptySortedMap(), List.of());

    /** How many births a row remembers; an item that lived more lives has its oldest forgotten. */
    public static final int MOST_BURIED = 16;

    public ShadowRow {
        clock = clock.bare(Attributes.NONE);
        lost = named(clock, lost);
        buried = List.copyOf(buried.subList(Math.max(0, buried.size() - MOST_BURIED), buried.size()));
        unshown = beyond(clock, unshown);
    }

    /** A row of which everything is shown. */
    public ShadowRow(
            Version clock,
            SequenceNumber sequence,
            @Nullable Long fingerprint,
            SortedMap<String, Cell> lost,
            List<Long> buried) {
        this(clock, sequence, fingerprint, lost, buried, Collections.emptySortedMap());
    }

    /** The counters that bring something to those of the clock. */
    private static SortedMap<String, Counter> beyond(Version clock, SortedMap<String, Counter> counters) {
        if (counters.isEmpty()) {
            return counters;
        }
        SortedMap<String, Counter> beyond = new TreeMap<>(counters);
        beyond.entrySet().removeIf(entry -> {
            Counter mine = clock.counters().get(entry.getKey());
            return mine != null && mine.merge(entry.getValue()).sameAs(mine);
        });
        return Collections.unmodifiableSortedMap(beyond);
    }

    /**
     * This row once a peer's tombstone is in it.
     *
     * @param dead all that is known of the key with the tombstone
     */
    public ShadowRow withTombstone(Version dead) {
        boolean apart = Rule.UNSHOWN_KEPT.holds();
        Version folded = apart ? dead.withCounters(clock.counters()) : dead;
        SortedMap<String, Counter> beyond = apart ? dead.counters() : Collections.emptySortedMap();
        return new ShadowRow(folded, sequence, null, lost, buried, beyond);
    }

    /** All that is known of a key whose item is not there. */
    public Version known() {
        return unshown.isEmpty() ? clock : Merge.of(clock, unshownVersion());
    }

    /** Whether an item of this version shows what tombstones brought. */
    public boolean isShownBy(Version version) {
        return unshown.isEmpty() || unshownVersion().isWithin(version);
    }

    /** {@code unshown} as a version. */
    public Version unshownVersion() {
        return Version.EMPTY.withCounters(unshown);
    }

    /** The births that ended once this one has, too. */
    public List<Long> buriedWith(long birth) {
        if (birth == 0 || buried.contains(birth)) {
            return buried;
        }
        List<Long> more = new ArrayList<>(buried);
        more.add(birth);
        return more;
    }

    /** The kept values of writes that the clock still names. */
    private static SortedMap<String, Cell> named(Version clock, SortedMap<String, Cell> lost) {
        if (lost.isEmpty()) {
            return lost;
        }
        SortedMap<String, Cell> named = new TreeMap<>();
        lost.forEach((name, kept) -> {
            Cell cell = clock.registers().get(name);
            if (cell != null && cell.dot().equals(kept.dot()) && kept.value() != null) {
                named.put(name, kept);
            }
        });
        return Collections.unmodifiableSortedMap(named);
    }

    /** The canonical bytes of all but {@code lost}, whose dots are the clock's. */
    public Value.B toBytes() {
        ByteWriter out = new ByteWriter();
        out.raw(ClockCodec.format(clock))
                .raw((fingerprint == null ? 0 : HAS_FINGERPRINT) | (unshown.isEmpty() ? 0 : HAS_UNSHOWN));
        out.bytes(sequence.number().toByteArray());
        if (fingerprint != null) {
            out.fixed(fingerprint);
        }
        out.number(buried.size());
        buried.forEach(out::fixed);
        ClockCodec.write(out, clock);
        if (!unshown.isEmpty()) {
            ClockCodec.write(out, unshownVersion());
        }
        return new Value.B(out.toBytes());
    }

    /**
     * Reads a row.
     *
     * @param bytes what {@link #toBytes} gave
     * @param lost the kept values by attribute name
     * @throws FormatException if this release cannot read them
     */
    public static ShadowRow read(ByteBuffer bytes, Map<String, Value> lost) {
        ByteReader in = new ByteReader(bytes);
        int format = Format.read(in);
        int flags = in.below(HAS_FINGERPRINT + HAS_UNSHOWN + 1);
        byte[] sequence = in.bytes();
        if (sequence.length == 0 || sequence[0] < 0) {
            throw FormatException.malformed("no sequence number");
        }
        Long fingerprint = (flags & HAS_FINGERPRINT) != 0 ? (Long) in.fixed() : null;
        List<Long> buried = new ArrayList<>();
        for (int i = in.below(MOST_BURIED + 1); i > 0; i--) {
            buried.add(in.fixed());
        }
        Version clock = ClockCodec.read(in, format);
        SortedMap<String, Counter> unshown =
                (flags & HAS_UNSHOWN) == 0 ? Collections.emptySortedMap() : readUnshown(in, clock);
        in.end();
        SortedMap<String, Cell> kept = new TreeMap<>();
        lost.forEach((name, value) -> {
            Cell cell = clock.registers().get(name);
            if (cell == null || cell.isRemoved()) {
                throw FormatException.malformed("a kept value that the clock does not name");
            }
            kept.put(name, Cell.of(cell.dot(), value));
        });
        return new ShadowRow(clock, new SequenceNumber(new BigInteger(sequence)), fingerprint, kept, buried, unshown);
    }

    private static SortedMap<String, Counter> readUnshown(ByteReader in, Version clock) {
        Version read = ClockCodec.read(in, Format.FIRST);
        if (read.counters().isEmpty()
                || !read.equals(Version.EMPTY.withCounters(read.counters()))
                || beyond(clock, read.counters()).size() != read.counters().size()) {
            throw FormatException.malformed("counters of tombstones not in their shortest form");
        }
        return read.counters();
    }

    /** The kept values by attribute name. */
    public Map<String, Value> lostValues() {
        Map<String, Value> values = new TreeMap<>();
        lost.forEach((name, cell) -> {
            if (cell.value() != null) {
                values.put(name, cell.value());
            }
        });
        return values;
    }
}
