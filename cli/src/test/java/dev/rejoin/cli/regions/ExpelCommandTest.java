package dev.rejoin.cli.regions;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.rejoin.aws.control.ControlExpulsions;
import dev.rejoin.aws.control.ControlTableRecords;
import dev.rejoin.aws.incarnation.Expulsion;
import dev.rejoin.aws.incarnation.TableIdentity;
import dev.rejoin.aws.incarnation.TableRecord;
import dev.rejoin.aws.item.ReplicatedTable;
import dev.rejoin.aws.store.DynamoDbStore;
import dev.rejoin.cli.ExitCode;
import dev.rejoin.cli.Run;
import dev.rejoin.cli.operate.Engine;
import dev.rejoin.cli.operate.TableNames;
import dev.rejoin.clock.Actor;
import dev.rejoin.clock.Dot;
import dev.rejoin.item.ItemKey;
import dev.rejoin.replica.KeyState;
import dev.rejoin.version.Cell;
import dev.rejoin.version.Home;
import dev.rejoin.version.SequenceNumber;
import dev.rejoin.version.ShadowRow;
import dev.rejoin.version.Version;
import dev.rejoin.version.VersionBuilder;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import picocli.CommandLine;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/** A region is expelled by those that remain, and comes back. */
@Timeout(120)
class ExpelCommandTest {
    private static final Actor EU = new Actor("eu-west-1");
    private static final Actor US = new Actor("us-east-1");
    private static final Actor AP = new Actor("ap-south-1");
    private static final String REMAIN = EU + "," + US;
    private static final String ALL = REMAIN + "," + AP;

    private final String table = Engine.newName();
    private final List<Long> slept = new ArrayList<>();

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

    private void hear(Actor in, int incarnation) {
        try (DynamoDbClient client = Engine.client(in.name())) {
            client.putItem(put -> put.tableName(new TableNames(table).control())
                    .item(Map.of(
                            "pk", AttributeValue.fromS("table#" + AP),
                            "incarnation", AttributeValue.fromN(Integer.toString(incarnation)))));
        }
    }

    private ControlTableRecords records(Actor in, Actor of) {
        return new ControlTableRecords(Engine.asyncClient(in.name()), new TableNames(table).control(), of);
    }

    private TableRecord record() {
        return Objects.requireNonNull(records(AP, AP).read().join());
    }

    private ControlExpulsions expulsions(Actor in) {
        return new ControlExpulsions(Engine.asyncClient(in.name()), new TableNames(table).control(), in);
    }

    private Expulsion expulsion(Actor in) {
        return expulsions(in).all().join().get(AP);
    }

    private Run run(String command, String regions, String... more) {
        List<String> all = new ArrayList<>(List.of("regions", command, table));
        all.addAll(List.of(more));
        all.addAll(List.of("--regions", regions, "--endpoint", Engine.endpoint().toString()));
        return Run.of(all.toArray(new String[0]));
    }

    private Run expel(String... more) {
        List<String> all = new ArrayList<>(List.of(more));
        all.addAll(List.of("--region", AP.name(), "--by", "ada"));
        return run("expel", REMAIN, all.toArray(new String[0]));
    }

    private static JsonNode json(String text) throws IOException {
        return new ObjectMapper().readTree(text);
    }

    /** What a return tells, without the waiting. */
    private Run restore(String... more) {
        List<String> all = new ArrayList<>(List.of(table, "--region", AP.name()));
        all.addAll(List.of(more));
        all.addAll(List.of("--regions", ALL, "--endpoint", Engine.endpoint().toString()));
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        StringWriter err = new StringWriter();
        PrintStream before = System.out;
        System.setOut(new PrintStream(bytes, true, StandardCharsets.UTF_8));
        try {
            int code = new CommandLine(new RestoredCommand(slept::add))
                    .setErr(new PrintWriter(err, true))
                    .setExecutionExceptionHandler((e, line, parsed) -> {
                        line.getErr().println(e);
                        return ExitCode.UNAVAILABLE;
                    })
                    .execute(all.toArray(new String[0]));
            return new Run(code, bytes.toString(StandardCharsets.UTF_8), err.toString());
        } finally {
            System.setOut(before);
        }
    }

    @Test
    void everyRegionThatRemainsHasItAndTheOperatorIsTold() throws IOException {
        Run dry = expel("--dry-run");
        assertThat(dry.exitCode()).as(dry.err()).isEqualTo(ExitCode.OK);
        assertThat(dry.out())
                .contains("eu-west-1: ap-south-1 would be expelled up to incarnation 1; nothing was written");
        assertThat(expulsion(EU)).isNull();

        Run run = expel();
        assertThat(run.exitCode()).as(run.err()).isEqualTo(ExitCode.OK);
        assertThat(run.out())
                .contains("eu-west-1: ap-south-1 is expelled up to incarnation 1")
                .contains("us-east-1: ap-south-1 is expelled up to incarnation 1")
                .contains("rejoin regions restored", "Within 34 days", "rejoin repair " + table);
        assertThat(expulsion(EU).isInForce()).isTrue();
        assertThat(expulsion(EU).refuses(1)).isTrue();
        assertThat(expulsion(EU).refuses(2)).isFalse();
        assertThat(expulsion(EU).who()).isEqualTo("ada");
        assertThat(expulsion(US)).isEqualTo(expulsion(EU));

        Expulsion first = expulsion(EU);
        JsonNode again = json(expel("-o", "json").out());
        assertThat(again.path("complete").asBoolean()).isTrue();
        assertThat(again.path("regions").get(0).path("changed").asBoolean()).isFalse();
        assertThat(expulsion(EU)).as("the first time stands").isEqualTo(first);
    }

    @Test
    void itIsExpelledUpToTheIncarnationThatAnybodyHasHeardOf() {
        hear(US, 3);
        assertThat(expel().exitCode()).isEqualTo(ExitCode.OK);
        assertThat(expulsion(EU).upTo()).isEqualTo(3);
        assertThat(expulsion(US).upTo()).isEqualTo(3);
    }

    @Test
    void aRegionThatCannotBeWrittenIsNamedAndTheSameCommandCompletesIt() {
        try (DynamoDbClient client = Engine.client(US.name())) {
            client.deleteTable(delete -> delete.tableName(new TableNames(table).control()));
        }
        Run run = expel();
        assertThat(run.exitCode()).isEqualTo(ExitCode.UNAVAILABLE);
        assertThat(run.out()).contains("eu-west-1: ap-south-1 is expelled", "us-east-1: not written: control table");
        assertThat(run.err()).contains("not every region has expelled ap-south-1", "run this again");
        Expulsion first = expulsion(EU);

        Engine.createTable(US.name(), new TableNames(table).control(), "pk");
        Run list = run("list", REMAIN);
        assertThat(list.out()).contains("but not in [us-east-1]: run 'rejoin regions expel' again");
        Run again = expel();
        assertThat(again.exitCode()).as(again.err()).isEqualTo(ExitCode.OK);
        assertThat(again.out()).contains("was expelled before", "us-east-1: ap-south-1 is expelled");
        assertThat(expulsion(US).sinceMillis()).as("from the first time").isEqualTo(first.sinceMillis());
    }

    @Test
    void theListShowsIt() throws IOException {
        expel();
        Run remaining = run("list", REMAIN);
        assertThat(remaining.exitCode()).as("the others are well").isEqualTo(ExitCode.OK);
        assertThat(remaining.out()).containsPattern("ap-south-1 +- +1 +expelled on .* by ada");
        JsonNode all = json(run("list", ALL, "-o", "json").out());
        assertThat(all.path("regions").get(2).path("state").asText()).isEqualTo("EXPELLED");
        assertThat(run("list", ALL).out()).contains("expelled: run 'rejoin regions restored'");
    }

    @Test
    void whatIsWrongIsSaidWithItsMend() {
        Run last = run("expel", AP.name(), "--region", AP.name());
        assertThat(last.exitCode()).isEqualTo(ExitCode.USAGE);
        assertThat(last.err()).contains("ap-south-1 is the last region");
        Run named = run("expel", ALL, "--region", AP.name());
        assertThat(named.exitCode()).isEqualTo(ExitCode.USAGE);
        assertThat(named.err()).contains("name only those that remain, as --regions eu-west-1,us-east-1");
        Run unknown = run("expel", REMAIN, "--region", "ap-suoth-1");
        assertThat(unknown.exitCode()).isEqualTo(ExitCode.USAGE);
        assertThat(unknown.err()).contains("has ever heard of ap-suoth-1");
        assertThat(run("expel", REMAIN, "--region", "MARS 1").exitCode()).isEqualTo(ExitCode.USAGE);
        assertThat(expulsion(EU)).isNull();
    }

    @Test
    void itComesBackWithItsTableAsAnotherIncarnation() {
        expel();
        ReplicatedTable replicated = ReplicatedTable.of(table, "pk");
        DynamoDbStore store = new DynamoDbStore(Engine.asyncClient(AP.name()), replicated);
        Dot dot = new Dot(1L << 40, AP);
        Version known = new VersionBuilder(Version.EMPTY)
                .seen(dot)
                .existence(dot)
                .register("status", Cell.of(dot, new dev.rejoin.item.Value.S("new")))
                .build();
        Version dead = new VersionBuilder(Version.EMPTY).seen(dot).deleted(dot).build();
        try (DynamoDbClient client = Engine.client(AP.name())) {
            client.putItem(put -> put.tableName(table)
                    .item(Map.of("pk", AttributeValue.fromS("a"), "status", AttributeValue.fromS("new"))));
        }
        row(store, "a", known, 7L);
        row(store, "gone", dead, null);

        Run dry = restore("--dry-run");
        assertThat(dry.out())
                .contains("would be incarnation 2, with what it has as incarnation 1; nothing was written");
        assertThat(record().incarnation()).isEqualTo(1);
        long before = System.currentTimeMillis();
        Run run = restore();
        assertThat(run.exitCode()).as(run.err()).isEqualTo(ExitCode.OK);
        assertThat(run.out()).contains("is incarnation 2", "1 rows of its items removed", "rejoin policy put");
        assertThat(slept.get(0)).as("until no function works on what it saw").isGreaterThan(110_000);
        assertThat(record().incarnation()).isEqualTo(2);
        assertThat(record().backup()).isEqualTo(1);
        assertThat(record().ready()).isTrue();
        assertThat(record().sinceMillis()).isGreaterThanOrEqualTo(before);
        assertThat(store.readShadows(List.of(key("a"), key("gone"))).join())
                .as("deletes that nobody heard of stay")
                .containsOnlyKeys(key("gone"));
        assertThat(Objects.requireNonNull(KeyState.clockOf(
                                new Home(AP, table),
                                store.readItems(List.of(key("a"))).join().get(key("a"))))
                        .version()
                        .vector())
                .isEqualTo(known.vector());
        assertThat(expulsion(EU).isInForce()).as("owed again").isFalse();
        assertThat(expulsion(US).isInForce()).isFalse();
        assertThat(expulsion(EU).refuses(1)).as("and the old one stays refused").isTrue();
        assertThat(run("list", ALL).exitCode()).isEqualTo(ExitCode.OK);
        assertThat(restore().out()).contains("nothing to do");
    }

    private static ItemKey key(String key) {
        return ItemKey.of("pk", key);
    }

    private static void row(DynamoDbStore store, String key, Version version, Long fingerprint) {
        ShadowRow row =
                new ShadowRow(version, SequenceNumber.of(1), fingerprint, Collections.emptySortedMap(), List.of());
        assertThat(store.writeShadow(key(key), row, ShadowRow.NONE).join().isDone())
                .isTrue();
    }

    @Test
    void aReturnThatWasBrokenOffGoesOnUnderTheSameIncarnation() {
        expel();
        TableRecord before = record();
        TableRecord begun = before.returning(2, System.currentTimeMillis() - 50_000);
        assertThat(records(AP, AP).write(begun, before).join()).isTrue();
        assertThat(restore().exitCode()).isEqualTo(ExitCode.OK);
        assertThat(slept.get(0)).as("what is left of it").isBetween(40_000L, 70_000L);
        assertThat(record().incarnation()).isEqualTo(2);
        assertThat(record().ready()).isTrue();
        assertThat(expulsion(EU).isInForce()).isFalse();
    }

    @Test
    void whatWasExpelledTooLongAgoIsRefusedUnlessItIsAccepted() {
        long since = System.currentTimeMillis() - Duration.ofDays(35).toMillis();
        for (Actor region : List.of(EU, US)) {
            assertThat(expulsions(region)
                            .expel(AP, new Expulsion(1, since, "ada", 0))
                            .join())
                    .isTrue();
        }
        Run old = restore();
        assertThat(old.exitCode()).isEqualTo(ExitCode.UNAVAILABLE);
        assertThat(old.err()).contains("the region was expelled on", "--accept-resurrected");
        assertThat(record().incarnation()).isEqualTo(1);
        assertThat(restore("--backup-of", "1").exitCode()).isEqualTo(ExitCode.USAGE);
        Run accepted = restore("--accept-resurrected");
        assertThat(accepted.exitCode()).as(accepted.err()).isEqualTo(ExitCode.OK);
        assertThat(accepted.out()).contains("may come back");
        assertThat(record().incarnation()).isEqualTo(2);
    }

    @Test
    void aTableMadeAnewComesBackBehindEveryIncarnationThatWasExpelled() {
        hear(EU, 4);
        expel();
        try (DynamoDbClient client = Engine.client(AP.name())) {
            client.deleteTable(delete -> delete.tableName(table));
        }
        Engine.createTable(AP.name(), table, "pk");
        assertThat(restore().exitCode()).isEqualTo(ExitCode.OK);
        assertThat(record().incarnation()).isEqualTo(5);
        assertThat(expulsion(EU).isInForce()).isFalse();
    }
}
