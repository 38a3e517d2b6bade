package dev.rejoin.clock;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.LongBinaryOperator;
import org.junit.jupiter.api.Test;

/** Every vector of three actors and times 0 to 2, against maps that do the same one by one. */
class VersionVectorTest {
    private static final List<Actor> ACTORS = List.of(new Actor("ap"), new Actor("eu"), new Actor("us"));
    private static final List<long[]> TIMES = times();
    private static final List<VersionVector> ALL =
            TIMES.stream().map(VersionVectorTest::vector).toList();

    private static List<long[]> times() {
        List<long[]> all = new ArrayList<>();
        for (int i = 0; i < 27; i++) {
            all.add(new long[] {i / 9, i / 3 % 3, i % 3});
        }
        return all;
    }

    private static VersionVector vector(long... times) {
        // Entered in reverse: the vector sorts them.
        Map<Actor, Long> entries = new LinkedHashMap<>();
        for (int i = times.length - 1; i >= 0; i--) {
            entries.put(ACTORS.get(i), times[i]);
        }
        return VersionVector.of(entries);
    }

    private static VersionVector oracle(long[] a, long[] b, LongBinaryOperator each) {
        long[] result = new long[a.length];
        for (int i = 0; i < a.length; i++) {
            result[i] = each.applyAsLong(a[i], b[i]);
        }
        return vector(result);
    }

    private static boolean covers(long[] a, long[] b) {
        return a[0] >= b[0] && a[1] >= b[1] && a[2] >= b[2];
    }

    @Test
    void joinIsTheMaximumOfEachEntry() {
        for (long[] a : TIMES) {
            for (long[] b : TIMES) {
                VersionVector joined = vector(a).join(vector(b));
                assertThat(joined).isEqualTo(oracle(a, b, Math::max));
                assertThat(joined).isEqualTo(vector(b).join(vector(a)));
                assertThat(joined).hasSameHashCodeAs(vector(b).join(vector(a)));
                assertThat(joined.join(joined)).isEqualTo(joined);
            }
        }
    }

    @Test
    void joinIsAssociative() {
        for (VersionVector a : ALL) {
            for (VersionVector b : ALL) {
                VersionVector ab = a.join(b);
                for (VersionVector c : ALL) {
                    assertThat(ab.join(c)).isEqualTo(a.join(b.join(c)));
                }
            }
        }
    }

    @Test
    void coversAndComparesEntryByEntry() {
        for (long[] a : TIMES) {
            for (long[] b : TIMES) {
                assertThat(vector(a).covers(vector(b))).isEqualTo(covers(a, b));
                CausalOrder expected = covers(a, b)
                        ? covers(b, a) ? CausalOrder.EQUAL : CausalOrder.AFTER
                        : covers(b, a) ? CausalOrder.BEFORE : CausalOrder.CONCURRENT;
                assertThat(vector(a).compare(vector(b))).isEqualTo(expected);
                assertThat(vector(a).equals(vector(b))).isEqualTo(expected == CausalOrder.EQUAL);
            }
        }
    }

    @Test
    void equalVectorsHaveEqualHashesAndOthersMostlyNot() {
        assertThat(ALL.stream().map(VersionVector::hashCode).distinct().count()).isGreaterThan(20);
        assertThat(vector(1, 0, 0)).isNotEqualTo("{}").isNotEqualTo(null);
    }

    @Test
    void aWriteWasSeenIfOneOfItsActorAsNewWas() {
        for (long[] times : TIMES) {
            VersionVector vector = vector(times);
            for (int i = 0; i < ACTORS.size(); i++) {
                assertThat(vector.time(ACTORS.get(i))).isEqualTo(times[i]);
                for (long time = 1; time <= 3; time++) {
                    Dot dot = new Dot(time, ACTORS.get(i));
                    assertThat(vector.has(dot)).isEqualTo(times[i] >= time);
                    long[] more = times.clone();
                    more[i] = Math.max(times[i], time);
                    assertThat(vector.with(dot)).isEqualTo(vector(more));
                }
            }
            assertThat(vector.has(null)).isTrue();
            assertThat(vector.maxTime()).isEqualTo(Math.max(times[0], Math.max(times[1], times[2])));
        }
    }

    @Test
    void entriesComeInTheOrderOfNamesAndWithoutZeros() {
        List<String> seen = new ArrayList<>();
        VersionVector vector = vector(2, 0, 1);
        vector.forEach((actor, time) -> seen.add(actor + "=" + time));
        assertThat(seen).containsExactly("ap=2", "us=1");
        assertThat(vector.size()).isEqualTo(2);
        assertThat(vector).hasToString("{0+2@ap, 0+1@us}");
        assertThat(VersionVector.of(Map.of(ACTORS.get(0), -1L))).isEqualTo(VersionVector.EMPTY);
        assertThat(VersionVector.EMPTY).hasToString("{}");
    }

    @Test
    void aJoinThatBringsNothingIsTheSameObject() {
        VersionVector more = vector(2, 1, 1);
        VersionVector less = vector(1, 0, 1);
        assertThat(more.join(less)).isSameAs(more);
        assertThat(less.join(more)).isSameAs(more);
        assertThat(more.with(new Dot(1, ACTORS.get(0)))).isSameAs(more);
    }
}
