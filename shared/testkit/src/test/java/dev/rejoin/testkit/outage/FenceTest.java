package dev.rejoin.testkit.outage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.rejoin.item.ItemKey;
import dev.rejoin.outage.Fence;
import dev.rejoin.outage.FenceRecord;
import dev.rejoin.outage.FenceRecord.Reason;
import dev.rejoin.outage.FenceRecord.State;
import dev.rejoin.outage.FenceRecords;
import dev.rejoin.outage.Isolation;
import dev.rejoin.outage.PausableLink;
import dev.rejoin.outage.WriteGate;
import dev.rejoin.replica.Outcome;
import dev.rejoin.replica.Shipment;
import dev.rejoin.rule.PlantedBug;
import dev.rejoin.rule.Rule;
import dev.rejoin.version.Version;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** On a gate that does what it is told little by little, with workers that stop anywhere. */
class FenceTest {
    private static final long SPREAD = 5_000;
    private static final Fence.Pace PACE = new Fence.Pace(8, 15_000);
    private static final Isolation.Patience PATIENCE = new Isolation.Patience(2, 3);

    private long now = 1_000_000;
    private FenceRecord kept = FenceRecord.NONE;
    private SplittableRandom random = new SplittableRandom(1);
    private double trouble;
    private final List<Boolean> drained = new ArrayList<>(List.of(true));
    private final Gate gate = new Gate();

    private final FenceRecords records = new FenceRecords() {
        @Override
        public CompletableFuture<FenceRecord> read() {
            return maybe(() -> kept);
        }

        @Override
        public CompletableFuture<Boolean> write(FenceRecord next) {
            return maybe(() -> {
                if (next.version() != kept.version() + 1) {
                    return false;
                }
                kept = next;
                return true;
            });
        }
    };

    private final Fence fence = new Fence(
            records,
            gate,
            closedAt -> maybe(() -> drained.size() > 1 ? drained.remove(0) : drained.get(0)),
            () -> now,
            PACE);

    private interface Act<T> {
        T get();
    }

    /** Fails before or after it was done, or does it and answers. */
    private <T> CompletableFuture<T> maybe(Act<T> act) {
        if (random.nextDouble() < trouble) {
            if (random.nextBoolean()) {
                act.get();
            }
            return CompletableFuture.failedFuture(new IllegalStateException("stopped"));
        }
        return CompletableFuture.completedFuture(act.get());
    }

    /** Eight machines, each of which hears of a change when it likes. */
    private final class Gate implements WriteGate {
        private final boolean[] closed = new boolean[8];
        private final long[] hearsAt = new long[8];
        private boolean told;
        private long toldAt = Long.MIN_VALUE / 2;
        private int changes;
        private boolean tooSoon;

        private void tell(boolean close) {
            tooSoon |= now - toldAt < PACE.spacingMillis();
            settle();
            told = close;
            toldAt = now;
            changes++;
            for (int i = 0; i < hearsAt.length; i++) {
                hearsAt[i] = now + random.nextLong(SPREAD);
            }
        }

        private void settle() {
            for (int i = 0; i < closed.length; i++) {
                closed[i] = now >= hearsAt[i] ? told : closed[i];
            }
        }

        boolean acceptsAnywhere() {
            settle();
            for (boolean each : closed) {
                if (!each) {
                    return true;
                }
            }
            return false;
        }

        @Override
        public CompletableFuture<Boolean> isToldClosed() {
            return maybe(() -> told);
        }

        @Override
        public CompletableFuture<Void> close() {
            return maybe(() -> {
                tell(true);
                return null;
            });
        }

        @Override
        public CompletableFuture<Void> open() {
            return maybe(() -> {
                tell(false);
                return null;
            });
        }

        @Override
        public CompletableFuture<Probe> probe() {
            settle();
            return maybe(() -> closed[random.nextInt(closed.length)] ? Probe.REFUSED : Probe.ACCEPTED);
        }
    }

    private void byHand(String who) {
        kept = kept.fencedByHand(new Reason(now, who, "test"));
    }

    private FenceRecord step() {
        now += 1_000;
        try {
            return fence.step().join();
        } catch (CompletionException e) {
            assertThat(e.getCause()).hasMessage("stopped");
            return kept;
        }
    }

    private void until(State state, int most) {
        for (int i = 0; i < most && kept.state() != state; i++) {
            step();
        }
        assertThat(kept.state()).isEqualTo(state);
    }

    @Test
    void aFenceClosesIsProvedDrainsAndOpens() {
        drained.add(0, false);
        assertThat(step()).isEqualTo(FenceRecord.NONE);
        byHand("ada");
        long decided = now;
        until(State.FENCED, 60);
        assertThat(gate.acceptsAnywhere()).isFalse();
        assertThat(kept.decidedAt()).isEqualTo(decided);
        assertThat(kept.millisToClose().orElseThrow()).isBetween(1_000L, 30_000L);
        assertThat(kept.drainedAt()).isEmpty();
        step();
        assertThat(kept.drainedAt()).isEmpty();
        step();
        assertThat(kept.drainedAt()).isPresent();
        assertThat(kept.isSettled()).isTrue();
        kept = kept.openedByHand();
        until(State.OPEN, 60);
        assertThat(gate.changes).isEqualTo(2);
        assertThat(kept.isSettled()).isTrue();
    }

    @ParameterizedTest
    @ValueSource(doubles = {0, .1, .5})
    void whoeverStopsAnywhereTheNextGoesOn(double troubles) {
        for (int seed = 0; seed < 200; seed++) {
            random = new SplittableRandom(seed);
            trouble = 0;
            kept = FenceRecord.NONE;
            byHand("seed " + seed);
            trouble = troubles;
            until(State.FENCED, 2_000);
            trouble = 0;
            kept = kept.openedByHand();
            until(State.OPEN, 200);
            now += PACE.spacingMillis();
        }
        assertThat(gate.tooSoon).as("told again before the gate may be").isFalse();
    }

    @Test
    void minutesCanBeToldAgainOnlyAfterAWhile() {
        byHand("ada");
        until(State.FENCED, 60);
        kept = kept.openedByHand();
        step();
        byHand("bob");
        until(State.FENCED, 100);
        assertThat(gate.tooSoon).isFalse();
        assertThat(kept.byHand().map(Reason::who)).contains("bob");
    }

    @Test
    void aGateThatSomebodyElseOpenedIsClosedAgain() {
        byHand("ada");
        until(State.FENCED, 60);
        step();
        now += PACE.spacingMillis();
        gate.tell(false);
        long opened = now;
        now += PACE.spacingMillis();
        step();
        assertThat(kept.state()).isEqualTo(State.FENCING);
        until(State.FENCED, 100);
        assertThat(kept.decidedAt()).as("measured from when it was seen").isGreaterThan(opened);
        assertThat(kept.drainedAt()).isEmpty();
    }

    @Test
    void anOperatorAndTheRegionItselfEachHaveAReason() {
        Optional<Reason> alone = Optional.of(new Reason(now, "sentinel", "alone"));
        Isolation isolated = new Isolation(true, true, 0);
        kept = kept.seen(isolated, alone);
        byHand("ada");
        until(State.FENCED, 60);
        kept = kept.seen(new Isolation(true, false, 0), Optional.empty());
        step();
        assertThat(kept.state()).as("the operator's word still holds").isEqualTo(State.FENCED);
        kept = kept.openedByHand();
        until(State.OPEN, 60);
        assertThat(kept.isolation())
                .as("not fenced again before it met the others")
                .isEqualTo(Isolation.NEW);
    }

    @Test
    void notOneMissedBeatIsolates() {
        Isolation isolation = look(Isolation.NEW, false, false, false);
        assertThat(isolation).as("it never met anybody").isEqualTo(Isolation.NEW);
        isolation = look(isolation, true, false, true, false, true);
        assertThat(isolation.isolated()).isFalse();
        isolation = look(isolation, false, false);
        assertThat(isolation.isolated()).isTrue();
        isolation = look(isolation, true, true, false, true, true);
        assertThat(isolation.isolated()).isTrue();
        assertThat(look(isolation, true).isolated()).isFalse();
        assertThatThrownBy(() -> new Isolation.Patience(1, 2)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new Isolation.Patience(2, 1)).isInstanceOf(IllegalArgumentException.class);
    }

    private static Isolation look(Isolation isolation, boolean... together) {
        for (boolean each : together) {
            isolation = isolation.look(each, PATIENCE);
        }
        return isolation;
    }

    @Test
    void plantedBugsAreNoticed() {
        assertThat(PlantedBug.during(
                        Rule.ONE_MISSED_BEAT,
                        () -> look(Isolation.NEW, true, false).isolated()))
                .isTrue();
        boolean accepted = PlantedBug.during(Rule.FENCE_PROVED, () -> {
            byHand("ada");
            until(State.FENCED, 60);
            return gate.acceptsAnywhere();
        });
        assertThat(accepted).isTrue();
    }

    @Test
    void whatGoesOverAPausedLinkIsOwed() {
        List<Shipment> sent = new ArrayList<>();
        PausableLink paused = new PausableLink(
                shipments -> {
                    sent.addAll(shipments);
                    return CompletableFuture.completedFuture(List.of(Outcome.STALE));
                },
                () -> CompletableFuture.completedFuture(sent.isEmpty()));
        List<Shipment> shipments = List.of(new Shipment(ItemKey.of("pk", "a"), Version.EMPTY));
        assertThat(paused.send(shipments).join()).containsExactly(Outcome.UNREACHED);
        assertThat(sent).isEmpty();
        assertThat(PlantedBug.during(
                        Rule.PAUSE_OWES,
                        () -> paused.send(shipments).join().get(0).kind().isDelivered()))
                .as("the planted bug loses it")
                .isTrue();
        PausableLink unknown = new PausableLink(
                all -> CompletableFuture.completedFuture(List.of(Outcome.STALE)),
                () -> CompletableFuture.failedFuture(new IllegalStateException("away")));
        assertThat(unknown.send(shipments).join()).containsExactly(Outcome.STALE);
    }
}
