package dev.rejoin.cli.undelete;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.rejoin.aws.bin.DynamoDbBin;
import dev.rejoin.aws.setup.SideTable;
import dev.rejoin.aws.setup.TableSetup;
import dev.rejoin.cli.ExitCode;
import dev.rejoin.cli.Run;
import dev.rejoin.cli.operate.Engine;
import dev.rejoin.cli.operate.TableNames;
import dev.rejoin.clock.Actor;
import dev.rejoin.clock.Dot;
import dev.rejoin.clock.HybridTime;
import dev.rejoin.item.Attributes;
import dev.rejoin.item.ItemKey;
import dev.rejoin.item.Value;
import dev.rejoin.replica.DeletedItem;
import dev.rejoin.version.SequenceNumber;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.dynamodb.DynamoDbAsyncClient;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

class UndeleteCommandTest {
    private static final String EU = "eu-west-1";
    private static final String US = "us-east-1";
    private static final long NOON = Instant.parse("2026-11-25T12:00:00Z").toEpochMilli();
    private static final long HOUR = 3_600_000;
    private static final ItemKey KEY = ItemKey.of("pk", "order#1");

    private final String table = Engine.newName();

    @BeforeEach
    void createTables() {
        for (String region : List.of(EU, US)) {
            Engine.createReplicated(region, table, "pk");
            try (DynamoDbAsyncClient client = Engine.asyncClient(region)) {
                new TableSetup(client)
                        .create(SideTable.BIN, new TableNames(table).bin())
                        .join();
            }
        }
    }

    /** An item that was deleted in Europe, as a region has it. */
    private void deleted(String region, long millis, String status) {
        Dot dot = new Dot(HybridTime.ofMillis(millis), new Actor(EU));
        DeletedItem item = new DeletedItem(
                KEY, Attributes.of("status", new Value.S(status)), dot, SequenceNumber.of(millis), millis, false);
        try (DynamoDbAsyncClient client = Engine.asyncClient(region)) {
            new DynamoDbBin(client, new TableNames(table).bin(), Duration.ofDays(30), System::currentTimeMillis)
                    .keep(item)
                    .join();
        }
    }

    private Run run(String... arguments) {
        return Run.of(Stream.concat(
                        Stream.of(
                                "undelete",
                                table,
                                "--regions",
                                EU + "," + US,
                                "--endpoint",
                                Engine.endpoint().toString()),
                        Stream.of(arguments))
                .toArray(String[]::new));
    }

    private String status(String region) {
        try (DynamoDbClient client = Engine.client(region)) {
            AttributeValue value = client.getItem(get -> get.tableName(table)
                            .consistentRead(true)
                            .key(Map.of("pk", AttributeValue.fromS("order#1"))))
                    .item()
                    .get("status");
            return value == null ? "none" : value.s();
        }
    }

    @Test
    void theNewestDeletedItemComesBackWhereItWasDeleted() {
        deleted(EU, NOON, "old");
        deleted(US, NOON + HOUR, "as seen in us");
        deleted(EU, NOON + HOUR, "as seen in eu");

        Run dry = run("order#1", "--dry-run");
        assertThat(dry.exitCode()).isZero();
        assertThat(dry.out()).contains("would be put back in eu-west-1").contains("status = as seen in eu");
        assertThat(status(EU)).isEqualTo("none");
        Run done = run("order#1");
        assertThat(done.exitCode()).as(done.err()).isZero();
        assertThat(status(EU)).isEqualTo("as seen in eu");
        assertThat(status(US)).isEqualTo("none");
    }

    @Test
    void aRegionAndATimeCanBeChosen() throws Exception {
        deleted(EU, NOON, "old");
        deleted(US, NOON + HOUR, "as seen in us");

        assertThat(run("order#1", "--at", "2026-11-25T12:30:00Z", "-o", "json").out())
                .contains("\"old\"");
        assertThat(status(EU)).isEqualTo("old");
        Run us = run("order#1", "--region", US, "-o", "json");
        assertThat(new ObjectMapper().readTree(us.out()).get("broughtBack").asBoolean())
                .isTrue();
        assertThat(status(US)).isEqualTo("as seen in us");
    }

    @Test
    void anItemThatIsThereIsNotOverwritten() {
        deleted(EU, NOON, "old");
        assertThat(run("order#1").exitCode()).isZero();
        Run again = run("order#1");
        assertThat(again.exitCode()).isEqualTo(ExitCode.DIFFERENT);
        assertThat(again.err()).contains("there is an item of this key in eu-west-1");
    }

    @Test
    void aDeleteIsListedOnceForAllRegions() throws Exception {
        deleted(EU, NOON, "old");
        deleted(EU, NOON + HOUR, "x");
        deleted(US, NOON + HOUR, "y");

        Run list = run("--list");
        assertThat(list.out().lines()).hasSize(3);
        assertThat(list.out())
                .containsSubsequence("2026-11-25T13:00:00Z", "2 regions", "2026-11-25T12:00:00Z", "1 region");
        assertThat(new ObjectMapper().readTree(run("--list", "-o", "json").out()))
                .hasSize(2);
        assertThat(run("--list", "--at", "2026-11-25T12:30:00Z").out().lines()).hasSize(2);
    }

    @Test
    void whatIsNotKeptIsToldWithTheMend() {
        Run none = run("order#1");
        assertThat(none.exitCode()).isEqualTo(ExitCode.DIFFERENT);
        assertThat(none.err()).contains("no bin has an item of this key");
        assertThat(run("--list").out()).contains("No deleted items are kept.");
        assertThat(run().exitCode()).isEqualTo(ExitCode.USAGE);
        assertThat(run("order#1", "--list").exitCode()).isEqualTo(ExitCode.USAGE);
        assertThat(run("order#1", "--region", "ap-south-1").err()).contains("--region: the table's regions are");
    }
}
