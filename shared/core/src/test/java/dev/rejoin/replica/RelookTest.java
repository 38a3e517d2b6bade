package dev.rejoin.replica;

import static dev.rejoin.replica.FakeRegion.KEY;
import static dev.rejoin.replica.FakeRegion.OTHER;
import static dev.rejoin.replica.FakeRegion.attributes;
import static dev.rejoin.replica.FakeRegion.home;
import static dev.rejoin.replica.FakeRegion.n;
import static dev.rejoin.replica.FakeRegion.s;
import static dev.rejoin.version.Versions.EU;
import static dev.rejoin.version.Versions.US;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.rejoin.verify.Finding;
import dev.rejoin.verify.Finding.Kind;
import dev.rejoin.verify.Pause;
import dev.rejoin.verify.RegionView;
import dev.rejoin.verify.Relook;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

/** Two regions looked at, with what happens while the comparison waits. */
class RelookTest {
    private final FakeRegion eu = new FakeRegion(EU);
    private final FakeRegion us = new FakeRegion(US);

    /** Done one after the other, one in each pause. */
    private final Deque<Runnable> meanwhile = new ArrayDeque<>();

    private int pauses;

    @Test
    void whatIsEqualIsNotFoundAndNotWaitedFor() {
        eu.store.put(KEY, attributes("a", s("1")), null);
        eu.forward(us);
        us.forward(eu);
        assertThat(look()).isEmpty();
        assertThat(pauses).isZero();
    }

    @Test
    void whatIsOnItsWayIsNoDifference() {
        eu.store.put(KEY, attributes("a", s("1")), null);
        meanwhile.add(() -> eu.forward(us));
        assertThat(look()).isEmpty();
        assertThat(pauses).isEqualTo(1);
    }

    @Test
    void whatStaysDifferentIsADifference() {
        missed();
        eu.store.update(KEY, shown -> shown.with("a", s("2")));
        eu.forward();
        assertThat(look()).containsExactly(new Finding(KEY, Kind.DIFFERENT, Set.of(EU, US)));
        assertThat(pauses).isEqualTo(2);
    }

    @Test
    void whatOnlyOneRegionHasIsMissingInTheOther() {
        eu.store.put(KEY, attributes("a", s("1")), null);
        eu.forward();
        us.store.put(OTHER, attributes("a", s("1")), null);
        us.forward();
        assertThat(look())
                .containsExactlyInAnyOrder(
                        new Finding(KEY, Kind.MISSING, Set.of(EU)), new Finding(OTHER, Kind.MISSING, Set.of(US)));
    }

    @Test
    void aDeleteThatWasMissedIsADifferenceAndOneNotFoldedIsInFlight() {
        missed();
        eu.store.delete(KEY);
        assertThat(look()).containsExactly(new Finding(KEY, Kind.IN_FLIGHT, Set.of(US)));
        eu.forward();
        assertThat(look()).containsExactly(new Finding(KEY, Kind.MISSING, Set.of(US)));
    }

    @Test
    void whatIsNotFoldedIsInFlight() {
        missed();
        eu.store.update(KEY, shown -> shown.with("a", s("2")));
        assertThat(look()).containsExactly(new Finding(KEY, Kind.IN_FLIGHT, Set.of(EU, US)));
    }

    @Test
    void whatMovesBetweenLooksIsInFlightHoweverCleanItIs() {
        missed();
        for (int i = 0; i < 3; i++) {
            int value = i;
            meanwhile.add(() -> {
                eu.store.update(KEY, shown -> shown.with("a", n(value)));
                eu.forward();
            });
        }
        meanwhile.element().run();
        assertThat(look()).extracting(Finding::kind).containsExactly(Kind.IN_FLIGHT);
    }

    @Test
    void anAbsentCounterAndOneAtZeroAreOneValue() {
        eu.store.put(KEY, attributes("a", s("1"), "n", n(3)), null);
        eu.forward(us);
        us.forward();
        us.store.update(KEY, shown -> shown.with("n", null));
        us.forward(eu);
        eu.forward();
        assertThat(eu.shown().get("n")).isEqualTo(n(0));
        assertThat(us.shown().get("n")).isNull();
        assertThat(look()).isEmpty();
    }

    @Test
    void aRowOfANewerReleaseIsToldAndStopsNoOther() {
        eu.store.put(KEY, attributes("a", s("1")), null);
        us.store.put(OTHER, attributes("a", s("1")), null);
        eu.forward();
        us.forward();
        eu.store.unreadable.add(KEY);
        assertThat(look())
                .containsExactlyInAnyOrder(
                        new Finding(KEY, Kind.UNREADABLE, Set.of()), new Finding(OTHER, Kind.MISSING, Set.of(US)));
    }

    @Test
    void aRegionThatCannotBeReadFailsTheLook() {
        eu.store.readsFail = true;
        assertThatThrownBy(this::look).hasMessageContaining("no reads");
    }

    @Test
    void onceIsNotEnough() {
        assertThatThrownBy(() -> new Relook(List.of(), look -> CompletableFuture.completedFuture(null), 1))
                .hasMessageContaining("2 looks");
    }

    /** Both regions have the item, and nothing of what follows arrives by itself. */
    private void missed() {
        eu.store.put(KEY, attributes("a", s("1")), null);
        eu.forward(us);
        us.forward();
    }

    private List<Finding> look() {
        Pause pause = number -> {
            pauses++;
            if (!meanwhile.isEmpty()) {
                meanwhile.remove().run();
            }
            return CompletableFuture.completedFuture(null);
        };
        List<RegionView> views = List.of(new RegionView(home(EU), eu.store), new RegionView(home(US), us.store));
        return new Relook(views, pause, 3).look(List.of(KEY, OTHER)).join();
    }
}
