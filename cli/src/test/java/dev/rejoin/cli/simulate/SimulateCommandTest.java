package dev.rejoin.cli.simulate;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.rejoin.cli.ExitCode;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;

class SimulateCommandTest {
    private record Ended(int code, String out) {}

    private static Ended run(String... args) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        PrintStream before = System.out;
        System.setOut(new PrintStream(bytes, true, StandardCharsets.UTF_8));
        try {
            CommandLine command = new CommandLine(new SimulateCommand())
                    .setCaseInsensitiveEnumValuesAllowed(true)
                    .setErr(new PrintWriter(bytes, true, StandardCharsets.UTF_8));
            int code = command.execute(args);
            return new Ended(code, bytes.toString(StandardCharsets.UTF_8));
        } finally {
            System.setOut(before);
        }
    }

    @Test
    void aCampaignThatHoldsExitsWith0() throws IOException {
        Ended ended = run("--seeds", "60", "-o", "json");
        assertThat(ended.code()).isEqualTo(ExitCode.OK);
        JsonNode report = JsonMapper.builder().build().readTree(ended.out());
        assertThat(report.path("runs").asInt()).isEqualTo(60);
        assertThat(report.path("failures")).isEmpty();
        assertThat(report.path("reached").path("CONFLICT").asInt()).isPositive();
    }

    @Test
    void oneSeedPrintsTheSameTraceEachTime() {
        String[] args = {"--seed", "7", "--regions", "3", "--ops", "9", "--mix", "all", "--faults", "common"};
        Ended first = run(args);
        assertThat(first.code()).isEqualTo(ExitCode.OK);
        assertThat(first.out()).contains("plain PUT").contains("everything holds");
        assertThat(run(args).out()).isEqualTo(first.out());
    }

    @Test
    void aPlantedBugIsFoundAndItsRunIsNamed() {
        Ended ended = run("--plant", "dirty_waits", "--seeds", "500");
        assertThat(ended.code()).isEqualTo(ExitCode.OK);
        assertThat(ended.out()).contains("DIRTY_WAITS").contains("found at run").contains("--seed");
        assertThat(run("--plant", "highest_shown", "--seeds", "100").code())
                .as("a rule of data types is looked for in runs that have some")
                .isEqualTo(ExitCode.OK);
        assertThat(run("--plant", "births_buried", "--seeds", "1").code()).isEqualTo(ExitCode.DIFFERENT);
    }

    @Test
    void aHuntIsToldToProgramsToo() throws IOException {
        Ended ended = run("--plant", "dirty_waits", "--seeds", "500", "-o", "json");
        assertThat(ended.code()).isEqualTo(ExitCode.OK);
        JsonNode planted = JsonMapper.builder().build().readTree(ended.out()).path("planted");
        assertThat(planted).hasSize(1);
        assertThat(planted.get(0).path("rule").asText()).isEqualTo("DIRTY_WAITS");
        assertThat(planted.get(0).path("found").asBoolean()).isTrue();
        assertThat(planted.get(0).path("atRun").asInt()).isPositive();
        assertThat(planted.get(0).path("scenario").asText()).startsWith("--seed ");
    }

    @Test
    void badInputIsNamed() {
        assertThat(run("--regions", "9").out()).contains("regions must be 2 to 5: 9");
        assertThat(run("--regions", "9").code()).isEqualTo(ExitCode.USAGE);
        assertThat(run("--seeds", "0").out()).contains("--seeds must be 1 or more");
        assertThat(run("--plant", "gravity").out()).contains("--plant must be 'all' or one of");
        assertThat(run("--mix", "nonsense").code()).isEqualTo(ExitCode.USAGE);
    }
}
