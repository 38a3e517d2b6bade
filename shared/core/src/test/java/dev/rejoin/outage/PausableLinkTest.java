package dev.rejoin.outage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.rejoin.item.ItemKey;
import dev.rejoin.replica.Outcome;
import dev.rejoin.replica.PeerLink;
import dev.rejoin.replica.Shipment;
import dev.rejoin.version.Version;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

class PausableLinkTest {
    private static final List<Shipment> TWO = List.of(
            new Shipment(ItemKey.of("pk", "a"), Version.EMPTY), new Shipment(ItemKey.of("pk", "b"), Version.EMPTY));

    private final List<Shipment> sent = new ArrayList<>();

    private final PeerLink link = shipments -> {
        sent.addAll(shipments);
        return CompletableFuture.completedFuture(shipments.stream()
                .map(each -> Outcome.of(Outcome.Kind.APPLIED, 0))
                .toList());
    };

    private static CompletableFuture<Boolean> answer(boolean paused) {
        return CompletableFuture.completedFuture(paused);
    }

    @Test
    void whilePausedNothingIsSentAndEachShipmentIsOwed() {
        List<Outcome> outcomes =
                new PausableLink(link, () -> answer(true)).send(TWO).join();
        assertThat(outcomes).containsExactly(Outcome.UNREACHED, Outcome.UNREACHED);
        assertThat(outcomes).noneMatch(outcome -> outcome.kind().isDelivered());
        assertThat(sent).isEmpty();
    }

    @Test
    void elseThePeersAnswerStands() {
        List<Outcome> outcomes =
                new PausableLink(link, () -> answer(false)).send(TWO).join();
        assertThat(outcomes).hasSize(2).allMatch(outcome -> outcome.kind() == Outcome.Kind.APPLIED);
        assertThat(sent).isEqualTo(TWO);
    }

    @Test
    void itIsAskedEachTime() {
        List<Boolean> answers = new ArrayList<>(List.of(true, false));
        PausableLink pausable = new PausableLink(link, () -> answer(answers.remove(0)));
        pausable.send(TWO).join();
        assertThat(sent).isEmpty();
        pausable.send(TWO).join();
        assertThat(sent).isEqualTo(TWO);
    }

    @Test
    void ifItCannotBeToldWhetherItIsPausedItSends() {
        PausableLink unsure =
                new PausableLink(link, () -> CompletableFuture.failedFuture(new IllegalStateException("no table")));
        assertThat(unsure.send(TWO).join()).hasSize(2);
        assertThat(sent).isEqualTo(TWO);
    }

    @Test
    void aLinkThatFailsFails() {
        PausableLink broken = new PausableLink(
                shipments -> CompletableFuture.failedFuture(new IllegalStateException("away")), () -> answer(false));
        assertThatThrownBy(() -> broken.send(TWO).join()).hasRootCauseMessage("away");
    }
}
