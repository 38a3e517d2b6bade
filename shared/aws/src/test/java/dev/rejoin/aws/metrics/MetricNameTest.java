package dev.rejoin.aws.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rejoin.replica.Outcome;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class MetricNameTest {
    @Test
    void namesAreDifferentAndOfOneStyle() {
        assertThat(MetricName.texts())
                .doesNotHaveDuplicates()
                .hasSize(MetricName.values().length)
                .allMatch(name -> name.matches("([A-Z][a-z]+)+"));
    }

    @Test
    void everyMetricIsToldApartByItsTableAndARegion() {
        assertThat(MetricName.values())
                .allSatisfy(name -> assertThat(name.dimensionNames())
                        .startsWith("Table")
                        .hasSizeGreaterThan(1)
                        .isSubsetOf("Table", "Source", "Destination"));
    }

    @Test
    void everyOutcomeHasAMetricOfItsName() {
        assertThat(Stream.of(Outcome.Kind.values()).map(MetricName::of))
                .doesNotHaveDuplicates()
                .allMatch(name -> name.text().startsWith("Outcomes"));
        assertThat(MetricName.of(Outcome.Kind.WAIT).text()).isEqualTo("OutcomesWait");
    }
}
