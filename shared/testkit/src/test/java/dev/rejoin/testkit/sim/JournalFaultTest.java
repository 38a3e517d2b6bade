package dev.rejoin.testkit.sim;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rejoin.testkit.sim.Scenario.Faults;
import dev.rejoin.testkit.sim.Sometimes.Path;
import org.junit.jupiter.api.Test;

/** A journal and a bin that mostly fail delay what would discard a value; they never lose it. */
class JournalFaultTest {
    private static final int RUNS = 3_000;

    private static Scenario scenario(long run) {
        Scenario drawn = Campaign.scenario(run);
        return new Scenario(drawn.seed(), drawn.regions(), drawn.ops(), drawn.mix(), Faults.JOURNAL);
    }

    @Test
    void nothingIsLostWhileTheJournalFails() {
        Campaign.Report report = Campaign.run(0, RUNS, JournalFaultTest::scenario, () -> {});
        assertThat(report.failures())
                .extracting(result -> result.scenario().replay() + ": " + result.failure())
                .isEmpty();
        // Nothing else is throttled in these runs.
        assertThat(report.sometimes().of(Path.THROTTLED)).isGreaterThan(RUNS);
        assertThat(report.sometimes().of(Path.CONFLICT)).isGreaterThan(RUNS);
    }
}
