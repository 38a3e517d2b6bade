package dev.rejoin.cli.tombstones;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rejoin.aws.item.ReplicatedTable;
import dev.rejoin.cli.ExitCode;
import dev.rejoin.cli.local.region.ClusterSetup;
import dev.rejoin.cli.local.region.LocalCluster;
import dev.rejoin.cli.operate.Engine;
import dev.rejoin.cli.operate.TableNames;
import dev.rejoin.clock.Actor;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/** Two regions that replicate while tombstones are forgotten. */
@Timeout(180)
class TombstonesStoryTest {
    private static final String EU = "eu-west-1";
    private static final String US = "us-east-1";
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final long QUARTER = Duration.ofDays(92).toMillis();
    private static final int ITEMS = 20;

    private final String table = Engine.newName();
    private final StringWriter out = new StringWriter();
    private long later;

    @TempDir
    private Path folder;

    @Test
    void whatWasDeletedIsForgottenAndMayBeginAnew() throws Exception {
        ClusterSetup setup = ClusterSetup.brisk(
                List.of(new Actor(EU), new Actor(US)),
                ReplicatedTable.of(table, "id"),
                Set.of(),
                folder.resolve("failures"));
        try (LocalCluster cluster = LocalCluster.start(Engine.endpoint(), setup)) {
            for (int i = 0; i < ITEMS; i++) {
                put(i % 2 == 0 ? EU : US, i, "open");
            }
            assertThat(cluster.awaitQuiet(PATIENCE)).isTrue();
            for (int i = 0; i < ITEMS / 2; i++) {
                delete(i % 3 == 0 ? EU : US, i);
            }
            assertThat(cluster.awaitQuiet(PATIENCE)).isTrue();
            int rows = rows(EU) + rows(US);

            assertThat(tombstones()).contains(ITEMS / 2 + " marked");
            later = QUARTER;
            assertThat(tombstones()).contains(ITEMS / 2 + " forgotten");
            assertThat(rows(EU) + rows(US)).isEqualTo(rows - ITEMS);

            put(US, 0, "again");
            put(EU, 1, "again");
            put(EU, ITEMS - 1, "paid");
            assertThat(cluster.awaitQuiet(PATIENCE)).isTrue();
            for (String region : List.of(EU, US)) {
                assertThat(status(region, 0)).isEqualTo("again");
                assertThat(status(region, 1)).isEqualTo("again");
                assertThat(status(region, 2)).isEqualTo("none");
                assertThat(status(region, ITEMS - 1)).isEqualTo("paid");
            }
        }
    }

    private String tombstones() {
        out.getBuffer().setLength(0);
        int code = new CommandLine(new TombstonesCommand(() -> System.currentTimeMillis() + later))
                .setOut(new PrintWriter(out, true))
                .execute(
                        table,
                        "--regions",
                        EU + "," + US,
                        "--endpoint",
                        Engine.endpoint().toString());
        assertThat(code).isEqualTo(ExitCode.OK);
        return out.toString();
    }

    private static Map<String, AttributeValue> key(int item) {
        return Map.of("id", AttributeValue.fromS("order#" + item));
    }

    private void put(String region, int item, String status) {
        try (DynamoDbClient client = Engine.client(region)) {
            client.putItem(put -> put.tableName(table)
                    .item(Map.of("id", AttributeValue.fromS("order#" + item), "status", AttributeValue.fromS(status))));
        }
    }

    private void delete(String region, int item) {
        try (DynamoDbClient client = Engine.client(region)) {
            client.deleteItem(delete -> delete.tableName(table).key(key(item)));
        }
    }

    private String status(String region, int item) {
        try (DynamoDbClient client = Engine.client(region)) {
            AttributeValue status = client.getItem(
                            get -> get.tableName(table).key(key(item)).consistentRead(true))
                    .item()
                    .get("status");
            return status == null ? "none" : status.s();
        }
    }

    private int rows(String region) {
        try (DynamoDbClient client = Engine.client(region)) {
            return client.scan(scan -> scan.tableName(new TableNames(table).shadow()))
                    .count();
        }
    }
}
