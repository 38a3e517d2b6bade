package dev.rejoin.outage;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rejoin.outage.FenceRecord.Reason;
import dev.rejoin.outage.FenceRecord.State;
import dev.rejoin.outage.Takeover.Left;
import dev.rejoin.outage.Takeover.Measured;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

class TakeoverTest {
    private static final long DECIDED = 900;
    private static final long CLOSED = 1_000;
    private static final long DRAINED = 2_000;

    private static final FenceRecord WANTED = FenceRecord.NONE
            .fencedByHand(new Reason(DECIDED, "ada", "maintenance"))
            .enter(State.FENCING, DECIDED);
    private static final FenceRecord FENCED = WANTED.probed(true, CLOSED).enterAfter(State.FENCED, CLOSED);

    private static Optional<Measured> measured(long at, long forwardedTo, long keys) {
        return Optional.of(new Measured(at, forwardedTo, OptionalLong.of(keys)));
    }

    @Test
    void oneThingAfterTheOther() {
        Optional<Measured> nothing = measured(DRAINED + 1, CLOSED, 0);
        assertThat(Takeover.left(WANTED, nothing, List.of())).isEqualTo(Left.TO_FENCE);
        assertThat(Takeover.left(FENCED, nothing, List.of())).isEqualTo(Left.TO_DRAIN);
        FenceRecord drained = FENCED.drained(DRAINED);
        assertThat(Takeover.left(drained, Optional.empty(), List.of())).isEqualTo(Left.TO_MEASURE);
        assertThat(Takeover.left(drained, measured(DRAINED, CLOSED, 0), List.of()))
                .as("measured before everything was forwarded")
                .isEqualTo(Left.TO_MEASURE);
        assertThat(Takeover.left(
                        drained, Optional.of(new Measured(DRAINED + 1, CLOSED, OptionalLong.empty())), List.of()))
                .isEqualTo(Left.TO_MEASURE);
        assertThat(Takeover.left(drained, measured(DRAINED + 1, CLOSED, 1), List.of()))
                .isEqualTo(Left.TO_DELIVER);
        assertThat(Takeover.left(drained, nothing, List.of(nothing, nothing))).isEqualTo(Left.NOTHING);
    }

    @Test
    void aThirdRegionMustHaveBroughtWhatTheOtherShowed() {
        FenceRecord drained = FENCED.drained(DRAINED);
        assertThat(Takeover.hasDelivered(drained, measured(DRAINED + 1, CLOSED, 0)))
                .isTrue();
        assertThat(Takeover.hasDelivered(drained, measured(DRAINED, CLOSED, 0))).isFalse();
        assertThat(Takeover.hasDelivered(drained, measured(DRAINED + 1, CLOSED - 1, 0)))
                .isFalse();
        assertThat(Takeover.hasDelivered(drained, measured(DRAINED + 1, CLOSED, 1)))
                .isFalse();
        assertThat(Takeover.hasDelivered(drained, Optional.empty())).isFalse();
        assertThat(Takeover.left(
                        drained, measured(DRAINED + 1, CLOSED, 0), List.of(measured(DRAINED + 1, CLOSED - 1, 0))))
                .isEqualTo(Left.OTHERS);
    }

    /** A region that has been fenced for days has shown a lot since it was closed. */
    @Test
    void whatCountsIsWhatItShowedWhenItWasGivenUp() {
        long later = DRAINED + 100_000;
        FenceRecord drained = FENCED.drained(DRAINED).fencedByHand(new Reason(later, "ada", "failover"));
        assertThat(Takeover.hasDelivered(drained, measured(later + 1, later - 1, 0)))
                .isFalse();
        assertThat(Takeover.hasDelivered(drained, measured(later + 1, later, 0)))
                .isTrue();
    }
}
