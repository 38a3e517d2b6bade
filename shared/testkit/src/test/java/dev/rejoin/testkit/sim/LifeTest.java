package dev.rejoin.testkit.sim;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rejoin.testkit.sim.Scenario.Life;
import java.util.function.LongFunction;
import org.junit.jupiter.api.Test;

/** What regions and tables go through: each with all mixes of plain writes and all faults. */
class LifeTest {
    private static final int RUNS = 1_600;

    @Test
    void aTableIsBackfilledWhileApplicationsWrite() {
        holds(Life.BACKFILL);
        ofAllDataTypes(Life.BACKFILL);
    }

    @Test
    void aRegionJoinsWithAnEmptyTable() {
        holds(Life.JOIN);
        ofAllDataTypes(Life.JOIN);
    }

    @Test
    void aRegionLeaves() {
        holds(Life.LEAVE);
        ofAllDataTypes(Life.LEAVE);
    }

    /**
     * Besides convergence and nothing lost: a region that is fenced accepts no write from when that is told, replicated ones land
     * there, no region fences itself for one missed look, and one that takes over shows all that it must.
     */
    @Test
    void regionsAreCutOffFencedPausedAndGivenUp() {
        holds(Life.OUTAGE);
        ofAllDataTypes(Life.OUTAGE);
    }

    /** Besides all else: what is dead for long enough is forgotten in the end, and does not come back. */
    @Test
    void whatIsDeadIsForgottenWhileApplicationsWrite() {
        holds(Life.COLLECT);
        withoutFailure(Campaign::graves);
        ofAllDataTypes(Life.COLLECT);
    }

    @Test
    void aTableIsLostAndRestoredFromABackup() {
        holds(Life.RESTORE);
        ofAllDataTypes(Life.RESTORE);
    }

    @Test
    void aRegionIsExpelledAndComesBack() {
        holds(Life.EXPEL);
        ofAllDataTypes(Life.EXPEL);
    }

    private static void ofAllDataTypes(Life life) {
        withoutFailure(run -> Campaign.livingTyped(life, run));
    }

    private static Campaign.Report withoutFailure(LongFunction<Scenario> scenarios) {
        Campaign.Report report = Campaign.run(0, RUNS, scenarios, () -> {});
        assertThat(report.failures())
                .extracting(result -> result.scenario().replay() + ": " + result.failure())
                .isEmpty();
        return report;
    }

    private static void holds(Life life) {
        Campaign.Report report = withoutFailure(run -> Campaign.living(life, run));
        assertThat(report.sometimes().never(life))
                .as("rare paths that were never reached")
                .isEmpty();
    }
}
