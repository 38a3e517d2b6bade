package dev.rejoin.replica;

import static dev.rejoin.replica.FakeRegion.KEY;
import static dev.rejoin.replica.FakeRegion.OTHER;
import static dev.rejoin.replica.FakeRegion.attributes;
import static dev.rejoin.replica.FakeRegion.home;
import static dev.rejoin.replica.FakeRegion.n;
import static dev.rejoin.replica.FakeRegion.s;
import static dev.rejoin.version.Versions.EU;
import static dev.rejoin.version.Versions.US;
import static dev.rejoin.version.Versions.added;
import static dev.rejoin.version.Versions.deleted;
import static dev.rejoin.version.Versions.eu;
import static dev.rejoin.version.Versions.inserted;
import static dev.rejoin.version.Versions.none;
import static dev.rejoin.version.Versions.set;
import static dev.rejoin.version.Versions.us;
import static org.assertj.core.api.Assertions.assertThat;

import dev.rejoin.clock.Actor;
import dev.rejoin.clock.Dot;
import dev.rejoin.item.ItemKey;
import dev.rejoin.item.Value;
import dev.rejoin.replica.FakeStore.Answer;
import dev.rejoin.replica.Outcome.Kind;
import dev.rejoin.replica.Outcome.Reason;
import dev.rejoin.replica.ReplicationMetrics.Event;
import dev.rejoin.version.Pruning;
import dev.rejoin.version.ShadowRow;
import dev.rejoin.version.Version;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletionException;
import org.assertj.core.api.Assertions;
import org.junit.jupiter.api.Test;

class ApplierTest {
    private static final Version SENT = added(set(inserted(none(), us(1)), us(1), "a", "x"), us(1), "n", 5);

    private final FakeRegion eu = new FakeRegion(EU);

    private List<Outcome> apply(Shipment... shipments) {
        return new Applier(eu.replica()).apply(List.of(shipments)).join();
    }

    private static Kind kind(Outcome outcome) {
        return outcome.kind();
    }

    @Test
    void aVersionIsAppliedOnce() {
        assertThat(kind(eu.apply(SENT))).isEqualTo(Kind.APPLIED);
        assertThat(eu.shown()).isEqualTo(attributes("a", s("x"), "n", n(5)));
        assertThat(kind(eu.apply(SENT))).isEqualTo(Kind.STALE);
        assertThat(eu.store.writes).isEqualTo(1);
        assertThat(eu.metrics.outcomes).extracting(Outcome::kind).containsExactly(Kind.APPLIED, Kind.STALE);
        assertThat(eu.metrics.lags).isEqualTo(Map.of(US, 9_999L));
    }

    @Test
    void aPruningIsNoWriteThatCameLate() {
        Version removed = set(SENT, us(2), "gone", null);
        eu.apply(removed);
        eu.metrics.lags.clear();
        assertThat(kind(eu.apply(Pruning.of(removed, us(2), US)))).isEqualTo(Kind.APPLIED);
        assertThat(eu.version().registers()).doesNotContainKey("gone");
        assertThat(eu.metrics.lags).isEmpty();
    }

    @Test
    void aBatchHasOneOutcomeForEachShipmentInTheirOrder() {
        Version stranger = set(SENT, new Dot(us(9).time(), new Actor("sa-east-1")), "a", "?");
        List<Outcome> outcomes = apply(
                new Shipment(KEY, stranger),
                new Shipment(OTHER, SENT),
                new Shipment(KEY, SENT),
                new Shipment(KEY, added(SENT, us(2), "n", 1)),
                new Shipment(OTHER, SENT));
        assertThat(outcomes)
                .containsExactly(
                        Outcome.refused(Reason.UNKNOWN_ACTOR),
                        Outcome.of(Kind.APPLIED, 0),
                        Outcome.of(Kind.APPLIED, 0),
                        Outcome.of(Kind.APPLIED, 0),
                        Outcome.of(Kind.STALE, 0));
        assertThat(eu.shown()).isEqualTo(attributes("a", s("x"), "n", n(6)));
        assertThat(apply()).isEmpty();
    }

    @Test
    void anUnreadableRowIsItsKeysTroubleOnly() {
        eu.store.unreadable.add(KEY);
        ItemKey third = ItemKey.of("pk", "three");
        List<Outcome> outcomes = apply(new Shipment(OTHER, SENT), new Shipment(KEY, SENT), new Shipment(third, SENT));
        assertThat(outcomes)
                .containsExactly(
                        Outcome.of(Kind.APPLIED, 0),
                        Outcome.refused(Reason.UNKNOWN_FORMAT),
                        Outcome.of(Kind.APPLIED, 0));
        assertThat(eu.store.items).containsOnlyKeys(OTHER, third);
    }

    @Test
    void anItemWithANewerClockIsLeftAlone() {
        Value newer = new Value.B(new byte[] {99, 1});
        eu.store.put(KEY, attributes("a", s("y")), newer);
        List<Outcome> outcomes = apply(new Shipment(KEY, SENT), new Shipment(OTHER, SENT), new Shipment(KEY, SENT));
        assertThat(outcomes)
                .extracting(Outcome::reason)
                .containsExactly(Reason.UNKNOWN_FORMAT, Reason.NONE, Reason.UNKNOWN_FORMAT);
        assertThat(eu.shown()).isEqualTo(attributes("a", s("y")));
    }

    @Test
    void aStoreThatCannotBeReadFailsAll() {
        eu.store.readsFail = true;
        Assertions.assertThatExceptionOfType(CompletionException.class)
                .isThrownBy(() -> apply(new Shipment(KEY, SENT)));
    }

    @Test
    void aWriteThatFailsIsItsShipmentsOutcome() {
        eu.store.answers.add(Answer.FAILED);
        assertThat(apply(new Shipment(KEY, SENT), new Shipment(OTHER, SENT)))
                .containsExactly(Outcome.FAILED, Outcome.of(Kind.APPLIED, 0));
    }

    @Test
    void anAnswerThatWasLostIsLookedUp() {
        eu.store.answers.add(Answer.UNHEARD);
        assertThat(kind(eu.apply(SENT))).isEqualTo(Kind.STALE);
        assertThat(eu.store.items).hasSize(1);
        // Counters are not added twice.
        eu.store.answers.add(Answer.UNHEARD);
        assertThat(kind(eu.apply(added(SENT, us(2), "n", 1)))).isEqualTo(Kind.STALE);
        assertThat(eu.shown().get("n")).isEqualTo(n(6));
        eu.store.answers.add(Answer.LOST);
        assertThat(kind(eu.apply(added(SENT, us(3), "n", 2)))).isEqualTo(Kind.APPLIED);
        assertThat(eu.shown().get("n")).isEqualTo(n(7));
    }

    @Test
    void aLostRaceIsDecidedAnewFromWhatIsThere() {
        eu.apply(SENT);
        eu.store.before.add(() -> eu.apply(set(SENT, us(3), "b", "raced")));
        int reads = eu.store.reads;
        assertThat(kind(eu.apply(set(SENT, us(2), "a", "y")))).isEqualTo(Kind.MERGED);
        assertThat(eu.shown()).isEqualTo(attributes("a", s("y"), "b", s("raced"), "n", n(5)));
        // Ours: item and row, then the row alone; the other's: item and row.
        assertThat(eu.store.reads - reads).isEqualTo(5);
        assertThat(eu.metrics.events).containsEntry(Event.LOST_RACE, 1L);
    }

    @Test
    void anItemThatNeverStandsStillIsTriedSoManyTimes() {
        for (Answer answer : List.of(Answer.LOST, Answer.REFUSED)) {
            for (Version version : List.of(SENT, deleted(none(), us(5)))) {
                FakeRegion region = new FakeRegion(EU);
                region.attempts = 3;
                region.store.answers.addAll(Collections.nCopies(3, answer));
                assertThat(region.apply(version)).isEqualTo(Outcome.WAIT);
                assertThat(region.store.writes).isEqualTo(3);
                assertThat(region.metrics.events).containsEntry(Event.DIRTY, 1L);
                region.store.answers.addAll(Collections.nCopies(2, answer));
                assertThat(kind(region.apply(version))).isEqualTo(Kind.APPLIED);
            }
        }
    }

    @Test
    void anItemThatTheStoreCallsTooLargeIsRefused() {
        eu.store.answers.add(Answer.TOO_LARGE);
        assertThat(eu.apply(SENT)).isEqualTo(Outcome.refused(Reason.ITEM_TOO_LARGE));
        assertThat(eu.store.items).isEmpty();
    }

    @Test
    void aDeleteMarksThenTakesTheItem() {
        eu.apply(SENT);
        eu.forward();
        assertThat(kind(eu.apply(deleted(SENT, us(9))))).isEqualTo(Kind.APPLIED);
        assertThat(eu.store.items).isEmpty();
        assertThat(eu.store.stream).hasSize(3);
        StreamRecord mark = eu.store.stream.get(1);
        assertThat(mark.after().attributes()).isEqualTo(mark.before().attributes());
        assertThat(KeyState.clockOf(home(EU), mark.after()).version().isLive()).isFalse();
        assertThat(eu.store.stream.get(2).after()).isNull();
        assertThat(eu.metrics.events).containsEntry(Event.DELETED, 1L);
        assertThat(eu.forward().failures()).isEmpty();
        assertThat(eu.store.rows.get(KEY).clock().isLive()).isFalse();
        assertThat(kind(eu.apply(SENT))).isEqualTo(Kind.STALE);
    }

    @Test
    void aDeleteThatStoppedHalfWayIsFinished() {
        eu.apply(SENT);
        eu.store.answers.addAll(List.of(Answer.NORMAL, Answer.FAILED));
        assertThat(eu.apply(deleted(SENT, us(9)))).isEqualTo(Outcome.FAILED);
        assertThat(eu.store.items).hasSize(1);
        // The forwarder meets the mark.
        assertThat(eu.forward().failures()).isEmpty();
        assertThat(eu.store.items).isEmpty();
        assertThat(eu.forward().failures()).isEmpty();
        assertThat(eu.store.rows.get(KEY).clock().deleted()).isEqualTo(us(9));
    }

    @Test
    void aDeleteIsNotDoneToAnItemThatMoved() {
        eu.apply(SENT);
        eu.forward();
        eu.store.before.add(() -> eu.store.update(KEY, shown -> shown.with("a", s("moved"))));
        assertThat(eu.apply(deleted(SENT, us(9)))).isEqualTo(Outcome.WAIT);
        assertThat(eu.shown().get("a")).isEqualTo(s("moved"));
        // Between mark and delete, too.
        FakeRegion other = new FakeRegion(EU);
        other.apply(SENT);
        other.forward();
        other.store.before.add(() -> {});
        other.store.before.add(() -> other.store.update(KEY, shown -> shown.with("a", s("moved"))));
        // The mark is there, so the delete is known; the write that came after it keeps the item.
        assertThat(other.apply(deleted(SENT, us(9))).kind()).isEqualTo(Kind.STALE);
        assertThat(other.forward().failures()).isEmpty();
        assertThat(other.shown()).isEqualTo(attributes("a", s("moved"), "n", n(5)));
        assertThat(other.version().deleted()).isEqualTo(us(9));
        assertThat(other.version().isLive()).isTrue();
    }

    @Test
    void aDeleteThatSomebodyElseFinishedIsDone() {
        eu.apply(SENT);
        eu.forward();
        eu.store.before.add(() -> {});
        eu.store.before.add(() -> eu.store.delete(KEY));
        assertThat(kind(eu.apply(deleted(SENT, us(9))))).isEqualTo(Kind.APPLIED);
    }

    @Test
    void aDeleteBringsCountersToTheirTotalsFirst() {
        eu.apply(SENT);
        eu.forward();
        assertThat(kind(eu.apply(deleted(added(SENT, us(8), "n", 4), us(9))))).isEqualTo(Kind.APPLIED);
        assertThat(eu.store.stream.get(1).after().attributes().get("n")).isEqualTo(n(9));
        assertThat(eu.forward().failures()).isEmpty();
        assertThat(eu.store.rows.get(KEY).clock().total("n")).isEqualByComparingTo("9");
        assertThat(eu.hints.owed).isEmpty();
    }

    @Test
    void aTombstoneIsWrittenOnlyWhileTheItemIsAbsent() {
        eu.store.before.add(() -> eu.store.put(KEY, attributes("a", s("born")), null));
        assertThat(eu.apply(deleted(none(), us(9)))).isEqualTo(Outcome.WAIT);
        assertThat(eu.store.rows).isEmpty();
        eu.forward();
        assertThat(eu.shown()).isEqualTo(attributes("a", s("born")));
    }

    @Test
    void aWideVersionArrivesWhole() {
        eu.sliceSize = 3;
        eu.apply(SENT);
        Version wide = SENT;
        for (int i = 0; i < 10; i++) {
            wide = set(wide, us(9), "w" + i, "v" + i);
        }
        assertThat(kind(eu.apply(wide))).isEqualTo(Kind.APPLIED);
        assertThat(eu.shown()).isEqualTo(wide.content());
        assertThat(eu.metrics.events).containsEntry(Event.SLICED, 3L);
        assertThat(eu.forward().failures()).isEmpty();
        assertThat(eu.hints.owed).isEmpty();
        assertThat(eu.version().sameAs(wide)).isTrue();
    }

    @Test
    void whatMetIsJournalledBeforeItIsOverwritten() {
        eu.store.put(KEY, attributes("a", s("eu")), null);
        eu.forward();
        eu.journalFails = true;
        Version sent = set(none(), us(20_000), "a", "us");
        assertThat(eu.apply(sent)).isEqualTo(Outcome.FAILED);
        assertThat(eu.shown()).isEqualTo(attributes("a", s("eu")));
        eu.journalFails = false;
        assertThat(eu.apply(sent)).isEqualTo(Outcome.of(Kind.MERGED, 1));
        assertThat(eu.journal)
                .singleElement()
                .matches(conflict -> conflict.loser().value().equals(s("eu"))
                        && conflict.winner().equals(us(20_000)));
        assertThat(eu.metrics.conflicts).isEqualTo(eu.journal);
    }

    @Test
    void refusalsAreNamedAndChangeNothing() {
        eu.apply(SENT);
        assertThat(eu.apply(set(SENT, us(80_000), "a", "y")).reason()).isEqualTo(Reason.CLOCK_AHEAD);
        assertThat(eu.apply(SENT.bare()).reason()).isEqualTo(Reason.MALFORMED);
        assertThat(eu.apply(set(SENT, eu(2), "a", "y")).reason()).isEqualTo(Reason.NEVER_ISSUED);
        assertThat(eu.shown().get("a")).isEqualTo(s("x"));
        assertThat(eu.store.rows).isEmpty();
        assertThat(eu.store.writes).isEqualTo(1);
        assertThat(eu.store.rows.getOrDefault(KEY, ShadowRow.NONE)).isSameAs(ShadowRow.NONE);
    }
}
