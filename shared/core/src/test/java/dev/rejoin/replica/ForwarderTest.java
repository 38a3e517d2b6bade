package dev.rejoin.replica;

import static dev.rejoin.replica.FakeRegion.KEY;
import static dev.rejoin.replica.FakeRegion.OTHER;
import static dev.rejoin.replica.FakeRegion.attributes;
import static dev.rejoin.replica.FakeRegion.n;
import static dev.rejoin.replica.FakeRegion.s;
import static dev.rejoin.version.Versions.AP;
import static dev.rejoin.version.Versions.EU;
import static dev.rejoin.version.Versions.US;
import static dev.rejoin.version.Versions.deleted;
import static dev.rejoin.version.Versions.eu;
import static dev.rejoin.version.Versions.inserted;
import static dev.rejoin.version.Versions.none;
import static dev.rejoin.version.Versions.set;
import static dev.rejoin.version.Versions.us;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.rejoin.clock.Actor;
import dev.rejoin.clock.Dot;
import dev.rejoin.item.Value;
import dev.rejoin.replica.FakeStore.Answer;
import dev.rejoin.replica.ReplicationMetrics.Event;
import dev.rejoin.version.SequenceNumber;
import dev.rejoin.version.ShadowRow;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

class ForwarderTest {
    private final FakeRegion eu = new FakeRegion(EU);
    private final FakeRegion us = new FakeRegion(US);
    private final FakeRegion ap = new FakeRegion(AP);

    /** What each peer was sent. */
    private final Map<Actor, List<Shipment>> sent = new HashMap<>();

    /** A link that takes everything. */
    private PeerLink taking(Actor peer) {
        return shipments -> {
            sent.computeIfAbsent(peer, any -> new ArrayList<>()).addAll(shipments);
            return CompletableFuture.completedFuture(
                    Collections.nCopies(shipments.size(), Outcome.of(Outcome.Kind.APPLIED, 0)));
        };
    }

    private BatchResult forward() {
        return eu.forward(Map.of(US, taking(US), AP, taking(AP)));
    }

    private static List<Long> sequences(BatchResult result) {
        return result.failures().stream()
                .map(failure -> failure.sequence().number().longValue())
                .toList();
    }

    @Test
    void plainWritesReachEveryRegionAndEchoNowhere() {
        eu.store.put(KEY, attributes("a", s("x"), "n", n(5)), null);
        assertThat(eu.forward(us, ap).failures()).isEmpty();
        assertThat(us.shown()).isEqualTo(attributes("a", s("x"), "n", n(5)));
        assertThat(ap.shown()).isEqualTo(us.shown());
        // What the peers wrote comes by in their streams, and goes no further.
        us.forward(Map.of(EU, taking(EU), AP, taking(AP)));
        assertThat(sent).isEmpty();
        assertThat(us.metrics.events).containsEntry(Event.OWN_WRITE, 1L);

        us.millis += 5_000;
        us.store.update(KEY, shown -> shown.with("a", s("y")).with("n", n(3)));
        us.forward(eu, ap);
        eu.forward(Map.of(US, taking(US), AP, taking(AP)));
        assertThat(eu.shown()).isEqualTo(attributes("a", s("y"), "n", n(3)));
        assertThat(ap.shown()).isEqualTo(eu.shown());
        assertThat(sent).isEmpty();

        ap.millis += 9_000;
        ap.forward(eu, us);
        ap.store.delete(KEY);
        ap.forward(eu, us);
        assertThat(eu.shown()).isNull();
        assertThat(us.shown()).isNull();
        assertThat(eu.forward(us, ap).failures()).isEmpty();
        assertThat(eu.store.rows.get(KEY).clock().isLive()).isFalse();
        assertThat(eu.metrics.events).containsEntry(Event.DELETED, 1L);
        assertThat(eu.hints.owed).isEmpty();
    }

    @Test
    void severalChangesOfAKeyTravelAsOneVersion() {
        eu.store.put(KEY, attributes("a", s("1")), null);
        eu.store.update(KEY, shown -> shown.with("a", s("2")));
        eu.store.put(OTHER, attributes("a", s("other")), null);
        eu.store.update(KEY, shown -> shown.with("b", s("3")));
        assertThat(forward().failures()).isEmpty();
        assertThat(sent.get(US)).extracting(Shipment::key).containsExactly(KEY, OTHER);
        assertThat(sent.get(US).get(0).version().content()).isEqualTo(attributes("a", s("2"), "b", s("3")));
        assertThat(sent.get(AP)).isEqualTo(sent.get(US));
        // An insert's row is predicted to be absent, and the row just written is remembered: nothing was read.
        assertThat(eu.store.reads).isZero();
        assertThat(eu.store.writes).isEqualTo(4);
    }

    @Test
    void onePeersFailureDoesNotTouchAnother() {
        eu.store.put(KEY, attributes("a", s("1")), null);
        eu.store.put(OTHER, attributes("a", s("1")), null);
        PeerLink broken = shipments -> CompletableFuture.failedFuture(new Exception("down"));
        assertThat(eu.forward(Map.of(US, broken, AP, taking(AP))).failures()).isEmpty();
        assertThat(sent.get(AP)).hasSize(2);
        assertThat(eu.hints.owed).isEqualTo(Map.of(US, Set.of(KEY, OTHER)));
        assertThat(eu.metrics.events).containsEntry(Event.HINT, 2L);
    }

    @Test
    void whateverALinkDoesTheKeyIsOwed() {
        List<PeerLink> bad = List.of(
                shipments -> {
                    throw new IllegalStateException("at once");
                },
                shipments -> CompletableFuture.failedFuture(new IllegalStateException("later")),
                shipments -> CompletableFuture.completedFuture(List.of()),
                shipments -> CompletableFuture.completedFuture(List.of(Outcome.WAIT)),
                shipments -> CompletableFuture.completedFuture(List.of(Outcome.refused(Outcome.Reason.CLOCK_AHEAD))));
        for (PeerLink link : bad) {
            eu.hints.owed.clear();
            eu.store.update(KEY, shown -> shown.with("a", n(eu.store.stream.size())));
            assertThat(eu.forward(Map.of(US, link, AP, taking(AP))).failures()).isEmpty();
            assertThat(eu.hints.owed).isEqualTo(Map.of(US, Set.of(KEY)));
        }
    }

    @Test
    void whatCanNeitherBeSentNorOwedComesAgain() {
        eu.store.put(KEY, attributes("a", s("1")), null);
        eu.store.put(OTHER, attributes("a", s("1")), null);
        eu.store.update(KEY, shown -> shown.with("a", s("2")));
        PeerLink takesOther = shipments ->
                CompletableFuture.completedFuture(List.of(Outcome.WAIT, Outcome.of(Outcome.Kind.APPLIED, 0)));
        eu.hints.failing.add(US);
        BatchResult result = eu.forward(Map.of(US, takesOther, AP, taking(AP)));
        assertThat(sequences(result)).containsExactlyInAnyOrder(1L, 3L);
        assertThat(result.failures())
                .allMatch(failure -> failure.key().equals(KEY)
                        && failure.reason().equals("could not owe it to us-east-1: IllegalStateException: no queue"));
        // The same records again: folded already, so every peer is owed what they may have missed.
        eu.hints.failing.clear();
        sent.clear();
        assertThat(forward().failures()).isEmpty();
        assertThat(sent).isEmpty();
        assertThat(eu.hints.owed).isEqualTo(Map.of(US, Set.of(KEY, OTHER), AP, Set.of(KEY, OTHER)));
        assertThat(eu.metrics.events).containsEntry(Event.REPEATED, 3L);
    }

    @Test
    void aPoisonRecordFailsAloneWithThoseBehindItOfItsKey() {
        eu.store.put(KEY, attributes("a", s("1")), null);
        byte[] newer = {99, 0};
        eu.store.put(KEY, attributes("a", s("2")), new Value.B(newer));
        eu.store.update(KEY, shown -> shown.with("a", s("3")));
        eu.store.put(OTHER, attributes("a", s("1")), null);
        BatchResult result = forward();
        assertThat(sequences(result)).containsExactly(2L, 3L);
        assertThat(result.failures().get(0).reason()).startsWith("FormatException: format 99 is newer");
        // What came before it is not held back.
        assertThat(sent.get(US)).extracting(Shipment::key).containsExactly(KEY, OTHER);
        assertThat(sent.get(US).get(0).version().content()).isEqualTo(attributes("a", s("1")));
    }

    @Test
    void aRowThatANewerReleaseWroteFailsItsRecordsOnly() {
        eu.store.put(KEY, attributes("a", s("1")), null);
        eu.store.put(OTHER, attributes("a", s("1")), null);
        forward();
        eu.store.unreadable.add(KEY);
        eu.store.update(KEY, shown -> shown.with("a", s("2")));
        eu.store.update(OTHER, shown -> shown.with("a", s("2")));
        assertThat(sequences(forward())).containsExactly(3L);
        assertThat(eu.store.rows.get(OTHER).sequence()).isEqualTo(SequenceNumber.of(4));
    }

    @Test
    void aStoreThatFailsFailsTheRecordsFromThereOn() {
        eu.store.put(KEY, attributes("a", s("1")), null);
        eu.store.update(KEY, shown -> shown.with("a", s("2")));
        eu.store.answers.addAll(List.of(Answer.NORMAL, Answer.FAILED));
        BatchResult result = forward();
        assertThat(sequences(result)).containsExactly(2L);
        assertThat(result.failures().get(0).reason()).isEqualTo("IllegalStateException: no writes");
        assertThat(forward().failures()).isEmpty();
        assertThat(eu.store.rows.get(KEY).sequence()).isEqualTo(SequenceNumber.of(2));
    }

    @Test
    void aWriteOfUnknownOutcomeIsReadBeforeItIsWrittenAgain() {
        eu.store.put(KEY, attributes("n", n(5)), null);
        eu.store.answers.add(Answer.UNHEARD);
        assertThat(forward().failures()).isEmpty();
        assertThat(eu.store.rows.get(KEY).clock().total("n")).isEqualByComparingTo("5");
        assertThat(eu.hints.owed).containsOnlyKeys(US, AP);
        eu.store.update(KEY, shown -> shown.with("n", n(7)));
        eu.store.answers.add(Answer.LOST);
        assertThat(forward().failures()).isEmpty();
        assertThat(eu.store.rows.get(KEY).clock().total("n")).isEqualByComparingTo("7");
        assertThat(eu.metrics.events)
                .containsEntry(Event.LOST_RACE, 2L)
                .containsEntry(Event.FOLDED, 1L)
                .containsEntry(Event.REPEATED, 1L);
    }

    @Test
    void aWrongPredictionIsToldByTheCondition() {
        eu.store.rows.put(KEY, dead(us(20_000)));
        eu.store.put(KEY, attributes("a", s("1")), null);
        assertThat(forward().failures()).isEmpty();
        assertThat(eu.store.rows.get(KEY).clock().deleted()).isEqualTo(us(20_000));
        assertThat(eu.version().isLive()).isTrue();
        assertThat(eu.store.reads).isZero();
    }

    private static ShadowRow dead(Dot dot) {
        return new ShadowRow(deleted(none(), dot), SequenceNumber.NONE, null, Collections.emptySortedMap(), List.of());
    }

    @Test
    void aRowThatNeverStandsStillFailsTheRecord() {
        eu.store.put(KEY, attributes("a", s("1")), null);
        eu.store.answers.addAll(Collections.nCopies(20, Answer.LOST));
        BatchResult result = forward();
        assertThat(sequences(result)).containsExactly(1L);
        assertThat(result.failures().get(0).reason()).contains("changed 20 times");
        eu.store.answers.addAll(Collections.nCopies(19, Answer.LOST));
        assertThat(forward().failures()).isEmpty();
    }

    @Test
    void aRowThatIsTooLargeFailsTheRecord() {
        eu.store.put(KEY, attributes("a", s("1")), null);
        eu.store.answers.add(Answer.TOO_LARGE);
        assertThat(forward().failures())
                .singleElement()
                .matches(failure -> failure.reason().equals("IllegalStateException: the shadow row would pass 400 KB"));
    }

    @Test
    void aValueIsJournalledBeforeItIsFoldedAway() {
        eu.store.put(KEY, attributes("a", s("eu")), null);
        eu.forward(us);
        us.millis += 10;
        us.store.update(KEY, shown -> shown.with("a", s("us")));
        eu.store.update(KEY, shown -> shown.with("a", s("later")));
        eu.millis += 1_000;
        us.forward();
        eu.journalFails = true;
        // Not applied where it cannot be journalled what it would replace.
        eu.forward();
        assertThat(eu.apply(us.version()).kind()).isIn(Outcome.Kind.WAIT, Outcome.Kind.STALE);
        eu.journalFails = false;
        eu.apply(us.version());
        assertThat(eu.journal).extracting(Conflict::attribute).contains("a");
        assertThat(eu.metrics.conflicts).isEqualTo(eu.journal);
    }

    @Test
    void theJournalsFailureFailsTheRecord() {
        // A delete that our insert did not know was noted while the insert was on its way.
        StoredItem inserted = eu.own()
                .insert(KEY, set(inserted(none(), us(1)), us(1), "a", "x"))
                .item();
        eu.store.put(KEY, inserted.attributes(), inserted.clock());
        eu.store.rows.put(KEY, dead(eu(9)));
        eu.journalFails = true;
        BatchResult result = forward();
        assertThat(result.failures())
                .singleElement()
                .matches(failure -> failure.reason().equals("IllegalStateException: no journal"));
        assertThat(eu.shown()).isNotNull();
        eu.journalFails = false;
        assertThat(forward().failures()).isEmpty();
        assertThat(eu.journal).isNotEmpty();
        // And settled: what the clock calls dead goes.
        assertThat(eu.shown()).isNull();
    }

    @Test
    void whatIsSettledHereIsNotSentBack() {
        eu.store.put(KEY, attributes("a", s("1")), null);
        eu.forward(us, ap);
        us.forward(eu, ap);
        us.millis += 1_000;
        us.store.delete(KEY);
        us.forward(eu, ap);
        assertThat(eu.shown()).isNull();
        eu.forward(Map.of(US, taking(US), AP, taking(AP)));
        assertThat(sent).isEmpty();
    }

    @Test
    void aDeleteAndALaterWriteMeetAndTheItemComesBack() {
        eu.store.put(KEY, attributes("a", s("old"), "b", s("old")), null);
        eu.forward(us, ap);
        us.forward(eu, ap);
        eu.millis += 1_000;
        eu.store.delete(KEY);
        us.millis += 2_000;
        us.store.update(KEY, shown -> shown.with("b", s("new")));
        us.forward();
        eu.forward(us);
        assertThat(us.shown()).isEqualTo(attributes("b", s("new")));
        assertThat(eu.apply(us.version()).kind()).isEqualTo(Outcome.Kind.APPLIED);
        assertThat(eu.shown()).isEqualTo(attributes("b", s("new")));
        assertThat(us.journal).isEmpty();
        assertThat(eu.version().sameAs(us.version())).isTrue();
    }

    @Test
    void linksAreToThePeersExactly() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new Forwarder(eu.replica(), Map.of(US, us.link()), eu.hints))
                .withMessageContaining("[ap-south-1, us-east-1]");
        assertThatIllegalArgumentException()
                .isThrownBy(() ->
                        new Forwarder(eu.replica(), Map.of(US, us.link(), AP, ap.link(), EU, eu.link()), eu.hints));
    }

    @Test
    void anEmptyBatchIsDone() {
        assertThat(forward().failures()).isEmpty();
        assertThat(sent).isEmpty();
    }

    @Test
    void readsTheRowsOfABatchTogether() {
        eu.store.put(KEY, attributes("a", n(1)), null);
        eu.store.put(OTHER, attributes("a", n(1)), null);
        forward();
        assertThat(eu.store.reads).as("inserts' rows are predicted").isZero();
        eu.store.update(KEY, shown -> shown.with("a", n(2)));
        eu.store.update(OTHER, shown -> shown.with("a", n(2)));
        forward();
        assertThat(eu.store.reads).isOne();
    }

    @Test
    void aRowThatCannotBeReadStopsOnlyItsKey() {
        eu.store.put(KEY, attributes("a", n(1)), null);
        eu.store.put(OTHER, attributes("a", n(1)), null);
        forward();
        eu.store.update(KEY, shown -> shown.with("a", n(2)));
        eu.store.update(OTHER, shown -> shown.with("a", n(2)));
        eu.store.unreadable.add(KEY);
        sent.clear();
        BatchResult result = forward();
        assertThat(result.failures()).extracting(BatchResult.Failure::key).containsOnly(KEY);
        assertThat(sent.get(US)).extracting(Shipment::key).containsExactly(OTHER);
    }

    @Test
    void aDeletedItemIsKeptInEveryRegionAsApplicationsSawIt() {
        eu.store.put(KEY, attributes("a", s("x"), "n", n(3)), null);
        eu.forward(us);
        us.forward(eu);
        eu.millis += 1_000;
        eu.store.delete(KEY);
        eu.forward(us);
        us.forward(eu);
        Dot dot = eu.version().deleted();
        assertThat(eu.bin)
                .containsExactly(new DeletedItem(
                        KEY, attributes("a", s("x"), "n", n(3)), dot, SequenceNumber.of(2), 11_000, false));
        assertThat(us.bin).singleElement().satisfies(kept -> {
            assertThat(kept.attributes()).isEqualTo(attributes("a", s("x"), "n", n(3)));
            assertThat(kept.deleted()).isEqualTo(dot);
        });
    }

    @Test
    void aDeleteIsDoneWithOnlyOnceTheItemIsKept() {
        eu.store.put(KEY, attributes("a", s("x")), null);
        eu.forward(us);
        eu.store.delete(KEY);
        eu.binFails = true;
        assertThat(eu.forward(us).failures())
                .singleElement()
                .matches(failure -> failure.reason().equals("IllegalStateException: no bin"));
        assertThat(us.shown()).isNotNull();
        eu.binFails = false;
        assertThat(eu.forward(us).failures()).isEmpty();
        assertThat(eu.bin).hasSize(1);
        assertThat(us.shown()).isNull();
    }

    @Test
    void whatIsNotDeletedIsNotKept() {
        eu.store.put(KEY, attributes("a", s("x")), null);
        eu.store.put(KEY, attributes("a", s("y")), null);
        eu.forward(us);
        us.forward(eu);
        assertThat(eu.bin).isEmpty();
        assertThat(us.bin).isEmpty();
    }
}
