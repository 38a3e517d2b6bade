package dev.rejoin.cli.local.metrics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.rejoin.aws.metrics.MetricName;
import dev.rejoin.aws.metrics.MetricName.Dimension;
import dev.rejoin.cli.UnavailableException;
import dev.rejoin.cli.local.watch.MetricSink;
import dev.rejoin.clock.Actor;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

@Timeout(60)
class MetricsServerTest {
    private static final Actor EU = new Actor("eu-west-1");
    private static final Actor US = new Actor("us-east-1");
    private static final Path DOCUMENT = Path.of("..", "docs", "metrics.md");

    @Test
    void whatIsServedIsAsPrometheusWantsIt() throws Exception {
        try (MetricsServer server = MetricsServer.start(0, "orders", List.of(EU, US))) {
            for (MetricName name : MetricName.values()) {
                add(server.sink(), name, 1_500, 2);
            }
            server.sink().writes(EU, 7);
            Exposition exposition = Exposition.of(scrape(server, "text/plain"));
            assertThat(exposition.faults()).isEmpty();
            Map<String, String> pair = Map.of("table", "orders", "source", "us-east-1", "destination", "eu-west-1");
            assertThat(exposition.sum("rejoin_replication_lag_seconds_sum", pair))
                    .isEqualTo(3);
            assertThat(exposition.sum("rejoin_replication_lag_seconds_count", pair))
                    .isEqualTo(2);
            assertThat(exposition.sum("rejoin_clock_skew_seconds", pair)).isEqualTo(1.5);
            assertThat(exposition.sum("rejoin_tombstones_held_seconds", Map.of("source", "us-east-1")))
                    .isEqualTo(1_500 * 86_400.0);
            assertThat(exposition.sum("rejoin_hints_total", pair)).isEqualTo(3_000);
            assertThat(exposition.sum("rejoin_outcomes_total", pair)).isEqualTo(15_000);
            assertThat(exposition.sum("rejoin_outcomes_total", Map.of("outcome", "merged")))
                    .isEqualTo(3_000);
            assertThat(exposition.sum("rejoin_conflicts_by_reason_total", Map.of("reason", "deleted")))
                    .isEqualTo(3_000);
            assertThat(exposition.sum("rejoin_conflicts_by_policy_total", Map.of("policy", "lww")))
                    .isEqualTo(3_000);
            assertThat(exposition.sum("rejoin_writes_total", Map.of("table", "orders", "source", "eu-west-1")))
                    .isEqualTo(7);
        }
    }

    @Test
    void countersAreThereBeforeAnythingHappens() throws Exception {
        try (MetricsServer server = MetricsServer.start(0, "orders", List.of(EU, US))) {
            Exposition exposition = Exposition.of(scrape(server, "text/plain"));
            assertThat(exposition.faults()).isEmpty();
            assertThat(exposition.families().get("rejoin_hints_total").samples).hasSize(2);
            assertThat(exposition.families().get("rejoin_outcomes_total").samples)
                    .hasSize(10);
            assertThat(exposition.families().get("rejoin_conflicts_total").samples)
                    .hasSize(2);
        }
    }

    /** Prometheus asks for the formats that it likes best first. */
    @Test
    void whoAsksForOtherFormatsGetsOneThatCanBeRead() throws Exception {
        try (MetricsServer server = MetricsServer.start(0, "orders", List.of(EU, US))) {
            String accept =
                    "application/vnd.google.protobuf;proto=io.prometheus.client.MetricFamily;encoding=delimited;q=0.6,"
                            + "application/openmetrics-text;version=1.0.0;q=0.5,text/plain;version=0.0.4;q=0.3,*/*;q=0.2";
            assertThat(scrape(server, accept)).contains("rejoin_hints_total");
        }
    }

    @Test
    void aTakenPortIsToldWithTheMend() {
        try (MetricsServer server = MetricsServer.start(0, "orders", List.of(EU, US))) {
            int port = URI.create(server.address().orElseThrow()).getPort();
            assertThatThrownBy(() -> MetricsServer.start(port, "orders", List.of(EU, US)))
                    .isInstanceOf(UnavailableException.class)
                    .hasMessageContaining("Port " + port)
                    .hasMessageContaining("--metrics-port 0");
        }
    }

    @Test
    void nobodyAskedForItAndNothingIsServed() {
        try (MetricsServer server = MetricsServer.start(null, "orders", List.of(EU, US))) {
            assertThat(server.address()).isEmpty();
            add(server.sink(), MetricName.HINTS, 1, 1);
        }
    }

    @ParameterizedTest
    @EnumSource(MetricName.class)
    void theDocumentNamesEveryMetricWithItsUnitAndDimensions(MetricName name) throws Exception {
        List<String> rows = Files.readAllLines(DOCUMENT).stream()
                .filter(line -> line.startsWith("| `" + name.text() + "` |"))
                .toList();
        assertThat(rows).singleElement().satisfies(row -> {
            String[] cells = row.split("\\|");
            assertThat(cells).hasSize(6);
            assertThat(cells[3].strip()).isEqualTo(name.unit().text());
            assertThat(cells[4].strip()).isEqualTo(String.join(", ", name.dimensionNames()));
        });
    }

    /** And what it says of Prometheus is what is served. */
    @Test
    void theDocumentNamesEveryFamily() throws Exception {
        String document = Files.readString(DOCUMENT);
        try (MetricsServer server = MetricsServer.start(0, "orders", List.of(EU, US))) {
            for (MetricName name : MetricName.values()) {
                add(server.sink(), name, 1, 1);
            }
            server.sink().writes(EU, 1);
            Exposition exposition = Exposition.of(scrape(server, "text/plain"));
            assertThat(exposition.families().keySet())
                    .hasSize(26)
                    .allSatisfy(family -> assertThat(document).contains("`" + family));
            assertThat(Pattern.compile("^\\| `\\w+` \\| `(rejoin_\\w+)", Pattern.MULTILINE)
                            .matcher(document)
                            .results()
                            .map(row -> row.group(1)))
                    .hasSizeGreaterThan(40)
                    .allSatisfy(
                            named -> assertThat(exposition.families().keySet()).anyMatch(named::startsWith));
        }
    }

    private static void add(MetricSink sink, MetricName name, double value, long times) {
        sink.add(
                name,
                name.dimensions().contains(Dimension.SOURCE) ? US : null,
                name.dimensions().contains(Dimension.DESTINATION) ? EU : null,
                value,
                times);
    }

    private static String scrape(MetricsServer server, String accept) throws Exception {
        HttpRequest request = HttpRequest.newBuilder(URI.create(server.address().orElseThrow()))
                .header("Accept", accept)
                .build();
        HttpResponse<String> response = HttpClient.newHttpClient().send(request, HttpResponse.BodyHandlers.ofString());
        assertThat(response.statusCode()).isEqualTo(200);
        return response.body();
    }
}
