package dev.rejoin.version;

import static dev.rejoin.version.Versions.added;
import static dev.rejoin.version.Versions.deleted;
import static dev.rejoin.version.Versions.eu;
import static dev.rejoin.version.Versions.none;
import static dev.rejoin.version.Versions.us;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.rejoin.item.Value;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class ShadowRowTest {
    private static final Version EVERYTHING = ItemClockTest.EVERYTHING;
    private static final SequenceNumber SEQUENCE = SequenceNumber.of("400000000000000000000000000000000000001");
    private static final Value.S KEPT = new Value.S("kept");

    private static ShadowRow row(Long fingerprint) {
        SortedMap<String, Cell> lost = new TreeMap<>();
        lost.put("status", Cell.of(EVERYTHING.registers().get("status").dot(), KEPT));
        return new ShadowRow(EVERYTHING, SEQUENCE, fingerprint, lost, List.of(1L, -1L));
    }

    private static ShadowRow read(ShadowRow row) {
        return ShadowRow.read(row.toBytes().buffer(), row.lostValues());
    }

    @Test
    void aRowIsReadAsItWasWritten() {
        for (Long fingerprint : new Long[] {-3L, 0L, null}) {
            ShadowRow row = row(fingerprint);
            ShadowRow read = read(row);
            assertThat(read.clock().sameAs(EVERYTHING)).isTrue();
            assertThat(read.clock().vector()).isEqualTo(EVERYTHING.vector());
            assertThat(read.clock().registers()).isEqualTo(EVERYTHING.bare().registers());
            assertThat(read.sequence()).isEqualTo(SEQUENCE);
            assertThat(read.fingerprint()).isEqualTo(fingerprint);
            assertThat(read.lost()).isEqualTo(row.lost());
            assertThat(read.buried()).containsExactly(1L, -1L);
            assertThat(read.toBytes()).isEqualTo(row.toBytes());
        }
        assertThat(read(ShadowRow.NONE)).isEqualTo(ShadowRow.NONE);
    }

    @Test
    void ofWhatWasLostOnlyTheValuesThatTheClockStillNamesAreKept() {
        Cell status = Cell.of(EVERYTHING.registers().get("status").dot(), KEPT);
        SortedMap<String, Cell> lost = new TreeMap<>(Map.of(
                "status", status,
                "größe", Cell.of(us(1), KEPT),
                "gone", Cell.of(EVERYTHING.registers().get("gone").dot(), null),
                "none", Cell.of(eu(1), KEPT)));
        ShadowRow row = new ShadowRow(EVERYTHING, SEQUENCE, null, lost, List.of());
        assertThat(row.lost()).isEqualTo(Map.of("status", status));
        assertThat(row.lostValues()).isEqualTo(Map.of("status", KEPT));
        assertThatExceptionOfType(UnsupportedOperationException.class)
                .isThrownBy(() -> row.lost().clear());
    }

    @Test
    void aRowHoldsNoValuesInItsClock() {
        assertThat(row(1L).clock().registers().values()).noneMatch(cell -> cell.value() != null);
    }

    @Test
    void aKeptValueThatTheClockDoesNotNameIsDamage() {
        Value.B bytes = row(1L).toBytes();
        for (String name : List.of("none", "gone", "stock")) {
            assertThatExceptionOfType(FormatException.class)
                    .as(name)
                    .isThrownBy(() -> ShadowRow.read(bytes.buffer(), Map.of(name, KEPT)))
                    .matches(error -> error.kind() == FormatException.Kind.MALFORMED);
        }
    }

    /** A peer's tombstone that knows what the row does, and additions to a counter of its own and to one of the row's. */
    private static Version tombstone() {
        Version more =
                added(added(EVERYTHING, us(1_700_000_000_300L), "stock", -4), us(1_700_000_000_310L), "views", 2);
        return deleted(more, us(1_700_000_000_320L));
    }

    @Test
    void whatATombstoneCountsIsKeptApart() {
        Version dead = tombstone();
        ShadowRow row = row(1L).withTombstone(dead);

        assertThat(row.fingerprint()).isNull();
        assertThat(row.clock().sameAs(dead.withCounters(EVERYTHING.counters()))).isTrue();
        assertThat(row.unshown().keySet()).containsExactly("stock", "views");
        assertThat(row.known().sameAs(dead)).isTrue();
        assertThat(row.isShownBy(EVERYTHING)).isFalse();
        assertThat(row.isShownBy(dead)).isTrue();
        assertThat(row(1L).isShownBy(none())).isTrue();
    }

    @Test
    void whatTheClockCountsTooIsNotKeptApart() {
        ShadowRow row = new ShadowRow(
                tombstone(),
                SEQUENCE,
                null,
                Collections.emptySortedMap(),
                List.of(),
                tombstone().counters());

        assertThat(row.unshown()).isEmpty();
    }

    @Test
    void whatIsKeptApartIsReadAsItWasWritten() {
        ShadowRow row = row(1L).withTombstone(tombstone());
        ShadowRow read = read(row);

        assertThat(read.unshownVersion().sameAs(row.unshownVersion())).isTrue();
        assertThat(read.known().sameAs(tombstone())).isTrue();
        assertThat(read.toBytes()).isEqualTo(row.toBytes());
    }

    @Test
    void theNewestBirthsAreRemembered() {
        List<Long> births = LongStream.rangeClosed(1, 16).boxed().toList();
        ShadowRow full = new ShadowRow(EVERYTHING, SEQUENCE, null, Collections.emptySortedMap(), births);
        assertThat(full.buried()).isEqualTo(births);
        assertThat(full.buriedWith(0)).isEqualTo(births);
        assertThat(full.buriedWith(3)).isEqualTo(births);
        ShadowRow more = new ShadowRow(EVERYTHING, SEQUENCE, null, Collections.emptySortedMap(), full.buriedWith(17));
        assertThat(more.buried()).hasSize(ShadowRow.MOST_BURIED).startsWith(2L).endsWith(17L);
        assertThat(read(more).buried()).isEqualTo(more.buried());
    }
}
