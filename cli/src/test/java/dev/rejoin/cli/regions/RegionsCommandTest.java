package dev.rejoin.cli.regions;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.rejoin.aws.control.ControlTableRecords;
import dev.rejoin.aws.incarnation.TableIdentity;
import dev.rejoin.aws.incarnation.TableRecord;
import dev.rejoin.aws.item.ReplicatedTable;
import dev.rejoin.cli.ExitCode;
import dev.rejoin.cli.Run;
import dev.rejoin.cli.operate.Engine;
import dev.rejoin.cli.operate.OperatedRegion;
import dev.rejoin.cli.operate.TableNames;
import dev.rejoin.clock.Actor;
import dev.rejoin.clock.HybridClock;
import dev.rejoin.version.Home;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

@Timeout(120)
class RegionsCommandTest {
    private static final Actor EU = new Actor("eu-west-1");
    private static final Actor US = new Actor("us-east-1");
    private static final int ROWS = 230;

    private final String table = Engine.newName();

    @BeforeEach
    void createTables() {
        for (Actor region : List.of(EU, US)) {
            Engine.createReplicated(region.name(), table, "pk");
            Engine.createTable(region.name(), new TableNames(table).control(), "pk");
            TableIdentity there =
                    TableIdentity.ask(Engine.asyncClient(region.name()), table).join();
            assertThat(records(region).write(TableRecord.first(there), null).join())
                    .isTrue();
        }
    }

    private ControlTableRecords records(Actor region) {
        return new ControlTableRecords(Engine.asyncClient(region.name()), new TableNames(table).control(), region);
    }

    private TableRecord record(Actor region) {
        return Objects.requireNonNull(records(region).read().join());
    }

    /** Another table of the same name, beside the rows of the one that is gone. */
    private void replace() {
        try (DynamoDbClient client = Engine.client(EU.name())) {
            for (int i = 0; i < ROWS; i++) {
                Map<String, AttributeValue> row = Map.of("pk", AttributeValue.fromS("row" + i));
                client.putItem(
                        put -> put.tableName(new TableNames(table).shadow()).item(row));
            }
            client.deleteTable(delete -> delete.tableName(table));
        }
        Engine.createTable(EU.name(), table, "pk");
    }

    private int rows() {
        try (DynamoDbClient client = Engine.client(EU.name())) {
            return client.scan(scan -> scan.tableName(new TableNames(table).shadow()))
                    .count();
        }
    }

    private Run run(String command, String... more) {
        List<String> all = new ArrayList<>(List.of("regions", command, table));
        all.addAll(List.of(more));
        all.addAll(List.of(
                "--regions", EU + "," + US, "--endpoint", Engine.endpoint().toString()));
        return Run.of(all.toArray(new String[0]));
    }

    private static JsonNode json(Run run) throws IOException {
        return new ObjectMapper().readTree(run.out());
    }

    /** What the command wrote to the terminal. */
    private String shown(String command, String... more) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        PrintStream before = System.out;
        System.setOut(new PrintStream(bytes, true, StandardCharsets.UTF_8));
        try {
            assertThat(run(command, more).exitCode()).isEqualTo(ExitCode.OK);
            return bytes.toString(StandardCharsets.UTF_8);
        } finally {
            System.setOut(before);
        }
    }

    @Test
    void itTellsWhatItDidAndWhatComesNext() throws IOException {
        replace();
        assertThat(shown("restored", "--region", EU.name(), "--dry-run"))
                .contains("would be incarnation 2", "nothing was written", "it is not known how old its items are");
        JsonNode report = new ObjectMapper().readTree(shown("restored", "--region", EU.name(), "-o", "json"));
        assertThat(report.path("incarnation").asInt()).isEqualTo(2);
        assertThat(report.path("backupOf").asInt()).isEqualTo(1);
        assertThat(report.path("rowsRemoved").asInt()).isEqualTo(ROWS);
        assertThat(shown("restored", "--region", EU.name())).contains("nothing to do");
        replace();
        assertThat(shown("restored", "--region", EU.name()))
                .contains(
                        "is incarnation 3, from a backup of 2",
                        ROWS + " rows of the other one removed",
                        "rejoin backfill " + table + " --regions " + EU + "," + US + " --region " + EU + " --restart",
                        "rejoin backfill " + table + " --regions " + EU + "," + US + " --region " + US + " --restart");
    }

    @Test
    void whatIsReplicatedIsListedAndLeftAlone() {
        Run list = run("list");
        assertThat(list.exitCode()).as(list.err()).isEqualTo(ExitCode.OK);
        assertThat(list.out()).contains(EU.name(), US.name(), "replicated").doesNotContain("another table");
        TableRecord before = record(EU);
        assertThat(run("restored", "--region", EU.name()).exitCode()).isEqualTo(ExitCode.OK);
        assertThat(record(EU)).isEqualTo(before);
    }

    @Test
    void anotherTableIsNoticedAndADryRunWritesNothing() throws IOException {
        replace();
        Run list = run("list", "-o", "json");
        assertThat(list.exitCode()).isEqualTo(ExitCode.DIFFERENT);
        assertThat(json(list).path("regions").get(0).path("state").asText()).isEqualTo("REPLACED");
        assertThat(json(list).path("regions").get(1).path("state").asText()).isEqualTo("REPLICATED");
        TableRecord before = record(EU);
        Run dry = run("restored", "--region", EU.name(), "--dry-run");
        assertThat(dry.exitCode()).as(dry.err()).isEqualTo(ExitCode.OK);
        assertThat(record(EU)).isEqualTo(before);
        assertThat(rows()).isEqualTo(ROWS);
    }

    @Test
    void aRestoredTableIsAnotherIncarnationWithoutTheRowsOfTheOtherOne() {
        replace();
        Run run = run("restored", "--region", EU.name());
        assertThat(run.exitCode()).as(run.err()).isEqualTo(ExitCode.OK);
        assertThat(rows()).isZero();
        TableRecord record = record(EU);
        assertThat(record.incarnation()).isEqualTo(2);
        assertThat(record.backup()).isEqualTo(1);
        assertThat(record.ready()).isTrue();
        assertThat(record.id())
                .isEqualTo(TableIdentity.ask(Engine.asyncClient(EU.name()), table)
                        .join()
                        .id());
        assertThat(home(table)).isEqualTo(new Home(EU.incarnation(2), table));
        assertThat(run("list").exitCode()).isEqualTo(ExitCode.OK);
    }

    @Test
    void whatWasBrokenOffGoesOnUnderTheSameIncarnation() {
        replace();
        TableRecord before = record(EU);
        TableRecord begun = before.replacedBy(
                TableIdentity.ask(Engine.asyncClient(EU.name()), table).join(), 1);
        assertThat(records(EU).write(begun, before).join()).isTrue();
        assertThat(run("list").out()).contains("being taken over");
        assertThat(run("restored", "--region", EU.name()).exitCode()).isEqualTo(ExitCode.OK);
        assertThat(record(EU)).isEqualTo(begun.readied());
        assertThat(rows()).isZero();
    }

    /** Where commands that read clocks take them to be at home. */
    private static Home home(String table) {
        return new OperatedRegion(EU, ReplicatedTable.of(table, "pk"), Engine.asyncClient(EU.name())).home();
    }

    @Test
    void withoutAControlTableItIsTheFirstIncarnation() {
        String other = Engine.newName();
        assertThat(home(other)).isEqualTo(new Home(EU, other));
    }

    /** Its times would clash with those of an earlier one; and the rows must not go for nothing. */
    @Test
    void afterTheLastIncarnationNothingIsRemoved() {
        TableRecord first = record(EU);
        TableRecord last = new TableRecord(first.id(), first.createdMillis(), HybridClock.STEP, 1, true);
        assertThat(records(EU).write(last, first).join()).isTrue();
        replace();
        Run run = run("restored", "--region", EU.name());
        assertThat(run.exitCode()).isEqualTo(ExitCode.UNAVAILABLE);
        assertThat(run.err()).contains("was taken over 15 times", "under another name");
        assertThat(record(EU)).isEqualTo(last);
        assertThat(rows()).isEqualTo(ROWS);
    }

    @Test
    void whatIsWrongIsSaidWithItsMend() {
        replace();
        Run unknown = run("restored", "--region", EU.name(), "--backup-of", "3");
        assertThat(unknown.exitCode()).isEqualTo(ExitCode.USAGE);
        assertThat(unknown.err()).contains("there was no incarnation 3");
        assertThat(run("restored", "--region", "mars-1").exitCode()).isEqualTo(ExitCode.USAGE);
        try (DynamoDbClient client = Engine.client(EU.name())) {
            client.deleteItem(delete -> delete.tableName(new TableNames(table).control())
                    .key(Map.of("pk", AttributeValue.fromS("table#" + EU))));
        }
        Run never = run("restored", "--region", EU.name());
        assertThat(never.exitCode()).isEqualTo(ExitCode.UNAVAILABLE);
        assertThat(never.err()).contains("nothing was ever replicated", "rejoin backfill");
        assertThat(run("list").out()).contains("not replicated yet");
    }
}
