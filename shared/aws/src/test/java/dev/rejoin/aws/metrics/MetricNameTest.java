package dev.rejoin.aws.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rejoin.policy.DataTypes;
import dev.rejoin.replica.Conflict.Reason;
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

    @Test
    void everyConflictCountsOnceByItsReasonAndOnceByItsPolicy() {
        assertThat(Stream.of(Reason.values()).map(ConflictKinds::reason))
                .doesNotHaveDuplicates()
                .doesNotContain(MetricName.CONFLICT_REASON_OTHER);
        assertThat(ConflictKinds.policy("lww")).isEqualTo(MetricName.CONFLICT_POLICY_LWW);
        assertThat(ConflictKinds.policy("item-lww")).isEqualTo(MetricName.CONFLICT_POLICY_ITEM);
        assertThat(DataTypes.all().keySet().stream().map(ConflictKinds::policy))
                .doesNotContain(MetricName.CONFLICT_POLICY_OTHER);
        assertThat(ConflictKinds.policy("custom:newest-price")).isEqualTo(MetricName.CONFLICT_POLICY_CUSTOM);
        assertThat(ConflictKinds.policy("of a newer release")).isEqualTo(MetricName.CONFLICT_POLICY_OTHER);
    }
}
