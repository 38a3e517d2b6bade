package dev.rejoin.testkit.sim;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rejoin.testkit.sim.Scenario.Life;
import org.junit.jupiter.api.Test;

/** What regions and tables go through: each with all mixes of plain writes and all faults. */
class LifeTest {
    private static final int RUNS = 1_600;

    @Test
    void aTableIsBackfilledWhileApplicationsWrite() {
        holds(Life.BACKFILL);
    }

    @Test
    void aRegionJoinsWithAnEmptyTable() {
        holds(Life.JOIN);
    }

    @Test
    void aRegionLeaves() {
        holds(Life.LEAVE);
    }

    /**
     * Besides convergence and nothing lost: a region that is fenced accepts no write from when that is told, replicated ones land
     * there, no region fences itself for one missed look, and one that takes over shows all that it must.
     */
    @Test
    void regionsAreCutOffFencedPausedAndGivenUp() {
        holds(Life.OUTAGE);
    }

    @Test
    void aTableIsLostAndRestoredFromABackup() {
        holds(Life.RESTORE);
    }

    @Test
    void aTableOfAllDataTypesIsLostAndRestoredFromABackup() {
        Campaign.Report report = Campaign.run(0, RUNS, run -> Campaign.livingTyped(Life.RESTORE, run), () -> {});
        assertThat(report.failures())
                .extracting(result -> result.scenario().replay() + ": " + result.failure())
                .isEmpty();
    }

    private static void holds(Life life) {
        Campaign.Report report = Campaign.run(0, RUNS, run -> Campaign.living(life, run), () -> {});
        assertThat(report.failures())
                .extracting(result -> result.scenario().replay() + ": " + result.failure())
                .isEmpty();
        assertThat(report.sometimes().never(life))
                .as("rare paths that were never reached")
                .isEmpty();
    }
}
