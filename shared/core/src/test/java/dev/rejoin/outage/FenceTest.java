package dev.rejoin.outage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.rejoin.outage.FenceRecord.Reason;
import dev.rejoin.outage.FenceRecord.State;
import dev.rejoin.outage.WriteGate.Probe;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

/** One step at a time, each seen from outside: what the gate was told, what is kept, what is answered. */
class FenceTest {
    private static final Fence.Pace PACE = new Fence.Pace(3, 1_000);
    private static final Reason BY_ADA = new Reason(90_000, "ada", "maintenance");

    private final Records records = new Records();
    private final Gate gate = new Gate();
    private final List<Long> drainsAsked = new ArrayList<>();
    private boolean isDrained;
    private long now = 100_000;

    private final Fence fence = new Fence(
            records,
            gate,
            closedAt -> {
                drainsAsked.add(closedAt);
                return done(isDrained);
            },
            () -> now,
            PACE);

    private static <T> CompletableFuture<T> done(T value) {
        return CompletableFuture.completedFuture(value);
    }

    /** Keeps a record if it is the next version. */
    private static final class Records implements FenceRecords {
        private FenceRecord kept = FenceRecord.NONE;
        private int writes;

        @Override
        public CompletableFuture<FenceRecord> read() {
            return done(kept);
        }

        @Override
        public CompletableFuture<Boolean> write(FenceRecord next) {
            writes++;
            if (next.version() != kept.version() + 1) {
                return done(false);
            }
            kept = next;
            return done(true);
        }
    }

    /** Does what it is told at once, unless a test has other answers for the next probes. */
    private static final class Gate implements WriteGate {
        private final List<String> told = new ArrayList<>();
        private final Deque<Probe> answers = new ArrayDeque<>();
        private boolean closed;
        private boolean fails;

        @Override
        public CompletableFuture<Boolean> isToldClosed() {
            return done(closed);
        }

        @Override
        public CompletableFuture<Void> close() {
            return tell(true, "close");
        }

        @Override
        public CompletableFuture<Void> open() {
            return tell(false, "open");
        }

        private CompletableFuture<Void> tell(boolean close, String word) {
            told.add(word);
            if (fails) {
                return CompletableFuture.failedFuture(new IllegalStateException("no gate"));
            }
            closed = close;
            return done(null);
        }

        @Override
        public CompletableFuture<Probe> probe() {
            return done(answers.isEmpty() ? (closed ? Probe.REFUSED : Probe.ACCEPTED) : answers.remove());
        }
    }

    private FenceRecord step() {
        now += 100;
        return fence.step().join();
    }

    private FenceRecord steps(int n) {
        FenceRecord last = records.kept;
        for (int i = 0; i < n; i++) {
            last = step();
        }
        assertThat(last).as("what is answered is what is kept").isEqualTo(records.kept);
        return last;
    }

    private void fenced() {
        records.kept = records.kept.fencedByHand(BY_ADA);
        assertThat(steps(5).state()).isEqualTo(State.FENCED);
    }

    @Test
    void aRegionThatNobodyWantsFencedIsLeftAlone() {
        assertThat(steps(3)).isEqualTo(FenceRecord.NONE);
        assertThat(records.writes).isZero();
        assertThat(gate.told).isEmpty();
        assertThat(FenceRecord.NONE.isSettled()).isTrue();
    }

    @Test
    void itClosesTheGateAndCountsAsFencedOnlyAfterEnoughRefusals() {
        records.kept = records.kept.fencedByHand(BY_ADA);
        assertThat(records.kept.isSettled()).isFalse();
        assertThat(step().state()).isEqualTo(State.FENCING);
        assertThat(gate.told).isEmpty();
        step();
        assertThat(gate.told).containsExactly("close");
        assertThat(steps(2).state()).isEqualTo(State.FENCING);
        FenceRecord proved = step();
        assertThat(proved.state()).isEqualTo(State.FENCED);
        assertThat(proved.isSettled()).isTrue();
        assertThat(proved.since()).isEqualTo(now);
        assertThat(proved.closedAt())
                .as("the last of the refusals: a write may have been accepted between the first and that")
                .hasValue(now);
        assertThat(proved.millisToClose()).hasValue(now - BY_ADA.at());
    }

    @Test
    void oneWriteThatIsAcceptedBeginsTheProofAgain() {
        records.kept = records.kept.fencedByHand(BY_ADA);
        gate.answers.addAll(List.of(Probe.REFUSED, Probe.REFUSED, Probe.ACCEPTED, Probe.REFUSED, Probe.REFUSED));
        assertThat(steps(5).closedAt()).as("it was not closed yet").isEmpty();
        assertThat(steps(2).state()).isEqualTo(State.FENCING);
        assertThat(step().state()).isEqualTo(State.FENCED);
        assertThat(records.kept.closedAt()).hasValue(now);
        assertThat(gate.told).containsExactly("close");
    }

    @Test
    void theGateIsNotToldAgainBeforeItsTime() {
        records.kept = records.kept.fencedByHand(BY_ADA);
        steps(2);
        gate.closed = false;
        steps(9);
        assertThat(gate.told).containsExactly("close");
        now += PACE.spacingMillis();
        step();
        assertThat(gate.told).containsExactly("close", "close");
    }

    @Test
    void aGateThatDidNotAnswerIsToldAgainAfterAWhile() {
        records.kept = records.kept.fencedByHand(BY_ADA);
        step();
        gate.fails = true;
        assertThatThrownBy(this::step).hasRootCauseMessage("no gate");
        gate.fails = false;
        assertThat(records.kept.state()).isEqualTo(State.FENCING);
        step();
        assertThat(gate.told).as("the record says that it was told").hasSize(1);
        now += PACE.spacingMillis();
        step();
        assertThat(gate.told).hasSize(2);
        assertThat(steps(3).state()).isEqualTo(State.FENCED);
    }

    @Test
    void itWatchesUntilWhatWasWrittenBeforeHasLeft() {
        fenced();
        long closedAt = records.kept.closedAt().orElseThrow();
        assertThat(steps(2).drainedAt()).isEmpty();
        isDrained = true;
        assertThat(step().drainedAt()).hasValue(now);
        steps(3);
        assertThat(drainsAsked).containsExactly(closedAt, closedAt, closedAt);
    }

    @Test
    void aGateThatSomebodyElseOpenedIsClosedAgainAndDrainedAgain() {
        isDrained = true;
        fenced();
        step();
        gate.closed = false;
        assertThat(step().state()).as("it may only not show yet").isEqualTo(State.FENCED);
        now += PACE.spacingMillis();
        FenceRecord again = step();
        assertThat(again.state()).isEqualTo(State.FENCING);
        assertThat(again.decidedAt()).isEqualTo(now);
        assertThat(again.closedAt()).isEmpty();
        assertThat(again.drainedAt()).isEmpty();
        assertThat(steps(4).state()).isEqualTo(State.FENCED);
        assertThat(gate.told).containsExactly("close", "close");
    }

    @Test
    void itOpensAndSaysSoOnlyOnceAWriteIsAccepted() {
        fenced();
        records.kept = records.kept.openedByHand();
        assertThat(records.kept.isSettled()).isFalse();
        assertThat(step().state()).isEqualTo(State.UNFENCING);
        now += PACE.spacingMillis();
        step();
        assertThat(gate.told).containsExactly("close", "open");
        gate.answers.add(Probe.REFUSED);
        assertThat(step().state()).isEqualTo(State.UNFENCING);
        assertThat(step().state()).isEqualTo(State.OPEN);
        assertThat(records.kept.isSettled()).isTrue();
    }

    @Test
    void itTurnsRoundInTheMiddle() {
        records.kept = records.kept.fencedByHand(BY_ADA);
        steps(3);
        records.kept = records.kept.openedByHand();
        assertThat(step().state()).isEqualTo(State.UNFENCING);
        records.kept = records.kept.fencedByHand(BY_ADA);
        FenceRecord again = step();
        assertThat(again.state()).isEqualTo(State.FENCING);
        assertThat(again.refusals()).as("the proof begins again").isZero();
        assertThat(steps(3).state()).isEqualTo(State.FENCED);
        assertThat(gate.told).containsExactly("close");
    }

    @Test
    void ofTwoWhoStepAtOnceTheSecondGoesByWhatIsKept() {
        records.kept = records.kept.fencedByHand(BY_ADA);
        FenceRecord stale = records.kept;
        FenceRecord moved = step();
        FenceRecords late = new FenceRecords() {
            private boolean first = true;

            @Override
            public CompletableFuture<FenceRecord> read() {
                FenceRecord answer = first ? stale : records.kept;
                first = false;
                return done(answer);
            }

            @Override
            public CompletableFuture<Boolean> write(FenceRecord next) {
                return records.write(next);
            }
        };
        Fence other = new Fence(late, gate, closedAt -> done(true), () -> now, PACE);
        assertThat(other.step().join()).isEqualTo(moved);
        assertThat(records.kept).isEqualTo(moved);
        assertThat(gate.told).isEmpty();
    }

    @Test
    void aFenceIsWantedAsLongAsThereIsOneReason() {
        Optional<Reason> alone = Optional.of(new Reason(1, "sentinel", "alone"));
        FenceRecord both =
                FenceRecord.NONE.seen(new Isolation(true, true, 0), alone).fencedByHand(BY_ADA);
        FenceRecord back = both.seen(new Isolation(true, false, 0), Optional.empty());
        assertThat(back.isWanted()).isTrue();
        assertThat(back.byIsolation()).isEmpty();
        assertThat(back.openedByHand().isWanted()).isFalse();
        assertThat(both.openedByHand().isolation()).isEqualTo(Isolation.NEW);
    }

    @Test
    void aLookThatChangesNothingIsNoNewVersion() {
        Isolation isolated = new Isolation(true, true, 0);
        Optional<Reason> first = Optional.of(new Reason(1, "sentinel", "alone"));
        FenceRecord seen = FenceRecord.NONE.seen(isolated, first);
        assertThat(seen.version()).isEqualTo(1);
        FenceRecord again = seen.seen(isolated, Optional.of(new Reason(9, "sentinel", "still alone")));
        assertThat(again).isSameAs(seen);
        FenceRecord more = seen.seen(new Isolation(true, true, 1), Optional.of(new Reason(9, "sentinel", "still")));
        assertThat(more.byIsolation()).as("since when it is alone").isEqualTo(first);
    }
}
