package dev.rejoin.aws.control;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rejoin.aws.incarnation.CurrentTable;
import dev.rejoin.aws.incarnation.Expulsion;
import dev.rejoin.aws.incarnation.UnknownTableException;
import dev.rejoin.clock.Actor;
import dev.rejoin.item.ItemKey;
import dev.rejoin.replica.HintQueue;
import dev.rejoin.replica.Outcome;
import dev.rejoin.replica.PeerLink;
import dev.rejoin.replica.Shipment;
import dev.rejoin.version.Version;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

class CurrentExpulsionsTest {
    private static final Actor US = new Actor("us-east-1");
    private static final Actor AP = new Actor("ap-south-1");
    private static final Map<Actor, Expulsion> EXPELLED = Map.of(AP, new Expulsion(1, 0, "ada", 0));
    private static final Shipment SHIPMENT = new Shipment(ItemKey.of("pk", "a"), Version.EMPTY);

    private long now = 1_000_000;
    private Map<Actor, Expulsion> there = Map.of();
    private boolean fails;
    private int reads;
    private final List<Actor> reached = new ArrayList<>();
    private final CurrentExpulsions current = new CurrentExpulsions(this::read, () -> now);

    private CompletableFuture<Map<Actor, Expulsion>> read() {
        reads++;
        return fails
                ? CompletableFuture.failedFuture(new IllegalStateException("throttled"))
                : CompletableFuture.completedFuture(there);
    }

    private PeerLink link(Actor peer) {
        return current.sparing(peer, shipments -> {
            reached.add(peer);
            return CompletableFuture.completedFuture(List.of(Outcome.WAIT));
        });
    }

    private HintQueue hints() {
        return current.sparing(new HintQueue() {
            @Override
            public CompletableFuture<Void> owe(Actor peer, Collection<ItemKey> keys) {
                reached.add(peer);
                return CompletableFuture.completedFuture(null);
            }

            @Override
            public CompletableFuture<Void> settle(Hint hint) {
                reached.add(hint.peer());
                return CompletableFuture.completedFuture(null);
            }
        });
    }

    @Test
    void aLookHoldsForAFewSeconds() {
        assertThat(current.now().join()).isEmpty();
        there = EXPELLED;
        now += CurrentTable.FRESH.toMillis() - 1;
        assertThat(current.now().join()).isEmpty();
        now++;
        assertThat(current.now().join()).isEqualTo(EXPELLED);
        assertThat(reads).isEqualTo(2);
    }

    @Test
    void whoeverTakesWaitsWhenNobodyCanTellForLong() {
        fails = true;
        assertThat(current.now())
                .failsWithin(Duration.ofSeconds(5))
                .withThrowableThat()
                .havingCause()
                .isInstanceOf(UnknownTableException.class);
        fails = false;
        there = EXPELLED;
        assertThat(current.now().join()).isEqualTo(EXPELLED);
        fails = true;
        now += CurrentTable.LONGEST.toMillis() - 1;
        assertThat(current.now().join()).isEqualTo(EXPELLED);
        now++;
        assertThat(current.now().isCompletedExceptionally()).isTrue();
        now -= 2 * CurrentTable.LONGEST.toMillis();
        assertThat(current.now().isCompletedExceptionally())
                .as("a clock that was put back")
                .isTrue();
    }

    @Test
    void whoeverSendsGoesOnByWhatWasKnownLast() {
        fails = true;
        assertThat(current.expelled(List.of(US, AP)).join()).isEmpty();
        fails = false;
        there = EXPELLED;
        assertThat(current.expelled(List.of(US, AP)).join()).containsExactly(AP);
        fails = true;
        now += 10 * CurrentTable.LONGEST.toMillis();
        assertThat(current.expelled(List.of(US, AP)).join()).containsExactly(AP);
    }

    @Test
    void anExpelledPeerIsSentNothingAndOwedNothing() {
        there = EXPELLED;
        assertThat(link(AP).send(List.of(SHIPMENT)).join()).containsExactly(Outcome.STALE);
        hints().owe(AP, Set.of(SHIPMENT.key())).join();
        assertThat(reached).isEmpty();
        assertThat(link(US).send(List.of(SHIPMENT)).join()).containsExactly(Outcome.WAIT);
        hints().owe(US, Set.of(SHIPMENT.key())).join();
        assertThat(reached).containsExactly(US, US);
    }

    @Test
    void onceItIsBackItIsOwedAgain() {
        there = Map.of(AP, new Expulsion(1, 0, "ada", 2));
        hints().owe(AP, Set.of(SHIPMENT.key())).join();
        assertThat(link(AP).send(List.of(SHIPMENT)).join()).containsExactly(Outcome.WAIT);
        assertThat(reached).containsExactly(AP, AP);
    }
}
