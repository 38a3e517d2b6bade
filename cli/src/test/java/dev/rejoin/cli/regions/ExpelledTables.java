package dev.rejoin.cli.regions;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.rejoin.aws.control.ControlExpulsions;
import dev.rejoin.aws.control.ControlTableRecords;
import dev.rejoin.aws.incarnation.Expulsion;
import dev.rejoin.aws.incarnation.TableIdentity;
import dev.rejoin.aws.incarnation.TableRecord;
import dev.rejoin.cli.Run;
import dev.rejoin.cli.operate.Engine;
import dev.rejoin.cli.operate.TableNames;
import dev.rejoin.clock.Actor;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.BeforeEach;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/** Three regions of a table, of which two remain when one is expelled. */
abstract class ExpelledTables {
    static final Actor EU = new Actor("eu-west-1");
    static final Actor US = new Actor("us-east-1");
    static final Actor AP = new Actor("ap-south-1");
    static final String REMAIN = EU + "," + US;
    static final String ALL = REMAIN + "," + AP;

    final String table = Engine.newName();

    @BeforeEach
    void createTables() {
        for (Actor region : List.of(EU, US, AP)) {
            Engine.createReplicated(region.name(), table, "pk");
            Engine.createTable(region.name(), new TableNames(table).control(), "pk");
            TableIdentity there =
                    TableIdentity.ask(Engine.asyncClient(region.name()), table).join();
            assertThat(records(region, region)
                            .write(TableRecord.first(there), null)
                            .join())
                    .isTrue();
        }
        // As it came by replication.
        hear(EU, 1);
        hear(US, 1);
    }

    final void hear(Actor in, int incarnation) {
        try (DynamoDbClient client = Engine.client(in.name())) {
            client.putItem(put -> put.tableName(new TableNames(table).control())
                    .item(Map.of(
                            "pk", AttributeValue.fromS("table#" + AP),
                            "incarnation", AttributeValue.fromN(Integer.toString(incarnation)))));
        }
    }

    final ControlTableRecords records(Actor in, Actor of) {
        return new ControlTableRecords(Engine.asyncClient(in.name()), new TableNames(table).control(), of);
    }

    final TableRecord record() {
        return Objects.requireNonNull(records(AP, AP).read().join());
    }

    final ControlExpulsions expulsions(Actor in) {
        return new ControlExpulsions(Engine.asyncClient(in.name()), new TableNames(table).control(), in);
    }

    final Expulsion expulsion(Actor in) {
        return expulsions(in).all().join().get(AP);
    }

    final Run run(String command, String regions, String... more) {
        List<String> all = new ArrayList<>(List.of("regions", command, table));
        all.addAll(List.of(more));
        all.addAll(List.of("--regions", regions, "--endpoint", Engine.endpoint().toString()));
        return Run.of(all.toArray(new String[0]));
    }

    final Run expel(String... more) {
        List<String> all = new ArrayList<>(List.of(more));
        all.addAll(List.of("--region", AP.name(), "--by", "ada"));
        return run("expel", REMAIN, all.toArray(new String[0]));
    }

    static JsonNode json(String text) throws IOException {
        return new ObjectMapper().readTree(text);
    }
}
