package dev.rejoin.replica;

import static dev.rejoin.replica.FakeRegion.KEY;
import static dev.rejoin.replica.FakeRegion.attributes;
import static dev.rejoin.replica.FakeRegion.home;
import static dev.rejoin.replica.FakeRegion.n;
import static dev.rejoin.replica.FakeRegion.s;
import static dev.rejoin.version.Versions.EU;
import static dev.rejoin.version.Versions.added;
import static dev.rejoin.version.Versions.ap;
import static dev.rejoin.version.Versions.deleted;
import static dev.rejoin.version.Versions.eu;
import static dev.rejoin.version.Versions.inserted;
import static dev.rejoin.version.Versions.none;
import static dev.rejoin.version.Versions.set;
import static dev.rejoin.version.Versions.us;
import static org.assertj.core.api.Assertions.assertThat;

import dev.rejoin.item.Attributes;
import dev.rejoin.replica.FakeStore.Answer;
import dev.rejoin.replica.ReplicationMetrics.Event;
import dev.rejoin.version.Cell;
import dev.rejoin.version.Merge;
import dev.rejoin.version.SequenceNumber;
import dev.rejoin.version.ShadowRow;
import dev.rejoin.version.Version;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

class SettleTest {
    private static final Version LIVE = added(set(inserted(none(), us(1)), us(1), "a", "x"), us(1), "n", 5);

    private final FakeRegion eu = new FakeRegion(EU);

    private CompletableFuture<Void> settle() {
        return new Settle(eu.replica()).settle(KEY);
    }

    private void row(Version clock, Long fingerprint, Map<String, Cell> lost) {
        eu.store.rows.put(KEY, new ShadowRow(clock, SequenceNumber.of(1), fingerprint, new TreeMap<>(lost), List.of()));
    }

    /** The item shows this, and the row's fingerprint is of it. */
    private void folded(Version clock, Attributes shown) {
        eu.store.put(KEY, shown, null);
        row(clock, clock.fingerprint(shown), Map.of());
    }

    @Test
    void nothingThereIsSettled() {
        assertThat(settle()).isCompleted();
        assertThat(eu.store.writes).isZero();
    }

    /** As the delete would not be taken for ours with an old one: see {@link Capture#OLD_MILLIS}. */
    @Test
    void anItemThatWasMarkedLongAgoIsMarkedAnew() {
        Version dead = deleted(LIVE, us(9));
        StoredItem live = new StoredItem(KEY, LIVE.content(), null);
        StoredItem marked =
                live.with(live.attributes(), eu.own().mark(live, dead, 9).clock());
        long made = eu.millis;
        for (long age : List.of(Capture.OLD_MILLIS / 2 - 1, Capture.OLD_MILLIS / 2)) {
            eu.millis = made + age;
            eu.store.put(KEY, marked.attributes(), marked.clock());
            int before = eu.store.writes;
            assertThat(new Kill(eu.replica(), eu.own()).kill(marked, dead)).isCompletedWithValue(true);
            assertThat(eu.store.items).isEmpty();
            assertThat(eu.store.writes - before).isEqualTo(age < Capture.OLD_MILLIS / 2 ? 1 : 2);
        }
    }

    /** An insert of ours was decided before the tombstone came, and landed after it; it is folded. */
    @Test
    void whatATombstoneCountedIsAddedToTheItem() {
        StoredItem inserted = eu.own().insert(KEY, LIVE).item();
        eu.store.put(KEY, inserted.attributes(), inserted.clock());
        Version known = Merge.of(LIVE, deleted(none(), ap(1)));
        ShadowRow row = new ShadowRow(
                known,
                SequenceNumber.of(1),
                known.fingerprint(inserted.attributes()),
                Collections.emptySortedMap(),
                List.of(),
                added(none(), ap(1), "n", 3).counters());
        eu.store.rows.put(KEY, row);

        assertThat(settle()).isCompleted();

        StoredItem item = eu.store.items.get(KEY);
        assertThat(item.attributes()).isEqualTo(attributes("a", s("x"), "n", n(8)));
        assertThat(row.isShownBy(KeyState.of(eu.home(), item, row).version())).isTrue();
        assertThat(eu.store.writes).isOne();
    }

    @Test
    void aLiveItemThatIsGoneComesBackWithWhatWasKept() {
        row(LIVE, null, Map.of("a", Cell.of(us(1), s("x"))));
        assertThat(settle()).isCompleted();
        assertThat(eu.shown()).isEqualTo(attributes("a", s("x"), "n", n(5)));
        assertThat(KeyState.clockOf(home(EU), eu.store.items.get(KEY)).version().sameAs(LIVE))
                .isTrue();
        assertThat(eu.metrics.events).containsEntry(Event.BROUGHT_BACK, 1L).containsEntry(Event.SETTLED, 1L);
    }

    @Test
    void whatARecordStillToComeWillSettleIsLeft() {
        row(LIVE, null, Map.of());
        settle().join();
        assertThat(eu.store.items).as("a value is not known").isEmpty();
        row(LIVE, 7L, Map.of("a", Cell.of(us(1), s("x"))));
        settle().join();
        assertThat(eu.store.items).as("the last record was no delete").isEmpty();
        row(deleted(LIVE, eu(9)), null, Map.of());
        settle().join();
        assertThat(eu.store.items).as("dead").isEmpty();
        folded(LIVE, attributes("a", s("x"), "n", n(5)));
        eu.store.put(KEY, attributes("a", s("unfolded"), "n", n(5)), null);
        settle().join();
        assertThat(eu.shown().get("a")).isEqualTo(s("unfolded"));
        assertThat(eu.store.writes).isZero();
    }

    @Test
    void aDeadItemGoesUnlessACounterMoved() {
        Version dead = deleted(LIVE, us(9));
        folded(dead, attributes("n", n(6)));
        settle().join();
        assertThat(eu.shown()).isNotNull();
        folded(dead, attributes("n", n(5)));
        settle().join();
        assertThat(eu.shown()).isNull();
        assertThat(eu.metrics.events).containsEntry(Event.SETTLED, 1L);
    }

    @Test
    void attributesOfAnEarlierLifeGoInSlices() {
        eu.sliceSize = 2;
        folded(LIVE, attributes("a", s("x"), "n", n(5), "p", s("1"), "q", s("2"), "r", s("3")));
        eu.folded = 1;
        settle().join();
        assertThat(eu.shown()).isEqualTo(attributes("a", s("x"), "n", n(5), "r", s("3")));
        // The record of each slice asks for the next one.
        assertThat(eu.forward().failures()).isEmpty();
        assertThat(eu.shown()).isEqualTo(attributes("a", s("x"), "n", n(5)));
        assertThat(eu.forward().failures()).isEmpty();
        assertThat(eu.store.stream).hasSize(3);
        assertThat(eu.version().sameAs(LIVE)).isTrue();
        assertThat(eu.hints.owed).isEmpty();
    }

    @Test
    void whatACounterShowsIsLeftToItsRecords() {
        folded(LIVE, attributes("a", s("x"), "n", n(4)));
        settle().join();
        assertThat(eu.store.writes).isZero();
    }

    @Test
    void aLostRaceIsTriedAgainAndAnItemThatNeverStandsStillFails() {
        folded(LIVE, attributes("a", s("x"), "n", n(5), "p", s("1")));
        eu.store.answers.addAll(Collections.nCopies(9, Answer.REFUSED));
        assertThat(settle()).isCompleted();
        assertThat(eu.shown().has("p")).isFalse();
        assertThat(eu.metrics.events).containsEntry(Event.LOST_RACE, 9L);

        folded(LIVE, attributes("a", s("x"), "n", n(5), "p", s("1")));
        eu.store.answers.addAll(Collections.nCopies(10, Answer.REFUSED));
        assertThat(settle()).isCompletedExceptionally();
    }

    @Test
    void anItemThatWouldBeTooLargeFailsTheRecord() {
        row(LIVE, null, Map.of("a", Cell.of(us(1), s("x"))));
        eu.store.answers.add(Answer.TOO_LARGE);
        assertThat(settle())
                .failsWithin(Duration.ofSeconds(1))
                .withThrowableThat()
                .withMessageContaining("400 KB");
    }
}
