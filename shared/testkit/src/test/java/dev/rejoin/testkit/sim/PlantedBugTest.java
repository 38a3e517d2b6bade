package dev.rejoin.testkit.sim;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rejoin.rule.Rule;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Every rule of the protocol is needed, and the simulator would notice if one were broken. */
class PlantedBugTest {
    private static final int RUNS = 8_000;

    /** Found once in some thousand runs of their shape. */
    private static final Map<Rule, Scenario> RARE = Map.of(
            Rule.CONTEXT_COMPARED, new Scenario(4343, 5, 24, Mix.TYPES, Scenario.Faults.ALL),
            Rule.TWINS_TOGETHER, new Scenario(25411, 5, 22, Mix.KEEP_SPILLS, Scenario.Faults.ALL),
            Rule.KEPT_FOLDED_FIRST, new Scenario(56175, 5, 21, Mix.KEEP_SPILLS, Scenario.Faults.ALL),
            Rule.OVERTAKEN_BY_KEPT_TOLD, new Scenario(33238, 4, 25, Mix.KEEP_SPILLS, Scenario.Faults.NONE),
            Rule.PUT_BACK_TAKEN_IN, new Scenario(4381, 3, 12, Mix.COPIES, Scenario.Faults.ALL),
            Rule.FOLDED_UNSEEN_WAITS, new Scenario(2475, 4, 19, Mix.KEEP_ITEMS_WIDE, Scenario.Faults.ALL));

    @ParameterizedTest
    @EnumSource(Rule.class)
    void isFound(Rule rule) {
        Scenario rare = RARE.get(rule);
        if (rare == null) {
            assertThat(BugHunt.hunt(rule, 0, RUNS, Campaign.about(rule)))
                    .as(rule.whenBroken())
                    .isPresent();
        } else {
            assertThat(Simulation.run(rare).failure()).isNull();
            assertThat(BugHunt.planted(rule, rare).failure())
                    .as(rule.whenBroken())
                    .isNotNull();
        }
    }
}
