package dev.rejoin.cli.chaos.report;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.rejoin.cli.chaos.audit.Audit;
import dev.rejoin.cli.chaos.audit.Promise;
import dev.rejoin.cli.chaos.fault.Schedule;
import dev.rejoin.cli.chaos.run.ChaosResult;
import dev.rejoin.cli.chaos.run.ChaosSetup;
import dev.rejoin.cli.chaos.run.Sample;
import dev.rejoin.clock.Actor;
import java.io.StringReader;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.xml.sax.InputSource;

class ReportTest {
    private static final Actor EU = new Actor("eu-west-1");
    private static final Actor US = new Actor("us-east-1");

    private static ChaosResult result(boolean held, List<Sample> samples) {
        ChaosSetup setup = new ChaosSetup(Duration.ofMinutes(1), Duration.ofSeconds(10), 7, List.of(EU, US), 60);
        List<Promise> promises = List.of(new Promise(
                "All regions hold the same items", held, "80 items", held ? List.of() : List.of("item#1 <b>\"&")));
        return new ChaosResult(
                setup,
                Instant.EPOCH,
                Duration.ofMinutes(1),
                false,
                Duration.ofSeconds(3),
                Schedule.of(7, setup.length(), setup.regions()).faults(),
                samples,
                new ChaosResult.Lags(100, 40, 2_000, 5_000),
                new ChaosResult.Writes(3_000, 20, 10),
                Map.of("Changes", 3_000L),
                new Audit.Findings(promises, 80, 3_000, 6_000, 50, new Audit.Values(900, 100, 700, 100, 0)));
    }

    private static List<Sample> samples() {
        return List.of(
                new Sample(Duration.ofSeconds(1), 1, 10, 30, 90, Map.of(EU, 3, US, 4), 1, 60, 0),
                new Sample(Duration.ofSeconds(2), 1, 0, 0, 0, Map.of(US, 1_500), 0, 20, 9),
                new Sample(Duration.ofSeconds(61), 1, 7, 12_000, 14_000, Map.of(EU, 0, US, 0), 2, 60, 0));
    }

    @Test
    void thePageNeedsNothingElseAndIsWellFormed() throws Exception {
        String page = ChaosHtml.of(result(false, samples()), "rejoin chaos --seed 7");

        assertThat(page)
                .doesNotContain("http://", "https://", "<script", "src=", "@import", "NaN", "Infinity")
                .contains("A promise was broken", "item#1 &lt;b&gt;&quot;&amp;", "rejoin chaos --seed 7");
        String body = page.substring(page.indexOf("<body>"), page.indexOf("</body>") + "</body>".length())
                .replace("&#8239;", " ");
        DocumentBuilderFactory.newInstance().newDocumentBuilder().parse(new InputSource(new StringReader(body)));
    }

    @Test
    void aRunWithoutSamplesHasAPageToo() {
        assertThat(ChaosHtml.of(result(true, List.of()), "again"))
                .contains("Every promise was kept")
                .doesNotContain("NaN");
    }

    @Test
    void whereARegionDoesNotAnswerItsLineHasAGap() {
        String page = ChaosHtml.of(result(true, samples()), "again");

        assertThat(page).containsPattern("class=\"line r0\" d=\"M[0-9. ]+M[0-9. ]+\"");
        assertThat(page).containsPattern("class=\"line r1\" d=\"M[0-9. ]+L[0-9. ]+L[0-9. ]+\"");
    }

    @Test
    void programsGetTheSame() throws Exception {
        JsonNode json = new ObjectMapper().readTree(ChaosJson.of(result(false, samples()), "again"));

        assertThat(json.get("held").asBoolean()).isFalse();
        assertThat(json.get("seed").asLong()).isEqualTo(7);
        assertThat(json.at("/promises/0/broken/0").asText()).isEqualTo("item#1 <b>\"&");
        assertThat(json.at("/samples/1/backlog/us-east-1").asInt()).isEqualTo(1_500);
        assertThat(json.at("/samples/1/backlog").has("eu-west-1")).isFalse();
        assertThat(json.at("/figures/lagMillis/p99").asLong()).isEqualTo(2_000);
        assertThat(json.get("faults").size()).isGreaterThan(5);
    }
}
