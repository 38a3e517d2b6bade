package dev.rejoin.cli.operate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.rejoin.aws.item.ReplicatedTable;
import dev.rejoin.cli.UnavailableException;
import dev.rejoin.clock.Actor;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.ServerSocket;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.ParameterException;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

class TableOptionsTest {
    private static final String EU = "eu-west-1";
    private static final String US = "us-east-1";

    private final StringWriter notes = new StringWriter();

    @Command(name = "look")
    static final class Look {
        @Mixin
        @SuppressWarnings("NullAway.Init")
        private TableOptions options;
    }

    @AfterEach
    void forgetRegion() {
        System.clearProperty("aws.region");
        System.clearProperty("aws.accessKeyId");
        System.clearProperty("aws.secretAccessKey");
    }

    @Test
    void aTableIsDescribedInEachRegion() {
        String name = Engine.newName();
        Engine.createTable(EU, name, "pk", "sk");
        Engine.createTable(US, name + ".us", "pk", "sk");

        try (OperatedTable table =
                local(name, "--regions", EU + "," + US + "=" + name + ".us").open(2)) {
            assertThat(table.actors()).containsExactly(new Actor(EU), new Actor(US));
            OperatedRegion us = table.region(new Actor(US));
            assertThat(us.table()).isEqualTo(ReplicatedTable.of(name + ".us", "pk", "sk"));
            assertThat(us.names().control()).isEqualTo(name + ".us-rejoin-control");
            assertThat(us.client()
                            .describeTable(d -> d.tableName(name + ".us"))
                            .join()
                            .table()
                            .tableName())
                    .isEqualTo(name + ".us");
            assertThatThrownBy(() -> table.region(new Actor("mars-1"))).hasMessageContaining("mars-1");
        }
        assertThat(notes.toString()).isEmpty();
    }

    @Test
    void theReservedAttributeIsTheOwners() {
        String name = Engine.newName();
        Engine.createTable(EU, name, "pk");
        try (OperatedTable table =
                local(name, "--regions", EU, "--clock-attribute", "_c").open(1)) {
            assertThat(table.regions().get(0).table().clockName()).isEqualTo("_c");
        }
    }

    @Test
    void regionsAreFoundInTheHeartbeatsAndNamed() {
        String name = Engine.newName();
        Engine.createTable(EU, name, "pk");
        Engine.createTable(US, name, "pk");
        Engine.createTable(EU, new TableNames(name).control(), "pk");
        put(EU, new TableNames(name).control(), "heartbeat#" + US);
        put(EU, new TableNames(name).control(), "heartbeat#" + EU);
        put(EU, new TableNames(name).control(), "policy#1");
        System.setProperty("aws.region", EU);

        TableOptions options = local(name);
        try (OperatedTable table = options.open(2);
                ControlTables control = options.control(2)) {
            assertThat(table.actors()).containsExactly(new Actor(EU), new Actor(US));
            assertThat(control.regions()).isEqualTo(table.actors());
        }
        assertThat(notes.toString())
                .as("once, however often a command connects")
                .containsOnlyOnce(
                        "from the heartbeats in " + name + "-rejoin-control of eu-west-1: eu-west-1, us-east-1");
    }

    @Test
    void withoutHeartbeatsRegionsMustBeNamed() {
        String name = Engine.newName();
        Engine.createTable(EU, new TableNames(name).control(), "pk");
        System.setProperty("aws.region", EU);
        assertThatThrownBy(() -> local(name).open(1))
                .isInstanceOf(ParameterException.class)
                .hasMessageContaining("no region wrote a heartbeat")
                .hasMessageContaining("--regions");
    }

    @Test
    void whatIsMissingIsToldWithTheMend() {
        String name = Engine.newName();
        Engine.createTable(EU, name, "pk");
        assertThatThrownBy(() -> local(name, "--regions", EU + "," + US).open(1))
                .isInstanceOf(UnavailableException.class)
                .hasMessageContaining("table " + name + " in us-east-1: there is no such table")
                .hasMessageContaining("--regions");
        System.setProperty("aws.region", EU);
        assertThatThrownBy(() -> local(name).open(1))
                .isInstanceOf(UnavailableException.class)
                .hasMessageContaining(name + "-rejoin-control in eu-west-1: there is no such table");
        assertThatThrownBy(() -> local(name, "--regions", EU).open(2))
                .isInstanceOf(ParameterException.class)
                .hasMessageContaining("2 regions or more");
    }

    @Test
    void keysThatDifferAreNoOneTable() {
        String name = Engine.newName();
        Engine.createTable(EU, name, "pk");
        Engine.createTable(US, name, "pk", "sk");
        assertThatThrownBy(() -> local(name, "--regions", EU + "," + US).open(2))
                .isInstanceOf(UnavailableException.class)
                .hasMessageContaining("eu-west-1 has [pk], us-east-1 has [pk, sk]");
    }

    @Test
    void anEndpointThatDoesNotAnswerIsToldWithTheMend() throws IOException {
        int port;
        try (ServerSocket socket = new ServerSocket(0)) {
            port = socket.getLocalPort();
        }
        assertThatThrownBy(() -> parse("orders", "--regions", EU, "--endpoint", "http://localhost:" + port)
                        .open(1))
                .isInstanceOf(UnavailableException.class)
                .hasMessageContaining("table orders in eu-west-1: no answer")
                .hasMessageContaining("Check the network");
    }

    @Test
    void aProfileThatIsNotThereHasNoCredentials() {
        assertThatThrownBy(() -> parse("orders", "--regions", EU, "--profile", "no-such-profile")
                        .open(1))
                .isInstanceOf(UnavailableException.class)
                .hasMessageContaining("there are no credentials")
                .hasMessageContaining("--profile");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "ab --regions eu-west-1                          | 'ab' is not a table's name",
                "orders --regions EU_1                           | 'EU_1' is not a region's name",
                "orders --regions eu-west-1,eu-west-1            | names eu-west-1 twice",
                "orders --regions eu-west-1=x                    | 'x' is not a table's name",
                "orders --regions eu-west-1 --endpoint localhost | --endpoint must be like http://localhost:8000",
                "orders --regions eu-west-1 --endpoint ftp://a   | --endpoint must be like http://localhost:8000",
                "orders --regions eu-west-1 --endpoint http://[  | --endpoint must be like http://localhost:8000",
            })
    void wrongOptionsAreUsageErrors(String arguments, String message) {
        assertThatThrownBy(() -> parse(arguments.strip().split(" ")).open(1))
                .isInstanceOf(ParameterException.class)
                .hasMessageContaining(message);
    }

    private TableOptions local(String table, String... more) {
        List<String> arguments =
                new ArrayList<>(List.of(table, "--endpoint", Engine.endpoint().toString()));
        arguments.addAll(List.of(more));
        return parse(arguments.toArray(String[]::new));
    }

    private TableOptions parse(String... arguments) {
        Look look = new Look();
        new CommandLine(look).setErr(new PrintWriter(notes, true)).parseArgs(arguments);
        return look.options;
    }

    private static void put(String region, String table, String key) {
        try (DynamoDbClient client = Engine.client(region)) {
            client.putItem(put -> put.tableName(table).item(Map.of("pk", AttributeValue.fromS(key))));
        }
    }
}
