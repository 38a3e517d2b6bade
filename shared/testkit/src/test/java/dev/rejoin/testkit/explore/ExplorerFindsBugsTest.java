package dev.rejoin.testkit.explore;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rejoin.rule.PlantedBug;
import dev.rejoin.rule.Rule;
import dev.rejoin.testkit.sim.Mix;
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
            Map.entry(Rule.DEAD_SETTLED, anyFault(DELETE)),
            Map.entry(Rule.UNSEEN_STANDS, typed("a typed v =1", "b typed v =2")),
            Map.entry(Rule.ELEMENTS_STAY, typed("a typed s +2", "b typed s -1").after("a typed s +1")),
            Map.entry(Rule.APPENDS_ONLY, typed("a typed l +2", "b typed l +3").after("a typed l +1")),
            Map.entry(Rule.PLACES_KEPT, typed("a typed l 1=3").after("a typed l +1", "a typed l +2")),
            Map.entry(
                    Rule.PATHS_ALONE,
                    typed("a typed doc p=2", "b typed doc q=2").after("a typed doc p=1")),
            Map.entry(Rule.HIGHEST_SHOWN, typed("a typed hi =2", "b typed hi =1")),
            Map.entry(Rule.LOWEST_SHOWN, typed("a typed lo =1", "b typed lo =2")),
            Map.entry(Rule.TRUE_SHOWN, typed("a typed yes =true", "b typed yes =false")),
            Map.entry(Rule.FALSE_SHOWN, typed("a typed no =false", "b typed no =true")),
            Map.entry(Rule.WHOLE_ITEM_TAKEN, Script.of("a put", "b update x").merging(Mix.WHOLE_ITEMS)),
            Map.entry(
                    Rule.BARRIER_TAKES_UNSEEN,
                    Script.of("b update x", "a delete").after("a put").merging(Mix.DELETE_WINS)));

    private static Script typed(String... writes) {
        return Script.of(writes).merging(Mix.TYPES);
    }

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
