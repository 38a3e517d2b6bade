package dev.rejoin.cli.local.link;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.rejoin.cli.local.link.LinkSwitch.State;
import dev.rejoin.clock.Actor;
import dev.rejoin.item.ItemKey;
import dev.rejoin.replica.Outcome;
import dev.rejoin.replica.Shipment;
import dev.rejoin.version.Version;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(20)
class LinkSwitchTest {
    private static final Actor EU = new Actor("eu");
    private static final Actor US = new Actor("us");
    private static final Actor AP = new Actor("ap");
    private static final List<Shipment> CARGO = List.of(new Shipment(ItemKey.of("id", "a"), Version.EMPTY));

    private final List<List<Shipment>> arrived = Collections.synchronizedList(new ArrayList<>());
    private final List<List<Outcome>> heard = Collections.synchronizedList(new ArrayList<>());

    private final LinkSwitch link = link();

    private LinkSwitch link() {
        return new LinkSwitch(
                shipments -> {
                    arrived.add(shipments);
                    return CompletableFuture.completedFuture(List.of(Outcome.STALE));
                },
                (shipments, outcomes) -> heard.add(outcomes));
    }

    @Test
    void anOpenLinkDelivers() throws Exception {
        assertThat(send()).containsExactly(Outcome.STALE);
        assertThat(arrived).containsExactly(CARGO);
        assertThat(heard).containsExactly(List.of(Outcome.STALE));
        assertThat(link.underWay()).isZero();
    }

    @Test
    void aCutLinkDeliversNothingAndFails() {
        link.set(State.CUT);
        assertThatThrownBy(this::send).isInstanceOf(ExecutionException.class).hasMessageContaining("no answer");
        assertThat(arrived).isEmpty();
    }

    @Test
    void aLinkThatLosesAnswersDeliversAndFails() {
        link.set(State.ANSWERS_LOST);
        assertThatThrownBy(this::send).isInstanceOf(ExecutionException.class);
        assertThat(arrived).hasSize(1);
    }

    @Test
    void aDelayedLinkDeliversLater() throws Exception {
        link.delay(Duration.ofMillis(40));
        long began = System.nanoTime();
        assertThat(send()).containsExactly(Outcome.STALE);
        assertThat(System.nanoTime() - began)
                .isGreaterThanOrEqualTo(Duration.ofMillis(40).toNanos());
    }

    @Test
    void aLinkCutWhileSomethingIsOnItsWayDoesNotDeliverIt() throws Exception {
        link.delay(Duration.ofMillis(40));
        CompletableFuture<List<Outcome>> answer = link.send(CARGO);
        link.set(State.CUT);
        assertThatThrownBy(() -> answer.get(10, TimeUnit.SECONDS)).isInstanceOf(ExecutionException.class);
        assertThat(arrived).isEmpty();
    }

    @Test
    void aBrokenPeerIsUnderWayNoMore() {
        LinkSwitch broken = new LinkSwitch(
                shipments -> CompletableFuture.failedFuture(new IllegalStateException("broken")),
                (shipments, outcomes) -> heard.add(outcomes));
        assertThat(broken.send(CARGO)).isCompletedExceptionally();
        assertThat(broken.underWay()).isZero();
        assertThat(heard).isEmpty();
    }

    @Test
    void anIsolatedRegionIsCutOffBothWaysAndOthersAreNot() {
        Switchboard board = new Switchboard();
        for (Actor from : List.of(EU, US, AP)) {
            for (Actor to : List.of(EU, US, AP)) {
                if (!from.equals(to)) {
                    board.connect(from, to, link());
                }
            }
        }
        board.isolate(EU);
        assertThat(board.link(EU, US).state()).isEqualTo(State.CUT);
        assertThat(board.link(AP, EU).state()).isEqualTo(State.CUT);
        assertThat(board.link(US, AP).state()).isEqualTo(State.OPEN);
        board.heal(EU);
        assertThat(board.link(EU, US).state()).isEqualTo(State.OPEN);
        assertThat(board.from(EU)).containsOnlyKeys(US, AP);
        assertThatThrownBy(() -> board.link(EU, EU)).isInstanceOf(IllegalArgumentException.class);
    }

    private List<Outcome> send() throws Exception {
        return link.send(CARGO).get(10, TimeUnit.SECONDS);
    }
}
