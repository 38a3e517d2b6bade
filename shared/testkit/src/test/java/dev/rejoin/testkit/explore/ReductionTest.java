package dev.rejoin.testkit.explore;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rejoin.testkit.sim.Script;
import dev.rejoin.testkit.sim.Script.Fault;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What the explorer leaves out would have shown nothing new: on scripts that are small enough to leave out nothing. */
class ReductionTest {
    private static final long MOST_RUNS = 100_000;

    static Script[] scripts() {
        return new Script[] {
            Script.of("a put").patiently(),
            Script.of("a put", "a delete").patiently(),
            Script.of("a put", "b delete").patiently(),
            Script.of("a add n").after("a put").patiently(),
            Script.of("a put").patiently().failing(1, Fault.UNCERTAIN),
            Script.of("a put").patiently().failing(1, Fault.THROTTLED)
        };
    }

    static Script[] largerScripts() {
        return new Script[] {
            Script.of("a put", "b put").patiently(),
            Script.of("a add n", "b add n").after("a add n").patiently(),
            Script.of("a update x").after("a put").patiently().failing(1, Fault.values())
        };
    }

    @ParameterizedTest
    @MethodSource("scripts")
    void unnoticedStepsMatterToNobody(Script script) {
        Exploration every = explore(script, Reduction.NONE);
        Exploration reduced = explore(script, Reduction.UNNOTICED);
        assertThat(reduced.ends()).isEqualTo(every.ends());
        assertThat(reduced.runs()).isLessThanOrEqualTo(every.runs());
    }

    /** Even the number of ways through the states is the number of runs without them. */
    @ParameterizedTest
    @MethodSource({"scripts", "largerScripts"})
    void statesAreAllThatMatters(Script script) {
        Exploration every = explore(script, Reduction.UNNOTICED);
        Exploration reduced = explore(script, Reduction.STATES);
        assertThat(reduced.ends()).isEqualTo(every.ends());
        assertThat(reduced.interleavings()).isEqualTo((double) every.runs());
    }

    private static Exploration explore(Script script, Reduction reduction) {
        Exploration exploration = Explorer.explore(script, reduction, MOST_RUNS);
        assertThat(exploration.complete()).as(script.toString()).isTrue();
        assertThat(exploration.failure()).isNull();
        return exploration;
    }
}
