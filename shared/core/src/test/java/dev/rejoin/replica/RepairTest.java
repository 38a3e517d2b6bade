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

import dev.rejoin.item.ItemKey;
import dev.rejoin.replica.HintQueue.Hint;
import dev.rejoin.verify.Repair;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

class RepairTest {
    private final FakeRegion eu = new FakeRegion(EU);
    private final FakeRegion us = new FakeRegion(US);
    private int pauses;

    @Test
    void everyKeyIsOwedToEveryPeer() {
        eu.store.put(KEY, attributes("a", s("1")), null);
        eu.forward();
        assertThat(repair(eu)).isEmpty();
        assertThat(eu.hints.owed).containsEntry(US, Set.of(KEY, OTHER)).containsEntry(AP, Set.of(KEY, OTHER));
        assertThat(pauses).isZero();
        assertThat(eu.store.writes).as("only the fold's").isEqualTo(1);
    }

    @Test
    void aMissedWriteArrivesAndTheNewerOneStays() {
        eu.store.put(KEY, attributes("a", s("1"), "n", n(1)), null);
        eu.forward(us);
        us.forward();
        eu.store.update(KEY, shown -> shown.with("a", s("older")).with("n", n(3)));
        eu.forward();
        us.millis += 5_000;
        us.store.update(KEY, shown -> shown.with("a", s("newer")).with("n", n(11)));
        us.forward();
        both();
        assertThat(us.shown()).isEqualTo(attributes("a", s("newer"), "n", n(13)));
        assertThat(eu.shown()).isEqualTo(us.shown());
    }

    @Test
    void aMissedDeleteArrivesAndTheItemDoesNotComeBack() {
        eu.store.put(KEY, attributes("a", s("1")), null);
        eu.forward(us);
        us.forward();
        us.millis += 5_000;
        us.store.delete(KEY);
        us.forward();
        both();
        eu.forward();
        assertThat(eu.shown()).isNull();
        assertThat(us.shown()).isNull();
    }

    @Test
    void whatTheStreamLostIsTakenInFirst() {
        eu.store.put(KEY, attributes("a", s("1")), null);
        eu.folded = eu.store.stream.size();
        assertThat(repair(eu))
                .as("its record of the recount is still to be folded")
                .containsExactly(KEY);
        eu.forward();
        assertThat(repair(eu)).isEmpty();
        deliver(eu, us);
        assertThat(us.shown()).isEqualTo(attributes("a", s("1")));
    }

    @Test
    void aDeleteThatTheStreamLostIsTakenIn() {
        eu.store.put(KEY, attributes("a", s("1")), null);
        eu.forward(us);
        us.forward();
        eu.store.delete(KEY);
        eu.folded = eu.store.stream.size();
        eu.millis += 5_000;
        assertThat(repair(eu)).isEmpty();
        deliver(eu, us);
        assertThat(us.shown()).isNull();
    }

    @Test
    void whatCannotBeOwedOrReadFails() {
        eu.hints.failing.add(AP);
        assertThatThrownBy(() -> repair(eu)).hasMessageContaining("no queue");
        eu.store.readsFail = true;
        assertThatThrownBy(() -> repair(eu)).hasMessageContaining("no reads");
    }

    private Set<ItemKey> repair(FakeRegion region) {
        return new Repair(
                        region.replica(),
                        region.hints,
                        look -> {
                            pauses++;
                            return CompletableFuture.completedFuture(null);
                        },
                        2)
                .owe(List.of(KEY, OTHER))
                .join();
    }

    private void both() {
        assertThat(repair(eu)).isEmpty();
        assertThat(repair(us)).isEmpty();
        deliver(eu, us);
        us.forward();
        deliver(us, eu);
    }

    private static void deliver(FakeRegion from, FakeRegion to) {
        Map<?, Outcome> kept = new Courier(from.replica(), Map.of(to.self, to.link()), from.hints)
                .deliver(from.hints.owed.getOrDefault(to.self, Set.of()).stream()
                        .map(key -> new Hint(to.self, key, ""))
                        .toList())
                .join();
        assertThat(kept).isEmpty();
    }
}
