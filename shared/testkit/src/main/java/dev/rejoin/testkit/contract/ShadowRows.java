package dev.rejoin.testkit.contract;

import dev.rejoin.clock.Actor;
import dev.rejoin.clock.Dot;
import dev.rejoin.item.Value;
import dev.rejoin.version.Cell;
import dev.rejoin.version.Counter;
import dev.rejoin.version.SequenceNumber;
import dev.rejoin.version.ShadowRow;
import dev.rejoin.version.Version;
import dev.rejoin.version.VersionBuilder;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/** Shadow rows for tests. */
final class ShadowRows {
    private static final Dot DOT = new Dot(1L << 40, new Actor("eu-west-1"));

    private static final SortedMap<String, Counter> COUNTERS =
            new TreeMap<>(Map.of("n", Counter.of(null, DOT.actor(), new Counter.Sum(DOT.time(), BigDecimal.ONE))));

    private ShadowRows() {}

    /** A row that no other number above 0 gives. */
    static ShadowRow row(long number) {
        Dot dot = new Dot(number, DOT.actor());
        Version clock =
                new VersionBuilder(Version.EMPTY).seen(dot).existence(dot).build();
        return new ShadowRow(clock, SequenceNumber.of(number), number, new TreeMap<>(), List.of(number));
    }

    /** Rows that differ from this one in one thing each, as far as their bytes show. */
    static List<ShadowRow> others(ShadowRow row) {
        Version otherClock = row(1_000).clock();
        SequenceNumber next = new SequenceNumber(row.sequence().number().add(BigInteger.ONE));
        return List.of(
                new ShadowRow(otherClock, row.sequence(), row.fingerprint(), row.lost(), row.buried()),
                new ShadowRow(row.clock(), next, row.fingerprint(), row.lost(), row.buried()),
                new ShadowRow(row.clock(), row.sequence(), 1_000L, row.lost(), row.buried()),
                new ShadowRow(row.clock(), row.sequence(), null, row.lost(), row.buried()),
                new ShadowRow(row.clock(), row.sequence(), row.fingerprint(), row.lost(), List.of()),
                row.withTombstone(row.clock().withCounters(COUNTERS)));
    }

    /** The row with another sequence number. */
    static ShadowRow at(ShadowRow row, String sequence) {
        return new ShadowRow(row.clock(), SequenceNumber.of(sequence), row.fingerprint(), row.lost(), row.buried());
    }

    /** The row without the values that it kept. */
    static ShadowRow forgetting(ShadowRow row) {
        return new ShadowRow(row.clock(), row.sequence(), row.fingerprint(), new TreeMap<>(), row.buried());
    }

    /** A row that keeps these values. */
    static ShadowRow keeping(Map<String, Value> lost) {
        VersionBuilder clock = new VersionBuilder(Version.EMPTY).seen(DOT);
        SortedMap<String, Cell> kept = new TreeMap<>();
        lost.forEach((name, value) -> {
            clock.register(name, Cell.of(DOT, value));
            kept.put(name, Cell.of(DOT, value));
        });
        return new ShadowRow(clock.build(), SequenceNumber.of(1), null, kept, List.of());
    }
}
