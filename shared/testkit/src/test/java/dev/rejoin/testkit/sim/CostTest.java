package dev.rejoin.testkit.sim;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rejoin.testkit.store.Operation;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Store operations for a plain write in three regions, all of them together, while nothing else happens. */
class CostTest {
    private static final int OPS = 300;

    @ParameterizedTest
    @CsvSource({"UPDATES", "COUNTERS", "PUTS"})
    void aWriteCostsOneShadowWriteHereAndOneItemWriteAtEachPeer(Mix mix) {
        RunResult result = quiet(mix);
        assertThat(total(result, Operation.SHADOW_WRITE)).isEqualTo(OPS);
        assertThat(total(result, Operation.ITEM_WRITE)).isEqualTo(2 * OPS);
        assertThat(total(result, Operation.ITEM_READ)).isEqualTo(2 * OPS);
        // Here to fold (an insert's row is predicted), and at each peer to apply and when its own record comes by.
        assertThat(total(result, Operation.SHADOW_READ)).isBetween(5L * OPS - 2, 5L * OPS);
        assertThat(result.sent()).isEqualTo(2 * OPS);
        assertThat(total(result, Operation.TRANSACTION)).isZero();
    }

    @ParameterizedTest
    @CsvSource({"PUT_DEL", "UPD_DEL"})
    void aDeleteCostsTwoItemWritesAndOneShadowWriteAtEachPeer(Mix mix) {
        RunResult result = quiet(mix);
        assertThat(total(result, Operation.ITEM_WRITE)).isLessThanOrEqualTo(4 * OPS);
        assertThat(total(result, Operation.SHADOW_WRITE)).isLessThanOrEqualTo(3 * OPS);
        assertThat(total(result, Operation.ITEM_WRITE) + total(result, Operation.SHADOW_WRITE))
                .isLessThan(4L * OPS);
        assertThat(total(result, Operation.TRANSACTION)).isZero();
        assertThat(result.sent()).as("a peer's delete is not sent on").isLessThanOrEqualTo(2 * OPS);
    }

    private static RunResult quiet(Mix mix) {
        RunResult result = Simulation.run(new Scenario(1, 3, OPS, mix, Scenario.Faults.QUIET));
        assertThat(result.failure()).isNull();
        return result;
    }

    private static long total(RunResult result, Operation operation) {
        return result.counts().stream()
                .mapToLong(counts -> counts.of(operation))
                .sum();
    }
}
