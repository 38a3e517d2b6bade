package dev.rejoin.cli.chaos.writer;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rejoin.cli.chaos.writer.Ledger.Told;
import dev.rejoin.clock.Actor;
import dev.rejoin.item.Value;
import java.math.BigDecimal;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class LedgerTest {
    private static final Actor EU = new Actor("eu-west-1");

    private final Ledger ledger = new Ledger();

    private void add(long amount, Told told) {
        ledger.told(told, Plain.update("count#1", Map.of(), Map.of("stock", amount), List.of()));
    }

    @Test
    void valuesAreKnownByTheirText() {
        String first = ledger.value(EU, "item#1", "status");
        String second = ledger.value(EU, "item#1", "status");
        ledger.told(Told.UNKNOWN, Plain.put("item#1", Map.of("status", second)));

        assertThat(Ledger.number(new Value.S(first))).hasValue(0);
        assertThat(Ledger.number(new Value.S(second))).hasValue(1);
        assertThat(Ledger.number(new Value.S("put by eu-west-1"))).isEmpty();
        assertThat(Ledger.number(Value.N.of(1))).isEmpty();
        assertThat(ledger.entries())
                .containsExactly(
                        new Ledger.Entry(EU, "item#1", "status", null),
                        new Ledger.Entry(EU, "item#1", "status", Told.UNKNOWN));
    }

    @Test
    void aCounterMayStandWhereItsWritersMayHaveBroughtIt() {
        add(5, Told.ACKNOWLEDGED);
        add(100, Told.REFUSED);
        add(3, Told.UNKNOWN);
        add(-2, Told.UNKNOWN);

        Ledger.Sum sum = ledger.sums().get(new Ledger.Counter("count#1", "stock"));
        assertThat(sum.allows(BigDecimal.valueOf(2))).isFalse();
        assertThat(sum.allows(BigDecimal.valueOf(3))).isTrue();
        assertThat(sum.allows(BigDecimal.valueOf(8))).isTrue();
        assertThat(sum.allows(BigDecimal.valueOf(9))).isFalse();
        assertThat(ledger.writes(Told.UNKNOWN)).isEqualTo(2);
    }
}
