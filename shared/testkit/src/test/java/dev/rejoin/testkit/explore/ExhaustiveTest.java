package dev.rejoin.testkit.explore;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rejoin.testkit.sim.Mix;
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
            new Pinned(Script.of("a put", "b put", "a delete"), 22_365, 8),
            new Pinned(Script.of("a update x", "b update y", "b delete"), 18_079, 7),
            new Pinned(Script.of("a add n", "b add n", "a delete"), 22_146, 7),
            new Pinned(Script.of("a delete", "b delete", "a put").after("a put"), 4_654, 6),
            new Pinned(Script.of("a add n", "b add n", "a delete").after("a add n"), 4_769, 6),
            new Pinned(Script.of("a update x", "b update x", "b delete").after("a put"), 4_147, 6),
            new Pinned(Script.of("a put", "b put", "b delete").ahead(5_000), 6_748, 6),
            new Pinned(Script.of("a put", "b put", "b delete").ahead(-5_000), 4_072, 6),
            new Pinned(Script.of("a put", "a remove x", "b update x"), 8_201, 7),
            new Pinned(Script.of("a put", "b update x", "a update y"), 6_295, 5),
            new Pinned(Script.of("a put", "a update x", "b put").batched(2), 9_672, 7));

    /** One thing goes wrong, whatever and whenever. Couriers that have to wait try again last. */
    private static final List<Pinned> ONE_FAULT = List.of(
            new Pinned(anyFault(Script.of("a add n", "b add n").after("a add n")), 15_570, 3),
            new Pinned(anyFault(Script.of("a update x", "b update x").after("a put")), 10_322, 3),
            new Pinned(anyFault(Script.of("a put", "b put")), 9_842, 3),
            new Pinned(anyFault(Script.of("a delete").after("a put")), 1_287, 1),
            new Pinned(anyFault(Script.of("a put")), 104, 1),
            new Pinned(Script.of("a put", "b delete").patiently().failing(1, Fault.CRASH), 2_664, 3));

    /** Attributes that have data types, deletes that keep items or win, and items that are replaced whole. */
    private static final List<Pinned> TYPED = List.of(
            new Pinned(typed("a typed s +2", "b typed s -1", "b typed s +3").after("a typed s +1"), 6_274, 5),
            new Pinned(typed("a typed s +1", "b typed s +1", "a typed s -1"), 5_937, 4),
            new Pinned(typed("a typed l +2", "b typed l +3", "b typed l -1").after("a typed l +1"), 6_274, 5),
            new Pinned(typed("a typed l 1=4", "b typed l 1=5", "a typed l +6").after("a typed l +1"), 6_060, 3),
            new Pinned(typed("a typed v =1", "b typed v =2", "a typed v =3"), 8_256, 7),
            new Pinned(typed("a typed hi =7", "b typed hi =5", "b typed hi =6").after("a typed hi =1"), 7_914, 7),
            new Pinned(
                    typed("a typed doc p=2", "b typed doc q=3", "b typed doc -p")
                            .after("a typed doc p=1"),
                    6_274,
                    6),
            new Pinned(
                    Script.of("a update x", "b delete", "b update y")
                            .after("a put")
                            .patiently()
                            .merging(Mix.KEEP_ITEMS),
                    9_279,
                    6),
            new Pinned(
                    Script.of("a update x", "b delete", "b put")
                            .after("a put")
                            .patiently()
                            .merging(Mix.DELETE_WINS),
                    7_593,
                    6),
            new Pinned(
                    Script.of("a put", "b update x", "a remove y").patiently().merging(Mix.WHOLE_ITEMS), 3_452, 7),
            new Pinned(anyFault(typed("a typed s +2", "b typed s -1").after("a typed s +1")), 21_324, 3));

    private static Script typed(String... writes) {
        return Script.of(writes).merging(Mix.TYPES);
    }

    private static Script anyFault(Script script) {
        return script.patiently().failing(1, Fault.values());
    }

    @Test
    void everythingHoldsInEveryOrder() {
        explore(EVERY_ORDER);
    }

    @Test
    void everythingHoldsInEveryOrderForEachDataType() {
        explore(TYPED);
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
