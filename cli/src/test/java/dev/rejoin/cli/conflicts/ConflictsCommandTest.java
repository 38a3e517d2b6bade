package dev.rejoin.cli.conflicts;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.rejoin.aws.journal.DynamoDbJournal;
import dev.rejoin.aws.journal.KeptValues;
import dev.rejoin.aws.setup.SideTable;
import dev.rejoin.aws.setup.TableSetup;
import dev.rejoin.cli.ExitCode;
import dev.rejoin.cli.Run;
import dev.rejoin.cli.operate.Engine;
import dev.rejoin.cli.operate.TableNames;
import dev.rejoin.cli.policy.Jar;
import dev.rejoin.clock.Actor;
import dev.rejoin.clock.Dot;
import dev.rejoin.clock.HybridTime;
import dev.rejoin.item.ItemKey;
import dev.rejoin.item.Value;
import dev.rejoin.replica.Conflict;
import dev.rejoin.replica.Conflict.Reason;
import dev.rejoin.version.Cell;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.services.dynamodb.DynamoDbAsyncClient;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/** The commands on journals that were written for them. */
class ConflictsCommandTest {
    private static final String EU = "eu-west-1";
    private static final String US = "us-east-1";
    private static final long NOON = Instant.parse("2026-11-25T12:00:00Z").toEpochMilli();
    private static final Value NEW = new Value.S("new");
    private static final Value PAID = new Value.S("paid");

    private final String table = Engine.newName();

    @BeforeEach
    void createTables() {
        for (String region : List.of(EU, US)) {
            Engine.createReplicated(region, table, "pk");
            try (DynamoDbAsyncClient client = Engine.asyncClient(region)) {
                new TableSetup(client)
                        .create(SideTable.JOURNAL, new TableNames(table).journal())
                        .join();
            }
        }
    }

    private static Dot dot(long millis, String region) {
        return new Dot(HybridTime.ofMillis(millis), new Actor(region));
    }

    /** Lost in Europe at that time, against a write in America a second later. */
    private static Conflict conflict(String key, String attribute, long millis, Value loser, Value winner) {
        Cell cell = loser == null ? Cell.withheld(dot(millis, EU)) : Cell.of(dot(millis, EU), loser);
        return new Conflict(
                ItemKey.of("pk", key),
                attribute,
                "lww",
                Reason.CONCURRENT_WRITES,
                cell,
                dot(millis + 1000, US),
                winner);
    }

    private void record(String region, KeptValues values, Conflict... conflicts) {
        try (DynamoDbAsyncClient client = Engine.asyncClient(region)) {
            new DynamoDbJournal(
                            client,
                            new TableNames(table).journal(),
                            Duration.ofDays(90),
                            values,
                            System::currentTimeMillis)
                    .record(List.of(conflicts))
                    .join();
        }
    }

    private Run run(String operation, String... more) {
        List<String> options = List.of(
                "--regions", EU + "," + US, "--endpoint", Engine.endpoint().toString());
        return Run.of(Stream.of(List.of("conflicts", operation, table), List.of(more), options)
                .flatMap(List::stream)
                .toArray(String[]::new));
    }

    private static JsonNode json(Run run) throws Exception {
        return new ObjectMapper().readTree(run.out());
    }

    private String onlyId() throws Exception {
        JsonNode listed = json(run("list", "-o", "json"));
        assertThat(listed).hasSize(1);
        return listed.get(0).get("id").asText();
    }

    private void put(String region, String key, Map<String, AttributeValue> attributes) {
        Map<String, AttributeValue> item = new HashMap<>(attributes);
        item.put("pk", AttributeValue.fromS(key));
        try (DynamoDbClient client = Engine.client(region)) {
            client.putItem(put -> put.tableName(table).item(item));
        }
    }

    private Map<String, AttributeValue> item(String region, String key) {
        try (DynamoDbClient client = Engine.client(region)) {
            return client.getItem(get ->
                            get.tableName(table).consistentRead(true).key(Map.of("pk", AttributeValue.fromS(key))))
                    .item();
        }
    }

    @Test
    void aConflictOfTwoRegionsIsShownOnceWithAllThatIsKnown() throws Exception {
        record(EU, KeptValues.FULL, conflict("order#1", "status", NOON, NEW, null));
        record(US, KeptValues.FULL, conflict("order#1", "status", NOON, null, PAID));

        Run list = run("list");
        assertThat(list.exitCode()).isZero();
        assertThat(list.out().lines()).hasSize(2);
        assertThat(list.out())
                .contains("order#1")
                .contains("status")
                .contains("new (eu-west-1)")
                .contains("paid (us-east-1)")
                .contains("concurrent writes")
                .contains("2026-11-25T12:00:01Z");
        JsonNode entry = json(run("show", onlyId(), "-o", "json"));
        assertThat(entry.at("/loser/value/S").asText()).isEqualTo("new");
        assertThat(entry.at("/winner/value/S").asText()).isEqualTo("paid");
        assertThat(entry.at("/winner/region").asText()).isEqualTo(US);
        assertThat(entry.at("/policy").asText()).isEqualTo("lww");
        Run show = run("show", onlyId());
        assertThat(show.out())
                .contains("{\"S\":\"new\"}")
                .contains("{\"S\":\"paid\"}")
                .contains("LOST");
    }

    @Test
    void filtersNarrowTheList() {
        record(
                EU,
                KeptValues.FULL,
                conflict("order#1", "status", NOON, NEW, PAID),
                conflict("order#1", "note", NOON + 3_600_000, NEW, PAID),
                conflict("order#2", "status", NOON + 7_200_000, NEW, PAID));

        assertThat(count("--key", "order#1")).isEqualTo(2);
        assertThat(count("--key", "{\"pk\":{\"S\":\"order#2\"}}")).isEqualTo(1);
        assertThat(count("--attribute", "status")).isEqualTo(2);
        assertThat(count("--since", "2026-11-25T13:00:00Z")).isEqualTo(2);
        assertThat(count("--until", "2026-11-25T13:00:00Z")).isEqualTo(1);
        assertThat(count("--since", "2026-11-26")).isZero();
        assertThat(count("--writer", EU)).isEqualTo(3);
        assertThat(count("--writer", "ap-south-1")).isZero();
        assertThat(count("--policy", "counter")).isZero();
        assertThat(count("--unresolved")).isEqualTo(3);
        Run limited = run("list", "--limit", "1");
        assertThat(limited.out()).contains("order#2").doesNotContain("order#1");
        assertThat(limited.err()).contains("2 older ones are not shown");
    }

    private int count(String... filters) {
        Run run = run("export", filters);
        assertThat(run.exitCode()).isZero();
        return (int) run.out().lines().count();
    }

    @Test
    void exportWritesJsonLinesToANewFile(@TempDir Path folder) throws Exception {
        record(
                EU,
                KeptValues.FULL,
                conflict("order#1", "status", NOON, NEW, PAID),
                conflict("order#2", "status", NOON, NEW, PAID));
        Path file = folder.resolve("conflicts.jsonl");

        Run run = run("export", "--to", file.toString());
        assertThat(run.err()).contains("2 conflicts written");
        assertThat(Files.readAllLines(file))
                .hasSize(2)
                .allSatisfy(line -> assertThat(new ObjectMapper()
                                .readTree(line)
                                .at("/loser/value/S")
                                .asText())
                        .isEqualTo("new"));
        assertThat(run("export", "--to", file.toString()).exitCode()).isEqualTo(ExitCode.USAGE);
    }

    @Test
    void pickingTheLoserIsOneWriteOfThatAttribute() throws Exception {
        record(EU, KeptValues.FULL, conflict("order#1", "status", NOON, NEW, PAID));
        Map<String, AttributeValue> before =
                Map.of("status", AttributeValue.fromS("paid"), "note", AttributeValue.fromS("x"));
        put(US, "order#1", before);
        String id = onlyId();

        Run dry = run("resolve", id, "--pick", "loser", "--in", US, "--dry-run");
        assertThat(dry.exitCode()).isZero();
        assertThat(dry.out()).contains("order#1 status: paid -> new, would be written in us-east-1");
        assertThat(item(US, "order#1")).containsAllEntriesOf(before);
        assertThat(count("--unresolved")).isEqualTo(1);

        Run done = run("resolve", id, "--pick", "loser", "--in", US);
        assertThat(done.exitCode()).as(done.err()).isZero();
        assertThat(item(US, "order#1"))
                .containsEntry("status", AttributeValue.fromS("new"))
                .containsEntry("note", AttributeValue.fromS("x"));
        assertThat(count("--unresolved")).isZero();
        assertThat(run("show", id).out()).contains("resolved: loser");
        assertThat(run("resolve", id, "--pick", "loser", "--in", US).out()).contains("nothing to write");
    }

    /** The older is the loser here, and resolvers are told the older first. */
    @Test
    void aResolverSaysWhatShallStand(@TempDir Path folder) throws Exception {
        record(
                EU,
                KeptValues.FULL,
                conflict("order#1", "note", NOON, new Value.S("a longer one"), new Value.S("short")));
        put(US, "order#1", Map.of("note", AttributeValue.fromS("short")));
        String id = onlyId();
        String jar = Jar.of(folder, Jar.Longest.class).toString();

        Run dry = run("resolve", id, "--resolver", "longest", "--resolvers", jar, "--in", US, "--dry-run");
        assertThat(dry.exitCode()).as(dry.err()).isZero();
        assertThat(dry.out()).contains("order#1 note: short -> a longer one, would be written in us-east-1");
        assertThat(item(US, "order#1")).containsEntry("note", AttributeValue.fromS("short"));
        assertThat(count("--unresolved")).isEqualTo(1);

        Run done = run("resolve", id, "--resolver", "custom:longest", "--resolvers", jar, "--in", US, "-o", "json");
        assertThat(done.exitCode()).as(done.err()).isZero();
        assertThat(json(done).get("choice").asText()).isEqualTo("resolver longest");
        assertThat(json(done).get("result").asText()).isEqualTo("written");
        assertThat(item(US, "order#1")).containsEntry("note", AttributeValue.fromS("a longer one"));
        assertThat(count("--unresolved")).isZero();
        assertThat(run("show", id).out()).contains("resolved: resolver longest");
    }

    @Test
    void aResolverThatFailsOrIsNotThereChangesNothing(@TempDir Path folder) throws Exception {
        record(EU, KeptValues.FULL, conflict("order#1", "status", NOON, NEW, PAID));
        put(EU, "order#1", Map.of("status", AttributeValue.fromS("paid")));
        String id = onlyId();
        String jar = Jar.of(folder, Jar.Throwing.class).toString();

        Run failed = run("resolve", id, "--resolver", "throwing", "--resolvers", jar);
        assertThat(failed.exitCode()).isEqualTo(ExitCode.DIFFERENT);
        assertThat(failed.err())
                .contains("resolver 'throwing' failed: java.lang.IllegalStateException: no idea")
                .contains("Nothing was changed; give --pick or --value");
        assertUsage(run("resolve", id, "--resolver", "longest", "--resolvers", jar), "there is no 'longest'");
        assertUsage(run("resolve", id, "--resolver", "longest"), "--resolvers resolvers.jar");
        assertUsage(
                run("resolve", id, "--pick", "loser", "--resolvers", jar),
                "--resolvers is of use only with --resolver");
        assertUsage(
                run("resolve", id, "--resolver", "x", "--resolvers", folder + "/none.jar"),
                "cannot read " + folder + "/none.jar");
        assertUsage(run("resolve", id, "--resolver", "x", "--pick", "loser"), "mutually exclusive");
        assertThat(item(EU, "order#1")).containsEntry("status", AttributeValue.fromS("paid"));
        assertThat(count("--unresolved")).isEqualTo(1);
    }

    @Test
    void aResolverNeedsBothValues(@TempDir Path folder) throws Exception {
        String jar = Jar.of(folder, Jar.Longest.class).toString();
        record(
                EU,
                KeptValues.FULL,
                conflict("order#1", "status", NOON, null, PAID),
                new Conflict(
                        ItemKey.of("pk", "order#2"),
                        "status",
                        "lww",
                        Reason.DELETED,
                        Cell.of(dot(NOON, EU), NEW),
                        dot(NOON + 1, US),
                        null));
        for (JsonNode entry : json(run("list", "-o", "json"))) {
            boolean deleted = entry.get("reason").asText().equals("DELETED");
            assertUsage(
                    run("resolve", entry.get("id").asText(), "--resolver", "longest", "--resolvers", jar),
                    deleted ? "the winner is a delete of the item" : "no region's journal knows that value");
        }
    }

    @Test
    void whatWasWrittenSinceIsNotOverwrittenUnlessForced() throws Exception {
        record(EU, KeptValues.FULL, conflict("order#1", "status", NOON, NEW, PAID));
        put(EU, "order#1", Map.of("status", AttributeValue.fromS("shipped")));
        String id = onlyId();

        Run refused = run("resolve", id, "--pick", "loser");
        assertThat(refused.exitCode()).isEqualTo(ExitCode.DIFFERENT);
        assertThat(refused.out()).contains("is shipped in eu-west-1").contains("--force");
        assertThat(item(EU, "order#1")).containsEntry("status", AttributeValue.fromS("shipped"));
        assertThat(run("resolve", id, "--value", "{\"N\":\"7\"}", "--force").exitCode())
                .isZero();
        assertThat(item(EU, "order#1")).containsEntry("status", AttributeValue.fromN("7"));
    }

    @Test
    void theWinnerOfSeveralValuesIsSettledByAWriteWithoutTheClock() throws Exception {
        Conflict siblings = conflict("order#1", "status", NOON, NEW, PAID);
        record(
                EU,
                KeptValues.FULL,
                new Conflict(
                        siblings.key(),
                        "status",
                        "siblings",
                        Reason.CONCURRENT_WRITES,
                        siblings.loser(),
                        siblings.winner(),
                        PAID));
        put(EU, "order#1", Map.of("status", AttributeValue.fromS("paid"), "_rejoin", AttributeValue.fromS("clock")));

        assertThat(run("resolve", onlyId(), "--pick", "winner").exitCode()).isZero();
        assertThat(item(EU, "order#1"))
                .containsEntry("status", AttributeValue.fromS("paid"))
                .doesNotContainKey("_rejoin");
    }

    @Test
    void aDeletedItemIsNotMadeOfOneAttribute() throws Exception {
        record(EU, KeptValues.FULL, conflict("order#1", "status", NOON, NEW, PAID));

        Run run = run("resolve", onlyId(), "--pick", "loser", "-o", "json");
        assertThat(run.exitCode()).isEqualTo(ExitCode.DIFFERENT);
        assertThat(json(run).get("result").asText()).isEqualTo("gone");
        assertThat(item(EU, "order#1")).isEmpty();
    }

    @Test
    void aHashCannotBePicked() throws Exception {
        record(EU, KeptValues.HASH, conflict("order#1", "status", NOON, NEW, PAID));
        assertThat(run("list").out()).contains("sha256:").doesNotContain("new (");
        Run run = run("resolve", onlyId(), "--pick", "loser");
        assertThat(run.exitCode()).isEqualTo(ExitCode.USAGE);
        assertThat(run.err()).contains("give --value");
    }

    @Test
    void wrongCommandLinesSayTheMend() {
        assertUsage(run("show", "abc"), "a conflict is named like");
        assertUsage(run("show", "0123456789abcdef-0123456789ab"), "no region's journal has a conflict");
        assertUsage(run("list", "--since", "yesterday"), "--since: a time is like");
        assertUsage(run("list", "--key", "{\"id\":{\"S\":\"1\"}}"), "the key of table");
        assertUsage(run("list", "--limit", "0"), "--limit must be 1 or more");
        assertUsage(run("resolve", "x"), "Missing required argument");
        assertUsage(run("resolve", "x", "--pick", "both"), "both");
    }

    private static void assertUsage(Run run, String message) {
        assertThat(run.exitCode()).isEqualTo(ExitCode.USAGE);
        assertThat(run.err()).contains(message);
    }

    @Test
    void aJournalThatIsNotThereIsToldWithTheMend() {
        String other = Engine.newName();
        Engine.createTable(EU, other, "pk");
        Run run = Run.of(
                "conflicts",
                "list",
                other,
                "--regions",
                EU,
                "--endpoint",
                Engine.endpoint().toString());
        assertThat(run.exitCode()).isEqualTo(ExitCode.UNAVAILABLE);
        assertThat(run.err()).contains("journal " + other + "-rejoin-journal in eu-west-1");
    }
}
