package dev.rejoin.cli.demo;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.rejoin.aws.item.ReplicatedTable;
import dev.rejoin.cli.demo.scene.Check;
import dev.rejoin.cli.demo.scene.StepReport;
import dev.rejoin.cli.local.metrics.Exposition;
import dev.rejoin.cli.local.metrics.MetricsServer;
import dev.rejoin.cli.local.node.LagBook;
import dev.rejoin.cli.local.region.ClusterSetup;
import dev.rejoin.cli.local.region.LocalCluster;
import dev.rejoin.cli.local.region.LocalRegion;
import dev.rejoin.cli.output.Screen;
import dev.rejoin.clock.Actor;
import dev.rejoin.testkit.engine.LocalEngine;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/** The whole demo on DynamoDB Local, as the command plays it. */
@Timeout(value = 3, unit = TimeUnit.MINUTES)
class DemoTest {
    private static final List<Actor> THREE =
            Stream.of("eu-west-1", "us-east-1", "ap-south-1").map(Actor::new).toList();
    private static final List<Actor> TWO =
            Stream.of("sa-east-1", "us-west-2").map(Actor::new).toList();

    @TempDir
    private static Path failures;

    private static LocalEngine engine;

    @BeforeAll
    static void startEngine() {
        engine = LocalEngine.start(EngineFolder.orSkip(), 0);
    }

    @AfterAll
    static void endEngine() {
        if (engine != null) {
            engine.close();
        }
    }

    @Test
    void everyClaimHoldsAndAllRegionsAreEqual() throws Exception {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        DemoReport report = play(THREE, out, cluster -> {});
        assertThat(report.steps()).hasSize(9).allSatisfy(DemoTest::holds);
        assertThat(report.comparison().differences()).isEmpty();
        assertThat(report.comparison().items()).isGreaterThan(150);
        assertThat(report.figures().givenUp()).isZero();
        assertThat(report.figures().conflicts()).isGreaterThanOrEqualTo(3);
        assertThat(report.exitCode()).isZero();
        assertThat(out.toString(StandardCharsets.UTF_8))
                .contains("All 3 regions hold the same")
                .contains("journal: status cancelled (eu-west-1) lost to shipped (us-east-1)")
                .containsPattern("us-east-1 finds itself cut off after .* and fences itself")
                .containsPattern("from [\\d.]+ m?s after that decision no sale is accepted")
                .contains("every sale is refused, with AccessDeniedException: 20 of 20")
                .contains("back with the others, us-east-1 sells again")
                .doesNotContain("FAILED")
                .doesNotContain("\u001b");
        everyTypeHasItsScene(report, out.toString(StandardCharsets.UTF_8));
        json(report);
    }

    /** Each type of attribute, beside what last-writer-wins would have kept of the same writes. */
    private static void everyTypeHasItsScene(DemoReport report, String out) {
        assertThat(report.steps())
                .filteredOn(step -> step.title().contains("by its type"))
                .singleElement()
                .satisfies(step -> assertThat(step.checks()).hasSize(14));
        assertThat(out)
                .containsPattern("sku#mug +stock +counter +80 +50\\R")
                .containsPattern("sku#mug +tags +set +\\{blue} +\\{blue, gift}\\R")
                .containsPattern("sku#mug +recalled +true-wins +false +true\\R")
                .containsPattern("cart#ada +basket +list +\\[tea, bread] +\\[tea, milk, bread]\\R")
                .containsPattern("order#7001 +state +siblings +shipped +shipped\\R")
                .containsPattern("lot#12 +bid +max +110 +120\\R")
                .containsPattern("order#7001 +progress +custom:demo-furthest +packed +delivered\\R")
                .containsPattern("sku#mug +price +min +9 +7\\R")
                .containsPattern("customer#ada +newsletter +false-wins +true +false\\R")
                .containsPattern("customer#ada +address +map +\\{city: Rome, zip: 2} +\\{city: Oslo, zip: 2}\\R")
                .containsPattern("session#ada +page +item: lww +cart +cart\\R")
                .containsPattern("session#ada +theme +item: lww +dark +dark\\R")
                .containsPattern("account#42 +balance +counter +900 +1150\\R")
                .contains(
                        "journal: state cancelled (eu-west-1) lost to shipped (us-east-1)",
                        "journal: bid 110 (us-east-1) lost to 120 (eu-west-1)",
                        "journal: recalled false (us-east-1) lost to true (eu-west-1)",
                        "journal: price 9 (us-east-1) lost to 7 (eu-west-1)",
                        "journal: newsletter true (us-east-1) lost to false (eu-west-1)",
                        "journal: progress packed (us-east-1) lost to delivered (eu-west-1)",
                        "journal: page checkout (eu-west-1) lost to cart (us-east-1)");
    }

    private static void holds(StepReport step) {
        assertThat(step.checks())
                .as(step.title())
                .isNotEmpty()
                .allSatisfy(check -> assertThat(check.held()).as(check.claim()).isTrue());
        assertThat(step.lag().count()).as(step.title()).isPositive();
        assertThat(step.writes()).as(step.title()).isPositive();
    }

    private static void json(DemoReport report) throws Exception {
        JsonNode json = new ObjectMapper().readTree(JsonReport.of(report, THREE));
        assertThat(json.get("held").asBoolean()).isTrue();
        assertThat(json.get("steps")).hasSize(9);
        assertThat(json.get("steps").get(2).get("checks").get(0).get("held").asBoolean())
                .isTrue();
        assertThat(json.get("comparison").get("equal").asBoolean()).isTrue();
        assertThat(json.get("figures").get("lagMillis")).hasSize(6);
    }

    @Test
    void aWrongItemIsFoundAndNamed() throws Exception {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        DemoReport report = play(TWO, out, DemoTest::plantWrongItem);
        assertThat(report.steps()).allMatch(StepReport::held);
        assertThat(report.exitCode()).isEqualTo(1);
        assertThat(report.comparison().differences()).singleElement().satisfies(difference -> {
            assertThat(difference.attribute()).isEqualTo("status");
            assertThat(difference.values()).containsEntry(TWO.get(1), "planted");
        });
        assertThat(out.toString(StandardCharsets.UTF_8))
                .contains("The regions differ in 1 place:")
                .containsPattern("order#1001 +status +packed +planted");
    }

    /** Nobody replicates any more, and then somebody writes. */
    private static void plantWrongItem(LocalCluster cluster) {
        cluster.regions().forEach(region -> region.sender().close());
        LocalRegion region = cluster.region(TWO.get(1));
        region.client()
                .updateItem(update -> update.tableName(region.table().name())
                        .key(Map.of("id", AttributeValue.fromS("order#1001")))
                        .updateExpression("SET #s = :s")
                        .expressionAttributeNames(Map.of("#s", "status"))
                        .expressionAttributeValues(Map.of(":s", AttributeValue.fromS("planted"))));
    }

    @Test
    void aFailedClaimIsShownAndDecidesTheExitCode() {
        StepReport failed = new StepReport(
                1, "a step", List.of(new Check(false, "the sky is green")), 1, new LagBook().take(), Duration.ZERO);
        DemoReport report = new DemoReport(
                1,
                List.of(failed),
                new Comparison(0, 0, List.of()),
                new Figures(1, 1, 0, 0, 0, 2, failures, Map.of()),
                Duration.ZERO);
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        new TextReport(screen(out), TWO).show(report);
        assertThat(report.exitCode()).isEqualTo(1);
        assertThat(out.toString(StandardCharsets.UTF_8))
                .contains("Step 1 failed: the sky is green", "2 stream records were put aside");
    }

    private static DemoReport play(
            List<Actor> regions, ByteArrayOutputStream out, Consumer<LocalCluster> beforeComparison)
            throws InterruptedException {
        ReplicatedTable table = ReplicatedTable.of("orders", "id");
        ClusterSetup setup = ClusterSetup.brisk(regions, table, DemoPolicy.COUNTERS, failures)
                .merging(DemoPolicy.of(table));
        try (MetricsServer metrics = MetricsServer.start(0, "orders", regions);
                LocalCluster cluster = LocalCluster.start(engine.endpoint(), setup, metrics.sink())) {
            Screen screen = screen(out);
            DemoReport report = new Demo(cluster, screen, 7).play(() -> beforeComparison.accept(cluster));
            new TextReport(screen, regions).show(report);
            if (report.comparison().areEqual()) {
                measured(metrics, regions);
            }
            return report;
        }
    }

    /** What Prometheus would see of it: every pair of regions has lag, and what was owed in the partition was counted. */
    private static void measured(MetricsServer metrics, List<Actor> regions) {
        Exposition scraped = scrape(metrics);
        assertThat(scraped.faults()).isEmpty();
        for (Actor from : regions) {
            Map<String, String> source = Map.of("source", from.name());
            double changes = scraped.sum("rejoin_changes_total", source);
            assertThat(changes).isPositive();
            assertThat(scraped.sum("rejoin_writes_total", source)).isGreaterThanOrEqualTo(changes);
            for (Actor to : regions) {
                Map<String, String> pair = Map.of("source", from.name(), "destination", to.name());
                assertThat(scraped.sum("rejoin_replication_lag_seconds_count", pair))
                        .as("lag from " + from + " to " + to)
                        .matches(count -> count > 0 != from.equals(to));
                assertThat(scraped.sum("rejoin_outcomes_total", pair))
                        .isGreaterThanOrEqualTo(scraped.sum("rejoin_replication_lag_seconds_count", pair));
            }
        }
        assertThat(scraped.sum("rejoin_hints_total", Map.of())).isPositive();
        assertThat(scraped.sum("rejoin_conflicts_total", Map.of())).isPositive();
        assertThat(scraped.sum("rejoin_poison_total", Map.of())).isZero();
    }

    private static Exposition scrape(MetricsServer metrics) {
        HttpRequest request = HttpRequest.newBuilder(
                        URI.create(metrics.address().orElseThrow()))
                .build();
        return Exposition.of(HttpClient.newHttpClient()
                .sendAsync(request, HttpResponse.BodyHandlers.ofString())
                .join()
                .body());
    }

    private static Screen screen(ByteArrayOutputStream out) {
        return new Screen(new PrintStream(out, true, StandardCharsets.UTF_8), false);
    }
}
