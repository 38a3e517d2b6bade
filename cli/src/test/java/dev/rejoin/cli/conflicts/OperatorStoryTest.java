package dev.rejoin.cli.conflicts;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.rejoin.aws.item.ReplicatedTable;
import dev.rejoin.cli.Run;
import dev.rejoin.cli.local.region.ClusterSetup;
import dev.rejoin.cli.local.region.LocalCluster;
import dev.rejoin.cli.local.source.EventSourcePoller.Hold;
import dev.rejoin.cli.operate.Engine;
import dev.rejoin.clock.Actor;
import dev.rejoin.item.ItemKey;
import dev.rejoin.item.Value;
import dev.rejoin.replica.StoredItem;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/** What an operator does about a conflict and a delete, while two regions replicate. */
@Timeout(value = 3, unit = TimeUnit.MINUTES)
class OperatorStoryTest {
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final Actor EU = new Actor("eu-west-1");
    private static final Actor US = new Actor("us-east-1");
    private static final ItemKey KEY = ItemKey.of("pk", "order#1");

    private final String table = Engine.newName();

    @Test
    void whatLostIsFoundAndPutRightAndWhatIsDeletedComesBack(@TempDir Path folder) throws Exception {
        ClusterSetup setup =
                ClusterSetup.brisk(List.of(EU, US), ReplicatedTable.of(table, "pk"), Set.of("stock"), folder);
        try (LocalCluster cluster = LocalCluster.start(Engine.endpoint(), setup)) {
            conflict(cluster);
            JsonNode entry = json(run("conflicts", "list", "-o", "json")).get(0);
            assertThat(entry.at("/loser/value/S").asText()).isEqualTo("cancelled");
            assertThat(entry.at("/winner/value/S").asText()).isEqualTo("shipped");

            Run resolved = run("conflicts", "resolve", entry.get("id").asText(), "--pick", "loser", "--in", US.name());
            assertThat(resolved.exitCode()).as(resolved.err()).isZero();
            settle(cluster);
            assertThat(value(cluster, EU, "status")).isEqualTo(new Value.S("cancelled"));
            assertThat(value(cluster, US, "status")).isEqualTo(new Value.S("cancelled"));

            cluster.region(US)
                    .client()
                    .deleteItem(delete -> delete.tableName(table).key(Map.of("pk", AttributeValue.fromS("order#1"))));
            settle(cluster);
            assertThat(cluster.region(EU).read(KEY)).isNull();
            JsonNode kept = json(run("undelete", "--list", "-o", "json"));
            assertThat(kept).hasSize(1);
            assertThat(kept.get(0).get("regions").asInt()).isEqualTo(2);

            Run back = run("undelete", "order#1", "--region", EU.name());
            assertThat(back.exitCode()).as(back.err()).isZero();
            settle(cluster);
            assertThat(value(cluster, US, "status")).isEqualTo(new Value.S("cancelled"));
            assertThat(value(cluster, US, "stock")).isEqualTo(Value.N.of(7));
            assertThat(cluster.region(US).readAll().keySet())
                    .isEqualTo(cluster.region(EU).readAll().keySet());
        }
    }

    private void conflict(LocalCluster cluster) throws InterruptedException {
        update(cluster, EU, "SET #a = :v ADD stock :n", Map.of(":v", text("new"), ":n", AttributeValue.fromN("7")));
        settle(cluster);
        Hold hold = cluster.hold(PATIENCE);
        try {
            update(cluster, EU, "SET #a = :v", Map.of(":v", text("cancelled")));
            assertThat(cluster.awaitLook(PATIENCE)).isTrue();
            update(cluster, US, "SET #a = :v", Map.of(":v", text("shipped")));
        } finally {
            hold.close();
        }
        settle(cluster);
    }

    private void update(LocalCluster cluster, Actor region, String change, Map<String, AttributeValue> values) {
        cluster.region(region)
                .client()
                .updateItem(update -> update.tableName(table)
                        .key(Map.of("pk", AttributeValue.fromS("order#1")))
                        .updateExpression(change)
                        .expressionAttributeNames(Map.of("#a", "status"))
                        .expressionAttributeValues(values));
    }

    private static AttributeValue text(String text) {
        return AttributeValue.fromS(text);
    }

    private static void settle(LocalCluster cluster) throws InterruptedException {
        assertThat(cluster.awaitQuiet(PATIENCE)).as(cluster.underWay()).isTrue();
    }

    private static @Nullable Value value(LocalCluster cluster, Actor region, String name) {
        StoredItem item = cluster.region(region).read(KEY);
        return item == null ? null : item.attributes().get(name);
    }

    private Run run(String command, String... more) {
        boolean nested = command.equals("conflicts");
        Stream<String> named = nested ? Stream.of(command, more[0], table) : Stream.of(command, table);
        return Run.of(Stream.of(
                        named,
                        Stream.of(more).skip(nested ? 1 : 0),
                        Stream.of(
                                "--regions",
                                EU + "," + US,
                                "--endpoint",
                                Engine.endpoint().toString()))
                .flatMap(part -> part)
                .toArray(String[]::new));
    }

    private static JsonNode json(Run run) throws Exception {
        assertThat(run.exitCode()).as(run.err()).isZero();
        return new ObjectMapper().readTree(run.out());
    }
}
