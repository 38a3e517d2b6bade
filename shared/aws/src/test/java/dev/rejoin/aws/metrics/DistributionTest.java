package dev.rejoin.aws.metrics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DistributionTest {
    @Test
    void fewValuesStayExact() {
        Distribution distribution = new Distribution();
        for (int i = 0; i < Distribution.EXACT; i++) {
            distribution.add(100_000 + i, 2);
        }
        assertThat(distribution.counts()).hasSize(Distribution.EXACT).containsEntry(100_007.0, 2L);
    }

    @ParameterizedTest
    @ValueSource(doubles = {50, 90, 95, 99, 99.9})
    void percentilesOfManyAreGoodToOnePercent(double percentile) {
        Random random = new Random(7);
        double[] values = new double[100_000];
        Distribution distribution = new Distribution();
        for (int i = 0; i < values.length; i++) {
            values[i] = Math.rint(Math.exp(5 + 1.5 * random.nextGaussian()));
            distribution.add(values[i], 1);
        }
        Arrays.sort(values);
        double exact = values[(int) Math.ceil(percentile / 100 * values.length) - 1];
        assertThat(percentile(distribution.counts(), percentile)).isCloseTo(exact, within(exact * 0.01));
        assertThat(total(distribution.counts())).isEqualTo(values.length);
    }

    @Test
    void anyValueIsWithinOnePercent() {
        Random random = new Random(3);
        Distribution coarse = new Distribution();
        for (int i = 0; i < 10_000; i++) {
            coarse.add(i, 1);
        }
        for (int i = 0; i < 10_000; i++) {
            double value = Math.exp(random.nextDouble() * 28);
            Distribution alone = new Distribution();
            alone.addAll(coarse);
            Map<Double, Long> before = Map.copyOf(alone.counts());
            alone.add(value, 1_000_000);
            double stands = alone.counts().entrySet().stream()
                    .filter(each -> each.getValue() - before.getOrDefault(each.getKey(), 0L) == 1_000_000)
                    .findFirst()
                    .orElseThrow()
                    .getKey();
            assertThat(stands).isCloseTo(value, within(value * 0.01));
        }
    }

    @Test
    void memoryIsBoundedWhateverComes() {
        Random random = new Random(5);
        Distribution distribution = new Distribution();
        for (int i = 0; i < 200_000; i++) {
            distribution.add((double) (random.nextLong() >>> (1 + random.nextInt(62))), 1);
        }
        distribution.add(-5, 1);
        assertThat(distribution.counts()).hasSizeLessThan(1_600);
        assertThat(distribution.counts().keySet()).allMatch(value -> value >= 0);
    }

    static double percentile(Map<Double, Long> counts, double percentile) {
        long rank = (long) Math.ceil(percentile / 100 * total(counts));
        long seen = 0;
        for (Map.Entry<Double, Long> each : counts.entrySet()) {
            seen += each.getValue();
            if (seen >= rank) {
                return each.getKey();
            }
        }
        throw new AssertionError("no values");
    }

    private static long total(Map<Double, Long> counts) {
        return counts.values().stream().mapToLong(Long::longValue).sum();
    }
}
