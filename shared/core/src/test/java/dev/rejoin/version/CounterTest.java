package dev.rejoin.version;

import static dev.rejoin.version.Versions.EU;
import static dev.rejoin.version.Versions.US;
import static dev.rejoin.version.Versions.eu;
import static dev.rejoin.version.Versions.us;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import java.math.BigDecimal;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class CounterTest {
    private static final BigDecimal ONE = BigDecimal.ONE;
    private static final BigDecimal TEN = BigDecimal.TEN;

    private static Counter counter(Counter.Base base) {
        return Counter.of(base, EU, new Counter.Sum(eu(1).time(), TEN));
    }

    @Test
    void theTotalIsTheBaseAndAllSums() {
        Counter counter = counter(null).plus(us(2), new BigDecimal("-3")).plus(eu(3), ONE);
        assertThat(counter.total()).isEqualByComparingTo("8");
        assertThat(counter.added()).isEqualByComparingTo("8");
        assertThat(counter.sums().get(EU)).isEqualTo(new Counter.Sum(eu(3).time(), new BigDecimal("11")));
        assertThat(counter.sums().get(US).net()).isEqualByComparingTo("-3");
        Counter based = new Counter(new Counter.Base(us(1), new BigDecimal("100")), counter.sums());
        assertThat(based.total()).isEqualByComparingTo("108");
        assertThat(based.added()).isEqualByComparingTo("8");
    }

    @Test
    void mergeTakesEachRegionsNewestSum() {
        Counter known = counter(null).plus(us(2), ONE);
        Counter ahead = known.plus(eu(5), ONE);
        Counter other = known.plus(us(4), TEN);
        assertThat(ahead.merge(other).total()).isEqualByComparingTo("22");
        assertThat(other.merge(ahead).total()).isEqualByComparingTo("22");
        assertThat(ahead.merge(known).sameAs(ahead)).isTrue();
        assertThat(known.merge(ahead).sameAs(ahead)).isTrue();
    }

    @Test
    void theNewestBaseStands() {
        Counter.Base older = new Counter.Base(us(1), TEN);
        Counter.Base newer = new Counter.Base(us(2), ONE);
        Counter.Base same = new Counter.Base(us(2), TEN);
        assertThat(counter(older).merge(counter(newer)).base()).isEqualTo(newer);
        assertThat(counter(newer).merge(counter(older)).base()).isEqualTo(newer);
        assertThat(counter(null).merge(counter(older)).base()).isEqualTo(older);
        assertThat(counter(older).merge(counter(null)).base()).isEqualTo(older);
        assertThat(counter(null).merge(counter(null)).base()).isNull();
        // The same register turned into a counter with different counts behind it: the higher one, everywhere.
        assertThat(counter(newer).merge(counter(same)).base()).isEqualTo(same);
        assertThat(counter(same).merge(counter(newer)).base()).isEqualTo(same);
    }

    @Test
    void theNewestAdditionIsThatOfTheHighestDot() {
        assertThat(counter(null).plus(us(3), ONE).plus(eu(2), ONE).newest()).isEqualTo(us(3));
        assertThat(counter(null).plus(us(1), ONE).newest()).isEqualTo(us(1));
        assertThatIllegalStateException().isThrownBy(() -> new Counter(null, new TreeMap<>()).newest());
    }

    @Test
    void countersAreTheSameByNumber() {
        Counter.Base base = new Counter.Base(us(1), TEN);
        Counter counter = counter(base);
        assertThat(counter.sameAs(counter(new Counter.Base(us(1), new BigDecimal("10.0")))))
                .isTrue();
        assertThat(counter.sameAs(Counter.of(base, EU, new Counter.Sum(eu(1).time(), new BigDecimal("1E+1")))))
                .isTrue();
        assertThat(counter.sameAs(null)).isFalse();
        assertThat(counter.sameAs(counter(null))).isFalse();
        assertThat(counter(null).sameAs(counter)).isFalse();
        assertThat(counter(null).sameAs(counter(null))).isTrue();
        assertThat(counter.sameAs(counter(new Counter.Base(us(2), TEN)))).isFalse();
        assertThat(counter.sameAs(counter(new Counter.Base(us(1), ONE)))).isFalse();
        assertThat(counter.sameAs(counter.plus(us(1), ONE))).isFalse();
        assertThat(counter.sameAs(Counter.of(base, EU, new Counter.Sum(eu(2).time(), TEN))))
                .isFalse();
        assertThat(counter.sameAs(Counter.of(base, EU, new Counter.Sum(eu(1).time(), ONE))))
                .isFalse();
        assertThat(counter.sameAs(Counter.of(base, US, new Counter.Sum(eu(1).time(), TEN))))
                .isFalse();
    }
}
