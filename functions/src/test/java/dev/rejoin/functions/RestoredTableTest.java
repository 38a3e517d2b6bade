package dev.rejoin.functions;

import static org.assertj.core.api.Assertions.assertThat;

import com.amazonaws.services.lambda.runtime.events.DynamodbEvent;
import dev.rejoin.aws.config.TableRole;
import dev.rejoin.aws.control.ControlTableRecords;
import dev.rejoin.aws.hint.SqsHints;
import dev.rejoin.aws.incarnation.CurrentTable;
import dev.rejoin.aws.incarnation.TableIdentity;
import dev.rejoin.aws.incarnation.TableRecord;
import dev.rejoin.aws.item.ReplicatedTable;
import dev.rejoin.aws.store.DynamoDbStore;
import dev.rejoin.clock.Actor;
import dev.rejoin.item.ItemKey;
import dev.rejoin.replica.Backfill;
import dev.rejoin.replica.Replica;
import dev.rejoin.replica.ReplicationMetrics;
import java.net.URI;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.dynamodb.DynamoDbAsyncClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/** A table that was restored from a backup is noticed before anything is replicated, and comes back as another incarnation. */
class RestoredTableTest {
    private static final Actor EU = new Actor("eu-west-1");
    private static final Actor US = new Actor("us-east-1");
    private static final int ROUNDS = 20;

    private final TestRegions regions = new TestRegions(5000, EU.name(), US.name());
    private final TestRegion eu = regions.region(EU.name());
    private final TestRegion us = regions.region(US.name());
    private final DynamoDbAsyncClient dynamo = eu.clients.dynamo();
    private final ReplicatedTable table = eu.wiring.config().table();

    private void settle() {
        boolean moved = true;
        for (int round = 0; moved; round++) {
            assertThat(round).as("rounds until quiet").isLessThan(ROUNDS);
            moved = List.of(eu.forward(), us.forward(), eu.deliver(US.name()), us.deliver(EU.name()))
                    .contains(true);
        }
    }

    private ControlTableRecords records(TestRegion region, Actor self) {
        return new ControlTableRecords(
                region.clients.dynamo(), region.wiring.config().control().name(), self);
    }

    private TableRecord record(TestRegion region, Actor self) {
        return Objects.requireNonNull(records(region, self).read().join());
    }

    /** As {@code rejoin regions restored} does it. */
    private void takeOver() {
        TableRecord before = record(eu, EU);
        TableRecord next =
                before.replacedBy(TableIdentity.ask(dynamo, table.name()).join(), before.incarnation());
        assertThat(records(eu, EU).write(next, before).join()).isTrue();
        dynamo.scan(scan -> scan.tableName(table.shadowName()))
                .join()
                .items()
                .forEach(row -> dynamo.deleteItem(
                                delete -> delete.tableName(table.shadowName()).key(Map.of("pk", row.get("pk"))))
                        .join());
        assertThat(records(eu, EU).write(next.readied(), next).join()).isTrue();
        eu.pass(CurrentTable.FRESH);
    }

    /** As {@code rejoin backfill} does it, in one region for the other. */
    private void backfill(TestRegion region, Actor self, Actor peer, Collection<ItemKey> keys) {
        Map<Actor, URI> queues = new TreeMap<>(Map.of(peer, URI.create(FakeSqs.url("hints-" + peer))));
        Replica replica = new Replica(
                record(region, self).of(region.wiring.config().replica(TableRole.DATA)),
                new DynamoDbStore(region.clients.dynamo(), table),
                conflicts -> CompletableFuture.failedFuture(new IllegalStateException("no conflicts here")),
                ReplicationMetrics.NOOP,
                System::currentTimeMillis,
                RandomGenerator.getDefault()::nextLong);
        Backfill backfill = new Backfill(replica, new SqsHints(region.clients.sqs(), TableRole.DATA, queues));
        assertThat(backfill.take(keys, Set.of(peer)).join().again()).isEmpty();
    }

    private static Map<String, AttributeValue> texts(String key, String name, String text) {
        return Map.of("pk", AttributeValue.fromS(key), name, AttributeValue.fromS(text));
    }

    private static ItemKey key(String key) {
        return ItemKey.of("pk", key);
    }

    @Test
    void aRestoredTableIsRefusedThenTakenOverAndCatchesUp() {
        eu.put("edited", "status", "new");
        eu.add("counted", 5);
        eu.put("gone", "status", "new");
        settle();
        us.add("counted", 2);
        settle();
        List<Map<String, AttributeValue>> backup = eu.backup();
        eu.put("edited", "status", "paid");
        eu.add("counted", 10);
        eu.delete("gone");
        settle();
        assertThat(eu.items()).isEqualTo(us.items());

        eu.restore(backup);
        eu.pass(CurrentTable.FRESH);
        eu.put("early", "status", "new");
        DynamodbEvent event = eu.event();
        assertThat(eu.forward(event).getBatchItemFailures()).as("not forwarded").hasSize(1);
        us.put("late", "status", "new");
        us.forward();
        assertThat(us.hints(EU.name())).as("not applied, and owed").isEqualTo(1);
        assertThat(us.items()).doesNotContainKey("early");
        assertThat(eu.items()).doesNotContainKey("late");
        assertThat(eu.clients.cloudWatch.sum("TableReplaced")).isPositive();
        assertThat(TestContext.EVERY_LINE)
                .as("the forwarder says what is to be done")
                .anyMatch(line -> line.contains("record failed") && line.contains("rejoin regions restored"));
        assertThat(TestContext.EVERY_LINE)
                .as("and so does the applier")
                .anyMatch(line -> line.contains("nothing may be merged") && line.contains("rejoin regions restored"));

        takeOver();
        assertThat(eu.forward(event).getBatchItemFailures()).isEmpty();
        List<ItemKey> keys = List.of(key("edited"), key("counted"), key("gone"), key("early"), key("late"));
        for (int pass = 0; pass < 2; pass++) {
            backfill(eu, EU, US, keys);
            backfill(us, US, EU, keys);
            settle();
        }
        assertThat(record(eu, EU).incarnation()).isEqualTo(2);
        assertThat(eu.items()).isEqualTo(us.items());
        assertThat(eu.items().get("edited")).isEqualTo(texts("edited", "status", "paid"));
        assertThat(eu.items().get("counted")).containsEntry("stock", AttributeValue.fromN("17"));
        assertThat(eu.items()).doesNotContainKey("gone").containsKeys("early", "late");
        eu.add("counted", 1);
        settle();
        assertThat(us.items().get("counted")).containsEntry("stock", AttributeValue.fromN("18"));
    }

    @Test
    void aTableThatCannotBeLookedAtWaitsAndIsNotTakenForAReplacedOne() {
        eu.put("a", "status", "new");
        settle();
        us.put("a", "status", "paid");
        eu.put("b", "status", "new");
        DynamodbEvent event = eu.event();
        dynamo.deleteTable(delete -> delete.tableName(table.name())).join();
        eu.pass(CurrentTable.FRESH);
        assertThat(eu.forward(event).getBatchItemFailures()).as("not forwarded").hasSize(1);
        us.forward();
        assertThat(us.hints(EU.name())).as("not applied, and owed").isEqualTo(1);
        assertThat(eu.clients.cloudWatch.sum("TableReplaced")).isZero();
        assertThat(TestContext.EVERY_LINE)
                .as("both say why")
                .anyMatch(line -> line.contains("record failed") && line.contains("cannot be told"))
                .anyMatch(line -> line.contains("nothing may be merged") && line.contains("cannot be told"));
    }

    @Test
    void recordsOfAStreamThatIsOlderThanTheTableAreNotFolded() {
        eu.put("a", "status", "new");
        settle();
        eu.put("a", "status", "paid");
        DynamodbEvent event = eu.event();
        event.getRecords()
                .forEach(record -> record.setEventSourceARN("arn:aws:dynamodb:eu-west-1:111122223333:table/"
                        + table.name() + "/stream/2020-01-01T00:00:00.000"));
        assertThat(eu.forward(event).getBatchItemFailures()).hasSize(1);
        assertThat(us.items().get("a")).isEqualTo(texts("a", "status", "new"));
        assertThat(TestContext.EVERY_LINE).anyMatch(line -> line.contains("of a table that had this name before"));
    }
}
