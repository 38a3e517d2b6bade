package dev.rejoin.cli.policy;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.rejoin.aws.control.ControlPolicies;
import dev.rejoin.aws.control.Direction.Note;
import dev.rejoin.aws.control.PolicyRecord;
import dev.rejoin.cli.Run;
import dev.rejoin.cli.operate.ControlTables;
import dev.rejoin.cli.operate.Engine;
import dev.rejoin.cli.operate.TableNames;
import dev.rejoin.cli.operate.TableOptions;
import dev.rejoin.clock.Actor;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code policy put}, {@code show} and {@code history} on two local regions. */
@Timeout(120)
class PutCommandTest {
    private static final Actor EU = new Actor("eu-west-1");
    private static final Actor US = new Actor("us-east-1");
    private static final String NEWEST = "deletes: newest\n";
    private static final String DELETE_WINS = "deletes: delete-wins\n";

    @TempDir
    Path folder;

    private final String table = Engine.newName();

    @BeforeEach
    void createTables() {
        for (Actor region : List.of(EU, US)) {
            Engine.createTable(region.name(), table, "pk");
        }
        createControl(EU);
    }

    private void createControl(Actor region) {
        Engine.createTable(region.name(), new TableNames(table).control(), "pk");
    }

    private Run run(String command, String... more) {
        List<String> all = new ArrayList<>(List.of("policy", command, table));
        all.addAll(List.of(more));
        all.addAll(List.of(
                "--regions", US + "," + EU, "--endpoint", Engine.endpoint().toString()));
        return Run.of(all.toArray(new String[0]));
    }

    private Run put(String text, String... more) throws IOException {
        List<String> all = new ArrayList<>(
                List.of(Files.writeString(folder.resolve("p.yaml"), text).toString()));
        all.addAll(List.of(more));
        return run("put", all.toArray(new String[0]));
    }

    private PolicyRecord copy(Actor region) {
        return new ControlPolicies(Engine.asyncClient(region.name()), new TableNames(table).control(), region)
                .read()
                .join();
    }

    private static JsonNode json(Run run) throws IOException {
        return new ObjectMapper().readTree(run.out());
    }

    @Test
    void aPolicyReachesEveryRegionWithItsHistory() throws IOException {
        createControl(US);
        Run none = run("show");
        assertThat(none.exitCode()).as(none.err()).isZero();
        assertThat(none.err()).contains("No policy was put", "eu-west-1 has no policy");
        assertThat(run("history").out()).contains("No policy was put.");

        Run first = put(NEWEST, "--by", "ada", "--why", "the first");
        assertThat(first.exitCode()).as(first.toString()).isZero();
        assertThat(first.out()).contains("version 1", "eu-west-1 has it now", "us-east-1 has it now");
        assertThat(put(DELETE_WINS, "--by", "bob").exitCode()).isZero();
        assertThat(copy(EU)).isEqualTo(copy(US));
        assertThat(copy(EU).version()).isEqualTo(2);
        assertThat(copy(EU).text()).isEqualTo(DELETE_WINS);

        Run shown = run("show");
        assertThat(shown.exitCode()).isZero();
        assertThat(shown.out()).isEqualTo(DELETE_WINS);
        assertThat(shown.err()).contains("us-east-1 has version 2 by bob");
        assertThat(run("show", "--version", "1").out()).isEqualTo(NEWEST);
        assertThat(run("show", "--version", "3").exitCode()).isEqualTo(1);
        assertThat(run("history").out()).containsPattern("2 .* bob .*\n.*1 .* ada .* the first");
        JsonNode history = json(run("history", "-o", "json"));
        assertThat(history).hasSize(2);
        assertThat(history.get(1).get("why").asText()).isEqualTo("the first");
        JsonNode document = json(run("show", "-o", "json"));
        assertThat(document.get("version").asInt()).isEqualTo(2);
        assertThat(document.at("/regions/0/same").asBoolean()).isTrue();
    }

    @Test
    void theSamePolicyOnceMoreIsNoNewVersion() throws IOException {
        createControl(US);
        assertThat(put(NEWEST).exitCode()).isZero();
        Run again = put(NEWEST);
        assertThat(again.exitCode()).isZero();
        assertThat(again.out()).contains("version 1", "eu-west-1 had it already", "us-east-1 had it already");
    }

    @Test
    void aRegionThatIsAwayGetsItWhenTheCommandIsRunAgain() throws IOException {
        Run partial = put(NEWEST);
        assertThat(partial.exitCode()).isEqualTo(1);
        assertThat(partial.out()).contains("eu-west-1 has it now", "us-east-1 does not answer");
        assertThat(partial.err()).contains("run the same command again");
        assertThat(run("show").exitCode()).isEqualTo(1);

        createControl(US);
        Run lagging = run("show");
        assertThat(lagging.exitCode()).isEqualTo(1);
        assertThat(lagging.err()).contains("us-east-1 has no policy");
        Run again = put(NEWEST);
        assertThat(again.exitCode()).as(again.toString()).isZero();
        assertThat(again.out()).contains("version 1", "eu-west-1 had it already", "us-east-1 has it now");
        assertThat(copy(US)).isEqualTo(copy(EU));
    }

    @Test
    void aDryRunWritesNothing() throws IOException {
        createControl(US);
        Run dry = put(NEWEST, "--dry-run", "-o", "json");
        assertThat(dry.exitCode()).as(dry.err()).isZero();
        assertThat(json(dry).get("version").asInt()).isEqualTo(1);
        assertThat(json(dry).at("/regions/0/words").asText()).isEqualTo("would get it");
        assertThat(copy(EU)).isEqualTo(PolicyRecord.NONE);
    }

    @Test
    void aPolicyThatIsWrongIsNotPut() throws IOException {
        createControl(US);
        Run run = put("rules: [{key: {sk: 'a'}, attributes: {pk: set, tags: bag}}]");
        assertThat(run.exitCode()).isEqualTo(1);
        assertThat(run.err())
                .contains("'sk' is no key attribute of the table; it has pk", "'pk' is a key attribute")
                .contains("unknown type 'bag'", "Nothing was put.");
        assertThat(copy(EU)).isEqualTo(PolicyRecord.NONE);
    }

    @Test
    void aResolverThatBreaksALawIsNotPut() throws IOException {
        createControl(US);
        String jar = Jar.of(folder, Jar.Joined.class, Jar.Longest.class).toString();
        Run run = put("rules: [{attributes: {note: custom:joined}}]", "--resolvers", jar);
        assertThat(run.exitCode()).isEqualTo(1);
        assertThat(run.err()).contains("custom:joined of note", "IDEMPOTENT", "Nothing was put");
        assertThat(copy(EU)).isEqualTo(PolicyRecord.NONE);
        assertThat(put("rules: [{attributes: {note: custom:longest}}]", "--resolvers", jar)
                        .exitCode())
                .isZero();
    }

    @Test
    void noRegionAtAllIsMissing() throws IOException {
        Run run = Run.of(
                "policy",
                "put",
                Engine.newName(),
                Files.writeString(folder.resolve("p.yaml"), NEWEST).toString(),
                "--regions",
                "eu-west-1",
                "--endpoint",
                Engine.endpoint().toString());
        assertThat(run.exitCode()).isEqualTo(69);
        assertThat(run.err()).contains("there is no such table");
    }

    @Command
    private static final class Options {
        @Mixin
        private TableOptions options;
    }

    private ControlTables control() {
        Options command = new Options();
        new CommandLine(command)
                .parseArgs(
                        table,
                        "--regions",
                        US + "," + EU,
                        "--endpoint",
                        Engine.endpoint().toString());
        return command.options.control(1);
    }

    /** Both looked before either wrote. */
    @Test
    void ofTwoWhoComeAtOnceOneLosesBeforeAnythingIsWritten() throws IOException {
        createControl(US);
        try (ControlTables control = control()) {
            Copies seen = Copies.read(control);
            assertThat(put(NEWEST, "--by", "ada").exitCode()).isZero();

            PolicyRecord mine = new PolicyRecord(1, 1, DELETE_WINS, new Note(1, "bob", ""));
            var lost = new Spreading(control, seen).spread(mine);
            assertThat(lost.get(EU)).isEqualTo(new Spreading.Result(false, "has version 1 meanwhile, by ada"));
            assertThat(lost.get(US)).isEqualTo(new Spreading.Result(false, "was not tried"));
            assertThat(copy(EU).text()).isEqualTo(NEWEST);
            assertThat(copy(US).text()).isEqualTo(NEWEST);
        }
    }
}
