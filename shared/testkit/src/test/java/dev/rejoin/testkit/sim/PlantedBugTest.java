package dev.rejoin.testkit.sim;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rejoin.rule.Rule;
import java.util.function.LongFunction;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Every rule of the protocol is needed, and the simulator would notice if one were broken. */
class PlantedBugTest {
    private static final int RUNS = 8_000;

    @ParameterizedTest
    @EnumSource(Rule.class)
    void isFound(Rule rule) {
        if (rule == Rule.FOLDED_UNSEEN_WAITS) {
            // Found once in sixty thousand runs of data types and other deletes.
            Scenario rare = new Scenario(3738, 4, 19, Mix.KEEP_ITEMS_WIDE, Scenario.Faults.ALL);
            assertThat(Simulation.run(rare).failure()).isNull();
            assertThat(BugHunt.planted(rule, rare).failure()).isNotNull();
        } else if (rule == Rule.CONTEXT_COMPARED) {
            // Found once in some thousand runs of this shape.
            Scenario rare = new Scenario(3167, 5, 24, Mix.KEEP_ITEMS_WIDE, Scenario.Faults.ALL);
            assertThat(Simulation.run(rare).failure()).isNull();
            assertThat(BugHunt.planted(rule, rare).failure()).isNotNull();
        } else {
            assertThat(BugHunt.hunt(rule, 0, RUNS, scenarios(rule)))
                    .as(rule.whenBroken())
                    .isPresent();
        }
    }

    private static LongFunction<Scenario> scenarios(Rule rule) {
        return switch (rule) {
            case BARRIER_TAKES_UNSEEN,
                    MULTIS_WHOLE,
                    KEPT_BEFORE_TAKEN,
                    ADDITIONS_ARE_NEWS,
                    FALLBACK_SAID,
                    SPILLED_EVERYWHERE -> Campaign::typed;
            case LOOKED_AGAIN, LOST_TAKEN_IN, ABSENT_OWED -> Campaign::damaged;
            case UNFOLDED_DELETE_WAITS -> seed -> new Scenario(seed, 5, 22, Mix.FLUXES, Scenario.Faults.ALL);
            default -> run -> Campaign.living(Campaign.lifeOf(rule), run);
        };
    }
}
