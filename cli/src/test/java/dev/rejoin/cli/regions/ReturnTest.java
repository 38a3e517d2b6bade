package dev.rejoin.cli.regions;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rejoin.aws.control.ControlPolicies;
import dev.rejoin.aws.control.Direction.Note;
import dev.rejoin.aws.control.PolicyRecord;
import dev.rejoin.aws.incarnation.Expulsion;
import dev.rejoin.aws.incarnation.TableRecord;
import dev.rejoin.aws.item.ReplicatedTable;
import dev.rejoin.aws.policy.PolicyFile;
import dev.rejoin.aws.store.DynamoDbStore;
import dev.rejoin.cli.ExitCode;
import dev.rejoin.cli.Run;
import dev.rejoin.cli.operate.Engine;
import dev.rejoin.cli.operate.TableNames;
import dev.rejoin.clock.Actor;
import dev.rejoin.clock.Dot;
import dev.rejoin.item.ItemKey;
import dev.rejoin.item.Value;
import dev.rejoin.replica.KeyState;
import dev.rejoin.version.Cell;
import dev.rejoin.version.Home;
import dev.rejoin.version.SequenceNumber;
import dev.rejoin.version.ShadowRow;
import dev.rejoin.version.Version;
import dev.rejoin.version.VersionBuilder;
import java.io.ByteArrayOutputStream;
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
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import picocli.CommandLine;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/** A region that was expelled comes back. */
@Timeout(120)
class ReturnTest extends ExpelledTables {
    private static final Dot DOT = new Dot(1L << 40, AP);
    private static final Version KNOWN = new VersionBuilder(Version.EMPTY)
            .seen(DOT)
            .existence(DOT)
            .register("status", Cell.of(DOT, new Value.S("new")))
            .build();
    private static final Version DEAD =
            new VersionBuilder(Version.EMPTY).seen(DOT).deleted(DOT).build();

    private final List<Long> slept = new ArrayList<>();
    private Runnable afterSleeps = () -> {};

    private void sleep(long millis) {
        slept.add(millis);
        if (slept.size() == 2) {
            afterSleeps.run();
        }
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
            int code = new CommandLine(new RestoredCommand(this::sleep))
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
    void itComesBackWithItsTableAsAnotherIncarnation() {
        expel();
        DynamoDbStore store = store();
        put("a");
        row(store, "a", KNOWN, 7L);
        row(store, "gone", DEAD, null);

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
        assertThat(clock(store, "a").vector()).isEqualTo(KNOWN.vector());
        assertThat(expulsion(EU).isInForce()).as("owed again").isFalse();
        assertThat(expulsion(US).isInForce()).isFalse();
        assertThat(expulsion(EU).refuses(1)).as("and the old one stays refused").isTrue();
        assertThat(run("list", ALL).exitCode()).isEqualTo(ExitCode.OK);
        assertThat(restore().out()).contains("nothing to do");
    }

    /** A delete that nobody heard of is told by the row of a key that is inserted while its region comes back. */
    @Test
    void whatIsInsertedMeanwhileHasSeenTheDelete() {
        expel();
        DynamoDbStore store = store();
        row(store, "gone", DEAD, null);
        afterSleeps = () -> put("gone");
        assertThat(restore().exitCode()).isEqualTo(ExitCode.OK);
        Version says = clock(store, "gone");
        assertThat(says.deleted()).isEqualTo(DOT);
        assertThat(store.readShadows(List.of(key("gone"))).join()).isEmpty();
    }

    @Test
    void whatWasNeverFoldedIsDeletedAsThePolicySays() {
        expel();
        DynamoDbStore store = store();
        row(store, "a", KNOWN, 7L);
        putPolicy("deletes: delete-wins");
        assertThat(restore().exitCode()).isEqualTo(ExitCode.OK);
        ShadowRow row = Objects.requireNonNull(
                store.readShadows(List.of(key("a"))).join().get(key("a")));
        assertThat(row.clock().isLive()).isFalse();
        assertThat(row.clock().barrier()).isNotNull().isEqualTo(row.clock().deleted());
    }

    @Test
    void aPolicyOfALaterReleaseIsNotGuessedAt() {
        expel();
        putPolicy("deletes: by-the-moon");
        Run run = restore();
        assertThat(run.exitCode()).isEqualTo(ExitCode.UNAVAILABLE);
        assertThat(run.err()).contains("by-the-moon", "Use the release that it was put with");
        assertThat(record().incarnation()).as("nothing was written").isEqualTo(1);
    }

    private void put(String key) {
        try (DynamoDbClient client = Engine.client(AP.name())) {
            client.putItem(put -> put.tableName(table)
                    .item(Map.of("pk", AttributeValue.fromS(key), "status", AttributeValue.fromS("again"))));
        }
    }

    private void putPolicy(String text) {
        PolicyRecord policy = new PolicyRecord(1, PolicyFile.FORMAT, text, new Note(1, "ada", ""));
        assertThat(new ControlPolicies(Engine.asyncClient(AP.name()), new TableNames(table).control(), AP)
                        .put(policy, PolicyRecord.NONE)
                        .join())
                .isTrue();
    }

    private Version clock(DynamoDbStore store, String key) {
        return Objects.requireNonNull(KeyState.clockOf(
                        new Home(AP, table),
                        store.readItems(List.of(key(key))).join().get(key(key))))
                .version();
    }

    private DynamoDbStore store() {
        return new DynamoDbStore(Engine.asyncClient(AP.name()), ReplicatedTable.of(table, "pk"));
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
