package dev.rejoin.replica;

import static dev.rejoin.replica.FakeRegion.KEY;
import static dev.rejoin.replica.FakeRegion.OTHER;
import static dev.rejoin.replica.FakeRegion.attributes;
import static dev.rejoin.replica.FakeRegion.s;
import static dev.rejoin.version.Versions.AP;
import static dev.rejoin.version.Versions.EU;
import static dev.rejoin.version.Versions.US;
import static org.assertj.core.api.Assertions.assertThat;

import dev.rejoin.clock.Actor;
import dev.rejoin.item.Value;
import dev.rejoin.replica.HintQueue.Hint;
import dev.rejoin.replica.Outcome.Reason;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

class CourierTest {
    private final FakeRegion eu = new FakeRegion(EU);
    private final FakeRegion us = new FakeRegion(US);

    private static final Hint HINT = new Hint(US, KEY, "1");
    private static final Hint AGAIN = new Hint(US, KEY, "2");
    private static final Hint TO_AP = new Hint(AP, KEY, "3");

    private Map<Hint, Outcome> deliver(Hint... hints) {
        PeerLink broken = shipments -> CompletableFuture.failedFuture(new Exception());
        return new Courier(eu.replica(), Map.of(US, us.link(), AP, broken), eu.hints)
                .deliver(List.of(hints))
                .join();
    }

    @Test
    void theStateAsItIsNowSettlesAllHintsOfAKey() {
        eu.store.put(KEY, attributes("a", s("1")), null);
        eu.store.update(KEY, shown -> shown.with("a", s("2")));
        eu.forward();
        assertThat(deliver(HINT, TO_AP, AGAIN)).isEqualTo(Map.of(TO_AP, Outcome.UNREACHED));
        assertThat(eu.hints.settled).containsExactlyInAnyOrder(HINT, AGAIN);
        assertThat(us.shown()).isEqualTo(attributes("a", s("2")));
        assertThat(us.store.writes).isEqualTo(1);
        assertThat(deliver()).isEmpty();
    }

    @Test
    void aDeleteIsDeliveredToo() {
        eu.store.put(KEY, attributes("a", s("1")), null);
        eu.forward(us);
        us.forward(eu);
        eu.store.delete(KEY);
        eu.forward();
        assertThat(deliver(HINT)).isEmpty();
        assertThat(us.shown()).isNull();
    }

    @Test
    void aHintThatThePeerDoesNotTakeStays() {
        eu.store.put(KEY, attributes("a", s("1")), null);
        eu.forward();
        us.store.put(KEY, attributes("a", s("unfolded")), null);
        assertThat(deliver(HINT)).isEqualTo(Map.of(HINT, Outcome.WAIT));
        assertThat(eu.hints.settled).isEmpty();
    }

    @Test
    void whatIsNotFoldedYetIsNotSent() {
        eu.store.put(KEY, attributes("a", s("1")), null);
        assertThat(deliver(HINT)).isEqualTo(Map.of(HINT, Outcome.WAIT));
        eu.forward();
        eu.store.update(KEY, shown -> shown.with("a", s("2")));
        assertThat(deliver(HINT)).isEqualTo(Map.of(HINT, Outcome.WAIT));
        eu.store.delete(KEY);
        assertThat(deliver(HINT)).isEqualTo(Map.of(HINT, Outcome.WAIT));
        assertThat(us.store.items).isEmpty();
        eu.forward();
        assertThat(deliver(HINT)).isEmpty();
    }

    @Test
    void ofAKeyOfWhichNothingIsKnownNothingIsOwed() {
        assertThat(deliver(HINT)).isEmpty();
        assertThat(eu.hints.settled).containsExactly(HINT);
        assertThat(us.metrics.outcomes).isEmpty();
    }

    @Test
    void aHintForAStrangerStays() {
        eu.store.put(KEY, attributes("a", s("1")), null);
        eu.forward();
        Hint stranger = new Hint(new Actor("sa-east-1"), KEY, "4");
        assertThat(deliver(stranger)).isEqualTo(Map.of(stranger, Outcome.refused(Reason.UNKNOWN_ACTOR)));
    }

    @Test
    void whatANewerReleaseWroteStaysAndStopsNoOtherKey() {
        eu.store.put(KEY, attributes("a", s("1")), null);
        eu.store.put(OTHER, attributes("a", s("1")), null);
        eu.forward();
        Hint other = new Hint(US, OTHER, "5");
        eu.store.unreadable.add(KEY);
        assertThat(deliver(HINT, other)).isEqualTo(Map.of(HINT, Outcome.refused(Reason.UNKNOWN_FORMAT)));
        eu.store.unreadable.clear();
        eu.store.put(KEY, attributes("a", s("1")), new Value.B(new byte[] {99}));
        assertThat(deliver(HINT, other)).isEqualTo(Map.of(HINT, Outcome.refused(Reason.UNKNOWN_FORMAT)));
        assertThat(us.store.items).containsOnlyKeys(OTHER);
    }
}
