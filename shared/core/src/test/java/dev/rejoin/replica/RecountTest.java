package dev.rejoin.replica;

import static dev.rejoin.replica.FakeRegion.KEY;
import static dev.rejoin.replica.FakeRegion.attributes;
import static dev.rejoin.replica.FakeRegion.n;
import static dev.rejoin.replica.FakeRegion.s;
import static dev.rejoin.version.Versions.AP;
import static dev.rejoin.version.Versions.EU;
import static dev.rejoin.version.Versions.US;
import static org.assertj.core.api.Assertions.assertThat;

import dev.rejoin.replica.FakeStore.Answer;
import dev.rejoin.replica.ReplicationMetrics.Event;
import dev.rejoin.version.Version;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class RecountTest {
    private final FakeRegion eu = new FakeRegion(EU);

    private boolean recount() {
        return new Recount(eu.replica(), eu.hints).check(KEY).join();
    }

    /** What the stream still holds is lost before the forwarder sees it. */
    private void lose() {
        eu.folded = eu.store.stream.size();
    }

    @Test
    void anItemWhoseRecordsAreLostIsTakenInAsItIs() {
        eu.store.put(KEY, attributes("a", s("1"), "n", n(5)), null);
        eu.forward();
        eu.millis += 1_000;
        eu.store.update(KEY, shown -> shown.with("a", s("2")).with("b", s("3")).with("n", n(9)));
        lose();
        assertThat(recount()).isTrue();
        assertThat(eu.metrics.events).containsEntry(Event.RECOUNT, 1L);
        assertThat(eu.forward().failures()).isEmpty();
        Version version = eu.version();
        assertThat(version.content()).isEqualTo(attributes("a", s("2"), "b", s("3"), "n", n(9)));
        assertThat(version.isWhole()).isTrue();
        assertThat(eu.metrics.events).containsEntry(Event.GAP, 1L);
        assertThat(eu.hints.owed).containsKeys(US, AP);
        assertThat(recount()).isFalse();
    }

    @Test
    void nothingCountsTwiceIfTheRecordsWereThereAfterAll() {
        eu.store.put(KEY, attributes("n", n(5)), null);
        eu.forward();
        eu.store.update(KEY, shown -> shown.with("n", n(9)));
        assertThat(recount()).isTrue();
        assertThat(eu.forward().failures()).isEmpty();
        assertThat(eu.version().total("n")).isEqualByComparingTo("9");
        assertThat(eu.metrics.events).doesNotContainKey(Event.GAP);
    }

    @Test
    void anItemThatPredatesItsReplicationIsTakenIn() {
        eu.store.put(KEY, attributes("a", s("1")), null);
        lose();
        assertThat(recount()).isTrue();
        eu.forward();
        assertThat(eu.version().content()).isEqualTo(attributes("a", s("1")));
        assertThat(eu.version().existence()).isNotNull();
    }

    @Test
    void anItemWithoutAttributesOfWhichNothingIsKnownIsTakenInAndStays() {
        eu.store.put(KEY, attributes(), null);
        lose();
        assertThat(recount()).isTrue();
        assertThat(new Settle(eu.replica()).settle(KEY)).isCompleted();
        assertThat(eu.store.items)
                .as("that nothing is known of it does not make it dead")
                .containsKey(KEY);
        eu.forward();
        assertThat(eu.version().isLive()).isTrue();
        assertThat(eu.store.items).containsKey(KEY);
        assertThat(recount()).isFalse();
    }

    @Test
    void anItemThatIsGoneWithoutARecordIsDeletedNow() {
        eu.store.put(KEY, attributes("a", s("1"), "n", n(5)), null);
        eu.forward();
        eu.millis += 1_000;
        eu.store.delete(KEY);
        lose();
        assertThat(recount()).isTrue();
        assertThat(eu.version().isLive()).isFalse();
        assertThat(eu.version().deleted().actor()).isEqualTo(EU);
        assertThat(eu.version().vector().has(eu.version().deleted())).isTrue();
        assertThat(eu.version().total("n")).isEqualByComparingTo("5");
        assertThat(eu.hints.owed).containsEntry(US, Set.of(KEY)).containsEntry(AP, Set.of(KEY));
        assertThat(recount()).isFalse();
    }

    @Test
    void aKeyOfWhichNothingIsKnownIsLeftAlone() {
        assertThat(recount()).isFalse();
        assertThat(eu.store.writes).isZero();
    }

    @Test
    void nothingIsDoneThatIsNotOwedFirst() {
        eu.store.put(KEY, attributes("a", s("1")), null);
        eu.hints.failing.add(US);
        assertThat(new Recount(eu.replica(), eu.hints).check(KEY)).isCompletedExceptionally();
        assertThat(eu.store.writes).isZero();
    }

    @Test
    void aDeadItemThatNobodyTookIsTaken() {
        FakeRegion us = new FakeRegion(US);
        us.store.put(KEY, attributes("a", s("1")), null);
        us.forward(eu);
        eu.forward();
        us.forward();
        us.millis += 1_000;
        us.store.delete(KEY);
        us.forward();
        eu.store.answers.addAll(List.of(Answer.NORMAL, Answer.FAILED));
        assertThat(eu.apply(us.version())).isEqualTo(Outcome.FAILED);
        assertThat(eu.shown()).isNotNull();
        // The record of the mark is lost.
        lose();
        assertThat(recount()).isFalse();
        assertThat(eu.shown()).isNull();
        assertThat(eu.metrics.events).containsEntry(Event.SETTLED, 1L);
    }
}
