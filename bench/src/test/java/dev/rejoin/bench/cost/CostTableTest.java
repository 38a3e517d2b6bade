package dev.rejoin.bench.cost;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rejoin.bench.cost.CostTable.Cost;
import dev.rejoin.bench.cost.CountingStore.Counts;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** A plain write costs no more than docs/benchmarks.md says. */
class CostTableTest {
    private static final Counts ECHO = new Counts(0, 1, 0, 0, 0);
    private static final Counts ONE_WRITE_AT_THE_PEER = new Counts(1, 1, 1, 0, 0);

    private final Map<String, Cost> costs =
            CostTable.measure().stream().collect(Collectors.toMap(Cost::event, Function.identity()));

    @Test
    void anInsertReadsNothingHere() {
        expect("insert", new Counts(0, 0, 0, 1, 0), ONE_WRITE_AT_THE_PEER, ECHO);
    }

    @Test
    void whateverChangesAnItemIsOneWriteHereAndOneAtThePeer() {
        for (String event : new String[] {"update", "update again", "ADD", "overwriting put"}) {
            expect(event, new Counts(0, 1, 0, 1, 0), ONE_WRITE_AT_THE_PEER, ECHO);
        }
    }

    @Test
    void aDeleteIsTwoWritesAtThePeerAndOneWhenItIsFolded() {
        expect("delete", new Counts(0, 1, 0, 1, 0), new Counts(1, 1, 2, 0, 0), new Counts(1, 2, 0, 1, 0));
    }

    private void expect(String event, Counts here, Counts arrival, Counts echo) {
        assertThat(costs.get(event)).isEqualTo(new Cost(event, here, arrival, echo));
    }
}
