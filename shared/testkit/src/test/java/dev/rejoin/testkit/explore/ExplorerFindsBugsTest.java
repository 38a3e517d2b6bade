package dev.rejoin.testkit.explore;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rejoin.rule.PlantedBug;
import dev.rejoin.rule.Rule;
import dev.rejoin.testkit.sim.Script;
import dev.rejoin.testkit.sim.Script.Fault;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Broken rules that two regions, a write or two and at most one fault are enough to notice. */
class ExplorerFindsBugsTest {
    private static final long MOST_RUNS = 3_000;
    private static final Script ADDS = Script.of("a add n", "b add n").after("a add n");
    private static final Script PUT = Script.of("a put");
    private static final Script DELETE = Script.of("a delete").after("a put");
    private static final Script UPDATE_DELETE =
            Script.of("a update x", "b delete").after("a put");

    private static final Map<Rule, Script> SCRIPTS = Map.ofEntries(
            Map.entry(Rule.HLC_BUMP, DELETE),
            Map.entry(Rule.SEQUENCE_CHECK, anyFault(PUT)),
            Map.entry(Rule.ECHO_KNOWN, PUT),
            Map.entry(Rule.OWN_WRITES_DIFFER, UPDATE_DELETE),
            Map.entry(Rule.ECHO_DESCRIBES, UPDATE_DELETE),
            Map.entry(Rule.CLOCK_CONDITION, anyFault(ADDS)),
            Map.entry(
                    Rule.VALUE_CONDITION, Script.of("a update x", "b update x").after("a put")),
            Map.entry(Rule.DELETE_MARKED, DELETE),
            Map.entry(Rule.SETTLE, UPDATE_DELETE),
            Map.entry(Rule.DELETE_TAKES_OLDER, DELETE),
            Map.entry(Rule.COUNTER_SUMS, ADDS),
            Map.entry(Rule.FORWARD_BEFORE_CHECKPOINT, anyFault(PUT)),
            Map.entry(Rule.RETRY_OWED, anyFault(PUT)),
            Map.entry(Rule.LOSER_JOURNALLED, Script.of("a put", "b put")),
            Map.entry(Rule.DEAD_SETTLED, anyFault(DELETE)));

    private static Script anyFault(Script script) {
        return script.failing(1, Fault.values());
    }

    static Set<Rule> rules() {
        return SCRIPTS.keySet();
    }

    @ParameterizedTest
    @MethodSource("rules")
    void isFound(Rule rule) {
        Script script = SCRIPTS.getOrDefault(rule, PUT).patiently();
        Exploration broken = PlantedBug.during(rule, () -> Explorer.explore(script, Reduction.STATES, MOST_RUNS));
        assertThat(broken.failure()).as(rule.whenBroken()).isNotNull();
    }
}
