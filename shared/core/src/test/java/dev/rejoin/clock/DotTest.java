package dev.rejoin.clock;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.List;
import org.junit.jupiter.api.Test;

class DotTest {
    private static final Actor EU = new Actor("eu");
    private static final Actor US = new Actor("us");

    /** In ascending order: time first, then actor. */
    private static final List<Dot> ASCENDING = List.of(
            new Dot(1, EU),
            new Dot(1, US),
            new Dot(2, EU),
            new Dot(2, US),
            new Dot(1L << 62, EU),
            new Dot(Long.MAX_VALUE, EU));

    @Test
    void timeDecidesThenTheActor() {
        for (int i = 0; i < ASCENDING.size(); i++) {
            for (int j = 0; j < ASCENDING.size(); j++) {
                Dot a = ASCENDING.get(i);
                Dot b = ASCENDING.get(j);
                assertThat(Integer.signum(a.compareTo(b))).isEqualTo(Integer.compare(i, j));
                assertThat(a.isAfter(b)).isEqualTo(i > j);
                assertThat(Dot.max(a, b)).isEqualTo(i > j ? a : b);
            }
        }
    }

    @Test
    void everyWriteIsNewerThanNone() {
        Dot dot = new Dot(1, EU);
        assertThat(dot.isAfter(null)).isTrue();
        assertThat(Dot.max(dot, null)).isEqualTo(dot);
        assertThat(Dot.max(null, dot)).isEqualTo(dot);
        assertThat(Dot.max(null, null)).isNull();
    }

    @Test
    void timesArePositive() {
        assertThatIllegalArgumentException().isThrownBy(() -> new Dot(0, EU));
        assertThatIllegalArgumentException().isThrownBy(() -> new Dot(-1, EU));
    }

    @Test
    void aDotReadsAsMillisecondsCounterAndActor() {
        assertThat(new Dot(HybridTime.ofMillis(1802) + 7, EU)).hasToString("1802+7@eu");
    }

    @Test
    void itsNameCanBeReadAgain() {
        Dot dot = new Dot((1_750_000_000_000L << 16) + 65_535, new Actor("eu-west-1"));
        assertThat(Dot.parse(dot.toString())).isEqualTo(dot);
        assertThat(Dot.parse("0+1@a")).isEqualTo(new Dot(1, new Actor("a")));
        for (String wrong : List.of("", "1@a", "1+65536@a", "1+1@", "-1+1@a", "999999999999999+0@a", "0+0@a")) {
            assertThatIllegalArgumentException().isThrownBy(() -> Dot.parse(wrong));
        }
    }
}
