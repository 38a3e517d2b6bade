package dev.rejoin.cli.tombstones;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rejoin.aws.item.ReplicatedTable;
import dev.rejoin.aws.store.DynamoDbStore;
import dev.rejoin.cli.ExitCode;
import dev.rejoin.cli.operate.Engine;
import dev.rejoin.cli.operate.TableNames;
import dev.rejoin.clock.Actor;
import dev.rejoin.clock.Dot;
import dev.rejoin.item.Attributes;
import dev.rejoin.item.ItemKey;
import dev.rejoin.item.Value;
import dev.rejoin.replica.KeyState;
import dev.rejoin.replica.StoredItem;
import dev.rejoin.replica.WriteResult;
import dev.rejoin.version.Cell;
import dev.rejoin.version.Home;
import dev.rejoin.version.SequenceNumber;
import dev.rejoin.version.ShadowRow;
import dev.rejoin.version.Version;
import dev.rejoin.version.VersionBuilder;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import picocli.CommandLine;
import software.amazon.awssdk.services.dynamodb.DynamoDbAsyncClient;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/** Two regions' tables on DynamoDB Local, and the command on them at a time that a test says. */
abstract class TombstonesFixture {
    static final Actor EU = new Actor("eu-west-1");
    static final Actor US = new Actor("us-east-1");
    static final Actor AP = new Actor("ap-south-1");
    static final Dot DELETE = new Dot(1L << 40, EU);
    static final long GRACE = Duration.ofDays(91).toMillis();

    final String table = Engine.newName();
    final StringWriter out = new StringWriter();
    final StringWriter err = new StringWriter();
    long now = 1_764_000_000_000L;

    @BeforeEach
    void createTables() {
        for (Actor region : List.of(EU, US)) {
            Engine.createReplicated(region.name(), table, "pk");
            Engine.createTable(region.name(), new TableNames(table).control(), "pk");
        }
    }

    static VersionBuilder deleted(Dot dot) {
        return new VersionBuilder(Version.EMPTY).seen(dot).deleted(dot);
    }

    void dead(String key, Version version) {
        ShadowRow row = new ShadowRow(version, SequenceNumber.of(1), null, Collections.emptySortedMap(), List.of());
        List.of(EU, US).forEach(region -> write(region, key, row));
    }

    /** An item that all regions show, and know to have had other attributes. */
    void crowded(String key, Dot removal, int removed) {
        VersionBuilder into = new VersionBuilder(Version.EMPTY).seen(removal).existence(removal);
        for (int i = 0; i < removed; i++) {
            into.register("gone" + i, Cell.of(removal, null));
        }
        Dot shown = new Dot(removal.time() - 16, EU);
        into.register("stays", Cell.of(shown, new Value.S("x")));
        Version version = into.build();
        Attributes shows = Attributes.of(Map.of("stays", new Value.S("x")));
        ShadowRow row = new ShadowRow(
                version.bare(shows),
                SequenceNumber.of(1),
                version.fingerprint(shows),
                Collections.emptySortedMap(),
                List.of());
        for (Actor region : List.of(EU, US)) {
            put(region, table, key, Map.of("stays", AttributeValue.fromS("x")));
            write(region, key, row);
        }
    }

    /** What a region's row or item knows of a key. */
    Version known(Actor region, String key) {
        try (DynamoDbAsyncClient client = Engine.asyncClient(region.name())) {
            DynamoDbStore store = new DynamoDbStore(client, ReplicatedTable.of(table, "pk"));
            ItemKey of = ItemKey.of("pk", key);
            StoredItem item = store.readItems(List.of(of)).join().get(of);
            ShadowRow row = store.readShadows(List.of(of)).join().get(of);
            return KeyState.of(new Home(region, table), item, row).version();
        }
    }

    private void write(Actor region, String key, ShadowRow row) {
        try (DynamoDbAsyncClient client = Engine.asyncClient(region.name())) {
            DynamoDbStore store = new DynamoDbStore(client, ReplicatedTable.of(table, "pk"));
            assertThat(store.writeShadow(ItemKey.of("pk", key), row, ShadowRow.NONE)
                            .join())
                    .isEqualTo(WriteResult.done());
        }
    }

    static void put(Actor region, String name, String key, Map<String, AttributeValue> more) {
        Map<String, AttributeValue> item = new HashMap<>(more);
        item.put("pk", AttributeValue.fromS(key));
        try (DynamoDbClient client = Engine.client(region.name())) {
            client.putItem(put -> put.tableName(name).item(item));
        }
    }

    int rows(Actor region) {
        try (DynamoDbClient client = Engine.client(region.name())) {
            return client.scan(scan -> scan.tableName(new TableNames(table).shadow()))
                    .count();
        }
    }

    List<String> marks(Actor region) {
        try (DynamoDbClient client = Engine.client(region.name())) {
            return client.scan(scan -> scan.tableName(new TableNames(table).shadow())).items().stream()
                    .filter(row -> row.containsKey("since"))
                    .map(row -> row.get("since").n())
                    .toList();
        }
    }

    int run(String... more) {
        return runIn(EU + "," + US, Engine.endpoint().toString(), more);
    }

    int runIn(String regions, String endpoint, String... more) {
        out.getBuffer().setLength(0);
        err.getBuffer().setLength(0);
        List<String> arguments =
                new ArrayList<>(List.of(table, "--regions", regions, "--endpoint", endpoint, "--units", "1000000"));
        arguments.addAll(List.of(more));
        return new CommandLine(new TombstonesCommand(() -> now))
                .setOut(new PrintWriter(out, true))
                .setErr(new PrintWriter(err, true))
                .setExecutionExceptionHandler((e, line, parsed) -> {
                    line.getErr().println(e);
                    return ExitCode.UNAVAILABLE;
                })
                .execute(arguments.toArray(new String[0]));
    }

    void assertOk(String... more) {
        assertThat(run(more)).as(err.toString()).isEqualTo(ExitCode.OK);
    }
}
