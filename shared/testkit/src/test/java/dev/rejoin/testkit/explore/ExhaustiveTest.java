package dev.rejoin.testkit.explore;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rejoin.testkit.sim.Script;
import dev.rejoin.testkit.sim.Script.Fault;
import java.util.List;
import org.junit.jupiter.api.Test;

/**
 * Two regions and a few writes, in every order in which anything can take place. The numbers of states are pinned, so that an
 * exploration that loses its way is noticed; they change with the steps of the flow, and are then to be taken over.
 */
class ExhaustiveTest {
    private static final long MOST_RUNS = 300_000;

    private record Pinned(Script script, int states, int ends) {}

    /** A forwarder that takes one record at a time, and couriers that try again whenever they like. */
    private static final List<Pinned> EVERY_ORDER = List.of(
            new Pinned(Script.of("a put", "b put", "a delete"), 13_915, 8),
            new Pinned(Script.of("a update x", "b update y", "b delete"), 18_076, 7),
            new Pinned(Script.of("a add n", "b add n", "a delete"), 22_143, 7),
            new Pinned(Script.of("a delete", "b delete", "a put").after("a put"), 4_678, 6),
            new Pinned(Script.of("a add n", "b add n", "a delete").after("a add n"), 4_766, 6),
            new Pinned(Script.of("a update x", "b update x", "b delete").after("a put"), 4_147, 6),
            new Pinned(Script.of("a put", "b put", "b delete").ahead(5_000), 6_545, 6),
            new Pinned(Script.of("a put", "b put", "b delete").ahead(-5_000), 4_183, 6),
            new Pinned(Script.of("a put", "a remove x", "b update x"), 8_215, 7),
            new Pinned(Script.of("a put", "b update x", "a update y"), 6_323, 5),
            new Pinned(Script.of("a put", "a update x", "b put").batched(2), 9_686, 7));

    /** One thing goes wrong, whatever and whenever. Couriers that have to wait try again last. */
    private static final List<Pinned> ONE_FAULT = List.of(
            new Pinned(anyFault(Script.of("a add n", "b add n").after("a add n")), 15_570, 3),
            new Pinned(anyFault(Script.of("a update x", "b update x").after("a put")), 10_322, 3),
            new Pinned(anyFault(Script.of("a put", "b put")), 10_322, 3),
            new Pinned(anyFault(Script.of("a delete").after("a put")), 1_287, 1),
            new Pinned(anyFault(Script.of("a put")), 104, 1),
            new Pinned(Script.of("a put", "b delete").patiently().failing(1, Fault.CRASH), 2_664, 3));

    private static Script anyFault(Script script) {
        return script.patiently().failing(1, Fault.values());
    }

    @Test
    void everythingHoldsInEveryOrder() {
        explore(EVERY_ORDER);
    }

    @Test
    void everythingHoldsWheneverOneThingGoesWrong() {
        explore(ONE_FAULT);
    }

    private static void explore(List<Pinned> all) {
        List<Exploration> explored = all.parallelStream()
                .map(pinned -> Explorer.explore(pinned.script, Reduction.STATES, MOST_RUNS))
                .toList();
        explored.forEach(System.out::println);
        assertThat(explored).allMatch(Exploration::complete);
        assertThat(explored).extracting(Exploration::failure).containsOnlyNulls();
        assertThat(explored.stream()
                        .map(found -> new Pinned(
                                found.script(), found.states(), found.ends().size())))
                .as("states reached; after a change to the flow's steps take over the new numbers")
                .containsExactlyElementsOf(all);
    }
}
