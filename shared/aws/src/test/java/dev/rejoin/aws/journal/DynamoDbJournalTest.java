package dev.rejoin.aws.journal;

import static dev.rejoin.aws.engine.Engine.CLIENT;
import static dev.rejoin.aws.engine.Engine.await;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.rejoin.aws.engine.Engine;
import dev.rejoin.aws.journal.JournalEntry.Write;
import dev.rejoin.aws.journal.KnownValue.Nothing;
import dev.rejoin.aws.seal.FakeKms;
import dev.rejoin.aws.seal.KmsOpener;
import dev.rejoin.aws.seal.KmsSeal;
import dev.rejoin.aws.seal.SealException;
import dev.rejoin.clock.Actor;
import dev.rejoin.clock.Dot;
import dev.rejoin.item.ItemKey;
import dev.rejoin.item.Value;
import dev.rejoin.replica.Conflict;
import dev.rejoin.replica.Conflict.Reason;
import dev.rejoin.version.Cell;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.ResourceNotFoundException;

class DynamoDbJournalTest {
    private static final ItemKey KEY = ItemKey.of("pk", "order#1");
    private static final Dot LOSER = new Dot(1 << 16, new Actor("eu-west-1"));
    private static final Dot WINNER = new Dot(2 << 16, new Actor("us-east-1"));

    private final String table = Engine.createTable(List.of("item", "conflict"), List.of("S", "S"));
    private final DynamoDbJournal journal = journal(table, KeptValues.FULL);

    private static DynamoDbJournal journal(String table, KeptValues values) {
        return new DynamoDbJournal(CLIENT, table, Duration.ofDays(7), values, () -> 1_000_000);
    }

    private List<JournalEntry> entries() {
        List<JournalEntry> entries = new ArrayList<>();
        assertThat(await(new JournalTable(CLIENT, table).all(entries::add))).isZero();
        return entries;
    }

    private static Conflict conflict(String attribute, Value loser, Value winner) {
        Cell cell = loser == null ? Cell.withheld(LOSER) : Cell.of(LOSER, loser);
        return new Conflict(KEY, attribute, "lww", Reason.CONCURRENT_WRITES, cell, WINNER, winner);
    }

    private List<Map<String, AttributeValue>> rows() {
        return await(CLIENT.scan(scan -> scan.tableName(table).consistentRead(true)))
                .items();
    }

    @Test
    void aConflictIsARowWithBothValues() {
        await(journal.record(List.of(conflict("status", new Value.S("new"), Value.N.of(7)))));

        assertThat(rows())
                .singleElement()
                .isEqualTo(Map.ofEntries(
                        Map.entry("item", AttributeValue.fromS(KEY.hash())),
                        Map.entry("conflict", AttributeValue.fromS("status/" + LOSER + "/" + WINNER)),
                        Map.entry("key", AttributeValue.fromM(Map.of("pk", AttributeValue.fromS("order#1")))),
                        Map.entry("attribute", AttributeValue.fromS("status")),
                        Map.entry("policy", AttributeValue.fromS("lww")),
                        Map.entry("reason", AttributeValue.fromS("CONCURRENT_WRITES")),
                        Map.entry("loserAt", AttributeValue.fromN("1")),
                        Map.entry("winnerAt", AttributeValue.fromN("2")),
                        Map.entry("foundAt", AttributeValue.fromN("1000000")),
                        Map.entry("loser", AttributeValue.fromS(LOSER.toString())),
                        Map.entry("loserRemoved", AttributeValue.fromBool(false)),
                        Map.entry("loserValue", AttributeValue.fromS("new")),
                        Map.entry("winner", AttributeValue.fromS(WINNER.toString())),
                        Map.entry("winnerValue", AttributeValue.fromN("7")),
                        Map.entry("winnerDeleted", AttributeValue.fromBool(false)),
                        Map.entry("expires", AttributeValue.fromN(Long.toString(1000 + 7 * 86_400)))));
    }

    @Test
    void aConflictCountsOnceAndKeepsWhatIsKnown() {
        Conflict full = conflict("status", new Value.S("new"), new Value.S("paid"));
        await(journal.record(List.of(full)));
        List<Map<String, AttributeValue>> once = rows();
        await(journal.record(List.of(full, conflict("status", null, null))));

        assertThat(rows()).isEqualTo(once);
    }

    @Test
    void manyConflictsAreRecordedAtOnce() {
        List<Conflict> conflicts = new ArrayList<>();
        for (int i = 0; i < 60; i++) {
            conflicts.add(conflict("a" + i, new Value.S("x"), null));
        }
        await(journal.record(conflicts));

        assertThat(rows()).hasSize(60);
    }

    @Test
    void aNameTooLongForAKeyIsCut() {
        String shared = "ü".repeat(5000);
        await(journal.record(List.of(
                conflict(shared + "1", new Value.S("x"), null), conflict(shared + "2", new Value.S("x"), null))));

        assertThat(rows())
                .extracting(row -> row.get("attribute").s())
                .containsExactlyInAnyOrder(shared + 1, shared + 2);
    }

    @Test
    void valuesThatDoNotFitTogetherAreNotInTheWay() {
        Value large = new Value.B(new byte[300_000]);
        await(journal.record(List.of(conflict("blob", large, large))));

        assertThat(rows()).singleElement().satisfies(row -> {
            assertThat(row.get("loserValue").b().asByteArray()).hasSize(300_000);
            assertThat(row).doesNotContainKey("winnerValue").containsKey("winnerValueTooLarge");
        });
    }

    @Test
    void aJournalThatCannotBeWrittenFails() {
        DynamoDbJournal missing = journal("no-such-table", KeptValues.FULL);
        assertThatThrownBy(() -> await(missing.record(List.of(conflict("a", new Value.S("x"), null)))))
                .hasCauseInstanceOf(ResourceNotFoundException.class);
    }

    @Test
    void anEntryTellsWhatWasRecorded() {
        await(journal.record(List.of(conflict("status", new Value.S("new"), new Value.S("paid")))));

        JournalEntry entry = entries().get(0);
        assertThat(entry.key()).isEqualTo(KEY);
        assertThat(entry.attribute()).isEqualTo("status");
        assertThat(entry.policy()).isEqualTo("lww");
        assertThat(entry.reason()).isEqualTo("CONCURRENT_WRITES");
        assertThat(entry.loser()).isEqualTo(new Write(LOSER, new KnownValue.Shown(new Value.S("new"))));
        assertThat(entry.winner()).isEqualTo(new Write(WINNER, new KnownValue.Shown(new Value.S("paid"))));
        assertThat(entry.millis()).isEqualTo(2);
        assertThat(entry.foundAt()).isEqualTo(1_000_000);
        assertThat(entry.id()).matches(KEY.hash() + "-[0-9a-f]{12}");
        assertThat(entry.resolution()).isEmpty();
        assertThat(await(new JournalTable(CLIENT, table).ofItem(KEY.hash()))).containsExactly(entry);
        assertThat(await(new JournalTable(CLIENT, table).ofItem("0"))).isEmpty();
    }

    @Test
    void valuesThatAreNotThereSayWhy() {
        Cell removed = Cell.of(LOSER, null);
        Value large = new Value.B(new byte[300_000]);
        await(journal.record(List.of(
                new Conflict(KEY, "a", "lww", Reason.DELETED, removed, WINNER, null),
                conflict("b", null, null),
                conflict("c", large, large))));

        assertThat(entries())
                .extracting(entry -> entry.winner().value())
                .containsExactly(Nothing.DELETED, Nothing.UNKNOWN, Nothing.TOO_LARGE);
        assertThat(entries())
                .extracting(entry -> entry.loser().value())
                .containsExactly(Nothing.REMOVED, Nothing.UNKNOWN, new KnownValue.Shown(large));
    }

    @Test
    void twoRegionsKnowMoreThanOne() {
        await(journal.record(List.of(conflict("status", new Value.S("new"), null))));
        JournalEntry here = entries().get(0);
        JournalEntry there = here.with(Nothing.UNKNOWN, new KnownValue.Shown(new Value.S("paid")));
        JournalEntry both = here.with(there);

        assertThat(both).isEqualTo(there.with(here));
        assertThat(both.loser().value()).isEqualTo(new KnownValue.Shown(new Value.S("new")));
        assertThat(both.winner().value()).isEqualTo(new KnownValue.Shown(new Value.S("paid")));
        assertThat(both.id()).isEqualTo(here.id());
    }

    @Test
    void aHashOnlyRecognises() {
        Value value = new Value.S("very secret");
        assertThat(journal(table, KeptValues.HASH).keepsValues())
                .as("so nothing is left to it alone")
                .isFalse();
        assertThat(journal.keepsValues()).isTrue();
        await(journal(table, KeptValues.HASH).record(List.of(conflict("status", value, null))));

        assertThat(rows().toString()).doesNotContain("very secret");
        assertThat(entries().get(0).loser().value()).isEqualTo(new KnownValue.Hashed(ValueHash.of(value)));
    }

    @Test
    void equalValuesHaveEqualHashes() {
        // printf '{"S":"paid"}' | sha256sum
        assertThat(ValueHash.of(new Value.S("paid")))
                .isEqualTo("062bfd273a4d9cdc8fb9fa8d193836809eb4617bc2b1bea0c4a43a0cddd4e9ea");
        Value set = new Value.NS(new LinkedHashSet<>(List.of(Value.N.of(1), Value.N.of("1E2"))));
        Value same = new Value.NS(new LinkedHashSet<>(List.of(Value.N.of("100.0"), Value.N.of("1.0"))));
        assertThat(ValueHash.of(new Value.L(List.of(set)))).isEqualTo(ValueHash.of(new Value.L(List.of(same))));
        assertThat(ValueHash.of(new Value.SS(new LinkedHashSet<>(List.of("b", "a")))))
                .isEqualTo(ValueHash.of(new Value.SS(new LinkedHashSet<>(List.of("a", "b")))))
                .isNotEqualTo(ValueHash.of(new Value.L(List.of(new Value.S("a"), new Value.S("b")))));
    }

    @Test
    void sealedValuesOpenOnlyWithTheKeyAndInTheirPlace() {
        FakeKms kms = new FakeKms();
        KeptValues sealed = KeptValues.sealed(new KmsSeal(kms, FakeKms.KEY, table, () -> 0));
        Value value = new Value.S("very secret");
        await(journal(table, sealed)
                .record(List.of(conflict("status", value, new Value.S("x")), conflict("other", value, null))));

        assertThat(rows().toString()).doesNotContain("very secret");
        SealedValues opener = new SealedValues(new KmsOpener(kms, table));
        assertThat(entries()).allSatisfy(entry -> {
            assertThat(entry.loser().value()).isInstanceOf(KnownValue.Sealed.class);
            assertThat(await(opener.open(entry)).loser().value()).isEqualTo(new KnownValue.Shown(value));
        });
        JournalEntry moved = entries().get(0).with(entries().get(1).loser().value(), Nothing.UNKNOWN);
        assertThatThrownBy(() -> await(opener.open(moved))).hasRootCauseInstanceOf(SealException.class);
    }

    @Test
    void aKeyThatCannotBeUsedFailsTheJournal() {
        FakeKms kms = new FakeKms();
        kms.trouble = "disabled";
        KeptValues sealed = KeptValues.sealed(new KmsSeal(kms, FakeKms.KEY, table, () -> 0));
        assertThatThrownBy(() ->
                        await(journal(table, sealed).record(List.of(conflict("status", new Value.S("new"), null)))))
                .hasRootCauseMessage("disabled");
        assertThat(rows()).isEmpty();
    }

    @Test
    void aResolutionIsNotedWhereTheEntryIsAndStays() {
        Conflict conflict = conflict("status", new Value.S("new"), new Value.S("paid"));
        await(journal.record(List.of(conflict)));
        JournalTable here = new JournalTable(CLIENT, table);
        JournalEntry entry = entries().get(0);
        assertThat(await(here.resolved(entry, "loser", 5))).isTrue();
        await(journal.record(List.of(conflict)));
        assertThat(entries().get(0).resolution()).contains("loser");
        String empty = Engine.createTable(List.of("item", "conflict"), List.of("S", "S"));
        assertThat(await(new JournalTable(CLIENT, empty).resolved(entry, "loser", 5)))
                .isFalse();
    }

    @Test
    void rowsOfOthersAreCounted() {
        await(CLIENT.putItem(put -> put.tableName(table)
                .item(Map.of("item", AttributeValue.fromS("x"), "conflict", AttributeValue.fromS("y")))));
        assertThat(await(new JournalTable(CLIENT, table).all(entry -> {}))).isOne();
    }
}
