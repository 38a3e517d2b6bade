package dev.rejoin.cli.backfill;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.rejoin.cli.ExitCode;
import dev.rejoin.cli.backfill.BackfillState.Part;
import dev.rejoin.cli.operate.Engine;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

class BackfillCommandTest {
    private static final String EU = "eu-west-1";
    private static final String US = "us-east-1";
    private static final int ITEMS = 130;

    @TempDir
    Path folder;

    private final StringWriter errors = new StringWriter();

    private record Ended(int code, String out) {}

    private Ended run(String table, String... more) {
        List<String> args =
                new ArrayList<>(List.of(table, "--endpoint", Engine.endpoint().toString()));
        args.addAll(List.of(
                "--regions", EU + "," + US, "--state", folder.resolve("state").toString()));
        args.addAll(List.of(more));
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        PrintStream before = System.out;
        System.setOut(new PrintStream(bytes, true, StandardCharsets.UTF_8));
        try {
            CommandLine command = new CommandLine(new BackfillCommand())
                    .setCaseInsensitiveEnumValuesAllowed(true)
                    .setExecutionExceptionHandler((e, line, parsed) -> {
                        line.getErr().println(e.getMessage());
                        return ExitCode.UNAVAILABLE;
                    })
                    .setErr(new PrintWriter(errors, true));
            int code = command.execute(args.toArray(new String[0]));
            return new Ended(code, bytes.toString(StandardCharsets.UTF_8));
        } finally {
            System.setOut(before);
        }
    }

    private static String tables() {
        String name = Engine.newName();
        Engine.createReplicated(EU, name, "pk");
        Engine.createReplicated(US, name, "pk");
        try (DynamoDbClient client = Engine.client(EU)) {
            for (int i = 0; i < ITEMS; i++) {
                String key = "item" + i;
                client.putItem(put -> put.tableName(name).item(Map.of("pk", AttributeValue.fromS(key))));
            }
        }
        return name;
    }

    @Test
    void aDryRunCountsWhatWouldBeMarked() throws IOException {
        Ended ended = run(tables(), "--region", EU, "--dry-run", "-o", "json", "--units", "100000");
        assertThat(ended.code()).as(errors.toString()).isEqualTo(ExitCode.OK);
        JsonNode report = JsonMapper.builder().build().readTree(ended.out());
        assertThat(report.path("marked").asInt()).isEqualTo(ITEMS);
        assertThat(report.path("to").get(0).asText()).isEqualTo(US);
        assertThat(folder.toFile().list()).isEmpty();
    }

    @Test
    void withoutHintQueuesNothingIsWrittenAndTheMendIsSaid() {
        String table = tables();
        assertThat(run(table, "--region", EU).code()).isEqualTo(ExitCode.UNAVAILABLE);
        assertThat(errors.toString()).contains("rejoin-" + table + "-hints-" + US, "--name");
        try (DynamoDbClient client = Engine.client(EU)) {
            assertThat(client.scan(scan -> scan.tableName(table)).items())
                    .allSatisfy(item -> assertThat(item).doesNotContainKey("_rejoin"));
        }
    }

    /** To be done again, as after a restore, it must not be taken for done. */
    @Test
    void whatWasDoneToItsEndIsNotSaidToBeDoneAgain() {
        String table = tables();
        new StateFile(folder.resolve("state"), table + " in " + EU + " to [" + US + "]")
                .write(new BackfillState(Part.DONE, Map.of(), ITEMS, 0, 0));
        Ended again = run(table, "--region", EU);
        assertThat(again.code()).as(errors.toString()).isEqualTo(ExitCode.OK);
        assertThat(again.out()).doesNotContain("are owed");
        assertThat(errors.toString()).contains("Nothing was done", "--restart");
        assertThat(run(table, "--region", EU, "--restart").code())
                .as("it would be, were there queues")
                .isEqualTo(ExitCode.UNAVAILABLE);
    }

    @Test
    void whatIsWrongWithTheCommandLineIsSaid() {
        String table = Engine.newName();
        Engine.createReplicated(EU, table, "pk");
        Engine.createReplicated(US, table, "pk");
        assertThat(run(table, "--region", "mars-1", "--dry-run").code()).isEqualTo(ExitCode.USAGE);
        assertThat(errors.toString()).contains("--region must be one of");
        assertThat(run(table, "--region", EU, "--to", EU, "--dry-run").code()).isEqualTo(ExitCode.USAGE);
        assertThat(errors.toString()).contains("--to must be of");
        assertThat(run(table, "--region", EU, "--units", "0", "--dry-run").code())
                .isEqualTo(ExitCode.USAGE);
        assertThat(errors.toString()).contains("--units");
    }
}
