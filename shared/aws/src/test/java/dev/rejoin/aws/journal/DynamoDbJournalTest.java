package dev.rejoin.aws.journal;

import static dev.rejoin.aws.engine.Engine.CLIENT;
import static dev.rejoin.aws.engine.Engine.await;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.rejoin.aws.engine.Engine;
import dev.rejoin.clock.Actor;
import dev.rejoin.clock.Dot;
import dev.rejoin.item.ItemKey;
import dev.rejoin.item.Value;
import dev.rejoin.replica.Conflict;
import dev.rejoin.replica.Conflict.Reason;
import dev.rejoin.version.Cell;
import java.util.ArrayList;
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
    private final DynamoDbJournal journal = new DynamoDbJournal(CLIENT, table, () -> 1_000_000);

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
                        Map.entry("loser", AttributeValue.fromS(LOSER.toString())),
                        Map.entry("loserRemoved", AttributeValue.fromBool(false)),
                        Map.entry("loserValue", AttributeValue.fromS("new")),
                        Map.entry("winner", AttributeValue.fromS(WINNER.toString())),
                        Map.entry("winnerValue", AttributeValue.fromN("7")),
                        Map.entry("winnerDeleted", AttributeValue.fromBool(false)),
                        Map.entry("expires", AttributeValue.fromN(Long.toString(1000 + 90 * 86_400)))));
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
        DynamoDbJournal missing = new DynamoDbJournal(CLIENT, "no-such-table", () -> 0);
        assertThatThrownBy(() -> await(missing.record(List.of(conflict("a", new Value.S("x"), null)))))
                .hasCauseInstanceOf(ResourceNotFoundException.class);
    }
}
