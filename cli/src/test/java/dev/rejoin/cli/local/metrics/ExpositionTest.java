package dev.rejoin.cli.local.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The check itself finds what it is to find. */
class ExpositionTest {
    private static final String GOOD = """
            # HELP a_seconds Help.
            # TYPE a_seconds histogram
            a_seconds_bucket{x="1",le="0.5"} 1
            a_seconds_bucket{x="1",le="+Inf"} 2
            a_seconds_sum{x="1"} 0.9
            a_seconds_count{x="1"} 2
            # HELP b_total Help.
            # TYPE b_total counter
            b_total{x="1"} 2.0
            b_total{x="2"} 3.0
            """;

    @Test
    void whatIsGoodIsGood() {
        assertThat(Exposition.of(GOOD).faults()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "# HELP b_total Help. | # nothing             | no help",
                "# TYPE b_total counter | # TYPE b_total gauge | _total",
                "# TYPE b_total counter | # TYPE b_total count | no such type",
                "x=\"2\"} 3.0 | x=\"1\"} 3.0                   | twice",
                "le=\"0.5\"} 1 | le=\"0.5\"} 3                 | add up",
                "_count{x=\"1\"} 2 | _count{x=\"1\"} 3         | last bucket",
                "b_total{x=\"2\"} | b_total{x=\"2}             | cannot be read",
                "b_total{x=\"2\"} | c_total{x=\"2\"}           | no HELP and TYPE",
                "b_total | b_total_ms                          | base unit"
            })
    void eachFaultIsFound(String from, String to, String fault) {
        assertThat(Exposition.of(GOOD.replace(from, to)).faults()).anyMatch(found -> found.contains(fault));
    }
}
