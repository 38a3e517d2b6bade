package dev.rejoin.cli.verify;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.rejoin.aws.item.ReplicatedTable;
import dev.rejoin.cli.ExitCode;
import dev.rejoin.cli.local.link.LinkSwitch;
import dev.rejoin.cli.local.region.ClusterSetup;
import dev.rejoin.cli.local.region.LocalCluster;
import dev.rejoin.cli.operate.Engine;
import dev.rejoin.clock.Actor;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeAction;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.AttributeValueUpdate;

/** Two regions on DynamoDB Local that were replicated until the process died with all that it owed. */
class VerifyAndRepairTest {
    private static final String EU = "eu-west-1";
    private static final String US = "us-east-1";
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final int ITEMS = 60;

    private final String table = Engine.newName();
    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    @TempDir
    private Path folder;

    @Test
    void equalRegionsAreEqual() throws Exception {
        replicate(false);
        assertThat(verify("-o", "json")).isEqualTo(ExitCode.OK);
        JsonNode report = report();
        assertThat(report.get("equal").asBoolean()).isTrue();
        assertThat(report.get("items").asInt()).isEqualTo(ITEMS);
        assertThat(report.get("bytesExchanged").asInt()).as("one digest").isEqualTo(16);
        assertThat(verify()).isEqualTo(ExitCode.OK);
        assertThat(out.toString()).contains("Equal: 60 items, 0 keys looked at again");
    }

    @Test
    void whatWasLostIsFoundPlannedAndRepaired() throws Exception {
        replicate(true);
        Path plan = folder.resolve("orders.plan");
        assertThat(repair("--dry-run", "--plan", plan.toString(), "-o", "json")).isEqualTo(ExitCode.DIFFERENT);
        assertThat(report().get("findings")).hasSize(5);
        assertThat(Files.readAllLines(plan)).hasSize(6);
        assertThat(verify("--plan", folder.resolve("other.plan").toString())).isEqualTo(ExitCode.DIFFERENT);
        assertThat(out.toString())
                .contains("Different, 5 keys")
                .contains("order#4  missing, present in us-east-1")
                .contains("order#new  missing, present in us-east-1")
                .contains("order#1  different, present in eu-west-1, us-east-1");

        assertThat(repair("--plan", plan.toString())).isEqualTo(ExitCode.OK);
        assertThat(out.toString()).contains("5 keys of 5 equal now");
        assertThat(verify()).isEqualTo(ExitCode.OK);
        assertThat(read(US, "order#1").get("status").s()).isEqualTo("paid");
        assertThat(read(US, "order#3").get("stock").n())
                .as("both regions' additions")
                .isEqualTo("18");
        assertThat(read(EU, "order#3")).isEqualTo(read(US, "order#3"));
        assertThat(read(US, "order#4")).as("a deleted item stays deleted").isEmpty();
        assertThat(read(EU, "order#new").get("status").s()).isEqualTo("new");
    }

    @Test
    void scansGoOnWhereTheyWereLeft() throws Exception {
        replicate(false);
        Path state = folder.resolve("orders.state");
        assertThat(verify("--state", state.toString())).isEqualTo(ExitCode.OK);
        assertThat(state).as("done").doesNotExist();
        Files.writeString(state, "{\"comparison\":{}}");
        assertThat(verify("--state", state.toString())).isEqualTo(ExitCode.USAGE);
        assertThat(err.toString()).contains("is of another comparison");
    }

    @Test
    void wrongOptionsAndPlansAreToldWithTheMend() throws Exception {
        replicate(false);
        assertThat(verify("--segments", "0")).isEqualTo(ExitCode.USAGE);
        assertThat(verify("--looks", "1")).isEqualTo(ExitCode.USAGE);
        assertThat(repair("--plan", folder.resolve("none").toString())).isEqualTo(ExitCode.USAGE);
        Path plan = folder.resolve("wrong");
        for (String text : List.of(
                "",
                "{}",
                "{\"rejoinPlan\":1,\"table\":\"other\"}",
                "{\"rejoinPlan\":1,\"table\":\"" + table + "\"}\n{}")) {
            Files.writeString(plan, text);
            assertThat(repair("--plan", plan.toString())).as(text).isEqualTo(ExitCode.USAGE);
        }
        assertThat(err.toString())
                .contains("--segments must be 1 to 64")
                .contains("--looks must be 2 to 20")
                .contains("there is no plan")
                .contains("is a plan for table other")
                .contains("line 2");
    }

    /** @param losing whether the last writes reach no peer, and what is owed dies with the process */
    private void replicate(boolean losing) throws InterruptedException {
        List<Actor> regions = List.of(new Actor(EU), new Actor(US));
        ClusterSetup setup = ClusterSetup.brisk(
                regions, ReplicatedTable.of(table, "id"), Set.of("stock"), folder.resolve("failures"));
        try (LocalCluster cluster = LocalCluster.start(Engine.endpoint(), setup)) {
            for (int i = 0; i < ITEMS; i++) {
                put(EU, "order#" + i, "open");
            }
            assertThat(cluster.awaitQuiet(PATIENCE)).isTrue();
            if (losing) {
                for (Actor from : regions) {
                    regions.stream()
                            .filter(to -> !to.equals(from))
                            .forEach(to -> cluster.links().link(from, to).set(LinkSwitch.State.CUT));
                }
                put(EU, "order#1", "paid");
                put(EU, "order#2", "paid");
                add(EU, "order#3", 5);
                add(US, "order#3", 3);
                delete(EU, "order#4");
                put(US, "order#new", "new");
                assertThat(cluster.awaitQuiet(PATIENCE)).isTrue();
                assertThat(cluster.owed()).isEqualTo(6);
            }
        }
    }

    private int verify(String... more) {
        return run(new VerifyCommand(), more);
    }

    private int repair(String... more) {
        return run(new RepairCommand(), more);
    }

    private int run(Callable<Integer> command, String... more) {
        out.getBuffer().setLength(0);
        List<String> arguments = new ArrayList<>(List.of(
                table, "--endpoint", Engine.endpoint().toString(), "--regions", EU + "," + US, "--counters", "stock"));
        arguments.addAll(List.of("--wait-ms", "20"));
        arguments.addAll(List.of(more));
        return new CommandLine(command)
                .setOut(new PrintWriter(out, true))
                .setErr(new PrintWriter(err, true))
                .execute(arguments.toArray(String[]::new));
    }

    private JsonNode report() throws IOException {
        return new ObjectMapper().readTree(out.toString());
    }

    private void put(String region, String id, String status) {
        try (DynamoDbClient client = Engine.client(region)) {
            client.putItem(put -> put.tableName(table)
                    .item(Map.of(
                            "id", AttributeValue.fromS(id),
                            "status", AttributeValue.fromS(status),
                            "stock", AttributeValue.fromN("10"))));
        }
    }

    private void add(String region, String id, int amount) {
        try (DynamoDbClient client = Engine.client(region)) {
            client.updateItem(update -> update.tableName(table)
                    .key(Map.of("id", AttributeValue.fromS(id)))
                    .attributeUpdates(Map.of(
                            "stock",
                            AttributeValueUpdate.builder()
                                    .action(AttributeAction.ADD)
                                    .value(AttributeValue.fromN(Integer.toString(amount)))
                                    .build())));
        }
    }

    private void delete(String region, String id) {
        try (DynamoDbClient client = Engine.client(region)) {
            client.deleteItem(delete -> delete.tableName(table).key(Map.of("id", AttributeValue.fromS(id))));
        }
    }

    /** What an application reads. */
    private Map<String, AttributeValue> read(String region, String id) {
        try (DynamoDbClient client = Engine.client(region)) {
            Map<String, AttributeValue> item = new TreeMap<>(client.getItem(get -> get.tableName(table)
                            .key(Map.of("id", AttributeValue.fromS(id)))
                            .consistentRead(true))
                    .item());
            item.remove("_rejoin");
            return item;
        }
    }
}
