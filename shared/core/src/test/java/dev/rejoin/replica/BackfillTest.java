package dev.rejoin.replica;

import static dev.rejoin.replica.FakeRegion.KEY;
import static dev.rejoin.replica.FakeRegion.OTHER;
import static dev.rejoin.replica.FakeRegion.attributes;
import static dev.rejoin.replica.FakeRegion.n;
import static dev.rejoin.replica.FakeRegion.s;
import static dev.rejoin.version.Versions.AP;
import static dev.rejoin.version.Versions.EU;
import static dev.rejoin.version.Versions.US;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.rejoin.clock.Dot;
import dev.rejoin.item.Attributes;
import dev.rejoin.policy.Deletes;
import dev.rejoin.policy.KeyRule;
import dev.rejoin.policy.MergePolicy;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

class BackfillTest {
    private final FakeRegion eu = predating(new FakeRegion(EU));
    private final FakeRegion us = predating(new FakeRegion(US));

    private static FakeRegion predating(FakeRegion region) {
        region.predates = true;
        return region;
    }

    /** What a region had before, in no stream. */
    private static void before(FakeRegion region, Attributes content) {
        region.store.put(KEY, content, null);
        region.folded = region.store.stream.size();
    }

    private static Backfill.Progress backfill(FakeRegion region) {
        return new Backfill(region.replica(), region.hints)
                .take(List.of(KEY), region.config().peers())
                .join();
    }

    private static void exchange(FakeRegion from, FakeRegion to) {
        to.apply(from.version());
        to.forward();
    }

    @Test
    void anItemIsTakenInAsOlderThanEveryWrite() {
        before(eu, attributes("a", s("1"), "n", n(5)));
        assertThat(backfill(eu)).isEqualTo(new Backfill.Progress(1, 0, Set.of(), Set.of()));
        assertThat(eu.shown()).isEqualTo(attributes("a", s("1"), "n", n(5)));
        assertThat(eu.forward().failures()).isEmpty();
        assertThat(eu.version().content()).isEqualTo(attributes("a", s("1"), "n", n(5)));
        assertThat(eu.version().dots()).isNotEmpty().allMatch(Origins::isOrigin);
        assertThat(eu.hints.owed).containsEntry(US, Set.of(KEY)).containsEntry(AP, Set.of(KEY));
        assertThat(backfill(eu)).isEqualTo(new Backfill.Progress(0, 1, Set.of(), Set.of()));
    }

    @Test
    void theFirstWriteOfAnItemTakesInWhatItFound() {
        before(eu, attributes("a", s("1"), "b", s("2"), "n", n(5)));
        eu.store.update(KEY, shown -> shown.with("a", s("3")).with("n", n(7)));
        assertThat(eu.forward().failures()).isEmpty();
        assertThat(eu.version().registers().get("b").dot()).isEqualTo(new Dot(Origins.TIME, EU));
        assertThat(Origins.isOrigin(eu.version().registers().get("a").dot())).isFalse();
        assertThat(eu.version().total("n")).isEqualByComparingTo("7");
        assertThat(eu.metrics.events).doesNotContainKey(ReplicationMetrics.Event.GAP);
    }

    @Test
    void anItemWhoseMarkIsStillToBeFoldedIsNotMarkedAgain() {
        before(eu, attributes("a", s("1")));
        assertThat(backfill(eu).marked()).isOne();
        assertThat(backfill(eu).marked()).isZero();
    }

    @Test
    void aWriteThatIsStillToBeFoldedIsNotTakenForTheOrigin() {
        before(eu, attributes("a", s("1"), "b", s("2")));
        eu.store.update(KEY, shown -> shown.with("a", s("3")));
        assertThat(backfill(eu).marked()).isOne();
        assertThat(eu.forward().failures()).isEmpty();
        assertThat(Origins.isOrigin(eu.version().registers().get("a").dot())).isFalse();
        assertThat(Origins.isOrigin(eu.version().registers().get("b").dot())).isTrue();
    }

    @Test
    void anItemThatIsDeletedRightAfterItsMarkIsDeleted() {
        before(eu, attributes("a", s("1")));
        backfill(eu);
        eu.store.delete(KEY);
        assertThat(eu.forward().failures()).isEmpty();
        assertThat(eu.shown()).isNull();
        assertThat(eu.version().isLive()).isFalse();
    }

    @Test
    void theSameInTwoRegionsIsNoConflictAndCountsOnce() {
        Attributes same = attributes("a", s("1"), "n", n(5));
        for (FakeRegion region : List.of(eu, us)) {
            before(region, same);
            backfill(region);
            region.forward();
        }
        exchange(eu, us);
        exchange(us, eu);
        assertThat(eu.shown()).isEqualTo(same);
        assertThat(us.shown()).isEqualTo(same);
        assertThat(eu.version().sameAs(us.version())).isTrue();
        assertThat(eu.journal).isEmpty();
        assertThat(us.journal).isEmpty();
    }

    @Test
    void ofDifferentValuesOneStandsEverywhereAndTheOtherIsJournalled() {
        before(eu, attributes("a", s("1"), "n", n(5)));
        before(us, attributes("a", s("2"), "n", n(7)));
        for (FakeRegion region : List.of(eu, us)) {
            backfill(region);
            region.forward();
        }
        exchange(eu, us);
        exchange(us, eu);
        assertThat(eu.shown()).isEqualTo(us.shown()).isEqualTo(attributes("a", s("2"), "n", n(7)));
        assertThat(us.journal).extracting(Conflict::attribute).containsExactly("a", "n");
        assertThat(us.journal).extracting(conflict -> conflict.loser().value()).containsExactly(s("1"), n(5));
        assertThat(eu.journal)
                .as("whoever hears of the second knows that they met")
                .isEmpty();
    }

    @Test
    void whereItemsAreReplacedWholeOneRegionsItemStands() {
        MergePolicy whole =
                new MergePolicy(List.of(new KeyRule(Map.of(), true, Map.of())), Deletes.NEWEST_WINS, List.of());
        eu.policy = whole;
        us.policy = whole;
        before(eu, attributes("a", s("1"), "b", s("2"), "c", s("3")));
        before(us, attributes("a", s("1"), "b", s("4")));
        for (FakeRegion region : List.of(eu, us)) {
            backfill(region);
            region.forward();
        }
        exchange(eu, us);
        exchange(us, eu);
        assertThat(eu.shown()).isEqualTo(us.shown()).isEqualTo(attributes("a", s("1"), "b", s("4")));
        assertThat(us.journal)
                .as("what is in both is in no conflict")
                .extracting(Conflict::attribute)
                .containsOnly("b", "c");
        assertThat(us.journal).extracting(conflict -> conflict.loser().value()).contains(s("2"), s("3"));
    }

    @Test
    void anyWriteWinsOverWhatAnotherRegionHadBefore() {
        before(eu, attributes("a", s("1")));
        before(us, attributes("a", s("2")));
        eu.store.update(KEY, shown -> shown.with("a", s("3")));
        eu.forward();
        backfill(us);
        us.millis += 60_000;
        us.forward();
        exchange(eu, us);
        assertThat(us.shown()).isEqualTo(attributes("a", s("3")));
        assertThat(us.journal).extracting(conflict -> conflict.loser().value()).containsExactly(s("2"));
    }

    @Test
    void aVersionThatArrivesBeforeWaits() {
        before(eu, attributes("a", s("1")));
        before(us, attributes("a", s("2")));
        backfill(eu);
        eu.forward();
        assertThat(us.apply(eu.version()).kind()).isEqualTo(Outcome.Kind.WAIT);
        backfill(us);
        assertThat(us.apply(eu.version()).kind()).isEqualTo(Outcome.Kind.WAIT);
        us.forward();
        assertThat(us.apply(eu.version()).kind().isDelivered()).isTrue();
    }

    @Test
    void keysWithoutAnItemAreOnlyOwed() {
        assertThat(new Backfill(eu.replica(), eu.hints)
                        .take(List.of(OTHER), Set.of(AP))
                        .join())
                .isEqualTo(new Backfill.Progress(0, 1, Set.of(), Set.of()));
        assertThat(eu.hints.owed).containsEntry(AP, Set.of(OTHER)).doesNotContainKey(US);
        assertThat(eu.store.writes).isZero();
    }

    @Test
    void whatMovesIsToBeTriedAgain() {
        before(eu, attributes("a", s("1")));
        eu.store.before.add(() -> eu.store.put(KEY, attributes("a", s("2")), s("mine")));
        assertThat(backfill(eu).again()).containsExactly(KEY);
        assertThat(eu.hints.owed).containsKey(US);
        assertThat(backfill(eu).marked()).isOne();
    }

    @Test
    void anItemWithoutRoomForTheMarkIsTold() {
        before(eu, attributes("a", s("1")));
        eu.store.answers.add(FakeStore.Answer.TOO_LARGE);
        assertThat(backfill(eu).tooLarge()).containsExactly(KEY);
    }

    @Test
    void aHintQueueThatDoesNotTakeTheKeysFails() {
        before(eu, attributes("a", s("1")));
        eu.hints.failing.add(US);
        assertThatThrownBy(() -> backfill(eu)).hasRootCauseInstanceOf(IllegalStateException.class);
    }
}
