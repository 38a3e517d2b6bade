package dev.rejoin.functions;

import static org.assertj.core.api.Assertions.assertThat;

import com.amazonaws.services.lambda.runtime.events.DynamodbEvent;
import dev.rejoin.aws.config.TableRole;
import dev.rejoin.aws.control.ControlExpulsions;
import dev.rejoin.aws.control.ControlTableRecords;
import dev.rejoin.aws.hint.SqsHints;
import dev.rejoin.aws.incarnation.CurrentTable;
import dev.rejoin.aws.incarnation.Expulsion;
import dev.rejoin.aws.incarnation.TableRecord;
import dev.rejoin.aws.item.ItemCodec;
import dev.rejoin.aws.item.ReplicatedTable;
import dev.rejoin.aws.store.DynamoDbStore;
import dev.rejoin.aws.wire.Answer;
import dev.rejoin.aws.wire.AnswerCodec;
import dev.rejoin.aws.wire.Refusal;
import dev.rejoin.aws.wire.RequestCodec;
import dev.rejoin.clock.Actor;
import dev.rejoin.functions.wiring.SentinelWiring;
import dev.rejoin.item.ItemKey;
import dev.rejoin.policy.MergePolicy;
import dev.rejoin.replica.Backfill;
import dev.rejoin.replica.Imprint;
import dev.rejoin.replica.Replica;
import dev.rejoin.replica.ReplicaConfig;
import dev.rejoin.replica.ReplicationMetrics;
import dev.rejoin.version.Home;
import java.net.URI;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.services.dynamodb.DynamoDbAsyncClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.lambda.model.InvokeRequest;

/** A region that the others have expelled: nothing of it is taken, nothing is owed to it, and it comes back as another incarnation. */
@Timeout(120)
class ExpelledRegionTest {
    private static final Actor EU = new Actor("eu-west-1");
    private static final Actor US = new Actor("us-east-1");
    private static final Actor AP = new Actor("ap-south-1");
    private static final int ROUNDS = 20;

    private final TestRegions regions = new TestRegions(5000, EU.name(), US.name(), AP.name());
    private final TestRegion eu = regions.region(EU.name());
    private final TestRegion us = regions.region(US.name());
    private final TestRegion ap = regions.region(AP.name());

    private void settle() {
        boolean moved = true;
        for (int round = 0; moved; round++) {
            assertThat(round).as("rounds until quiet").isLessThan(ROUNDS);
            moved = false;
            for (Actor region : List.of(EU, US, AP)) {
                moved |= regions.region(region.name()).forward();
                for (Actor peer : List.of(EU, US, AP)) {
                    moved |= !peer.equals(region)
                            && regions.region(region.name()).deliver(peer.name());
                }
            }
        }
    }

    private static ControlExpulsions expulsions(TestRegion region, Actor self) {
        return new ControlExpulsions(
                region.clients.dynamo(), region.wiring.config().control().name(), self);
    }

    /** As {@code rejoin regions expel} does it. */
    private void expel() {
        Expulsion expulsion = new Expulsion(1, System.currentTimeMillis(), "ada", 0);
        assertThat(expulsions(eu, EU).expel(AP, expulsion).join()).isTrue();
        assertThat(expulsions(us, US).expel(AP, expulsion).join()).isTrue();
        passed();
    }

    private void passed() {
        List.of(eu, us, ap).forEach(region -> region.pass(CurrentTable.FRESH));
    }

    private ControlTableRecords records(TestRegion region, Actor self) {
        return new ControlTableRecords(
                region.clients.dynamo(), region.wiring.config().control().name(), self);
    }

    /** As {@code rejoin regions restored} does it. */
    private DynamodbEvent takeBack() throws InterruptedException {
        DynamoDbAsyncClient dynamo = ap.clients.dynamo();
        ReplicatedTable table = ap.wiring.config().table();
        TableRecord before = Objects.requireNonNull(records(ap, AP).read().join());
        TableRecord next = before.returning(2, System.currentTimeMillis());
        assertThat(records(ap, AP).write(next, before).join()).isTrue();
        List<ItemKey> rows = dynamo.scan(scan -> scan.tableName(table.shadowName())).join().items().stream()
                .map(row -> ItemKey.of("pk", row.get("pk").s()))
                .toList();
        Imprint imprint = new Imprint(
                ReplicaConfig.of(new Home(AP, table.name()), Set.of(), MergePolicy.REGISTERS),
                new DynamoDbStore(dynamo, table),
                System::currentTimeMillis,
                RandomGenerator.getDefault()::nextLong);
        imprint.put(rows)
                .join()
                .forEach(key -> dynamo.deleteItem(
                                delete -> delete.tableName(table.shadowName()).key(new ItemCodec(table).key(key)))
                        .join());
        // The test's stream dates records when they are read.
        DynamodbEvent imprinted = ap.event();
        long since = System.currentTimeMillis();
        // The stream tells its times to the second.
        TimeUnit.MILLISECONDS.sleep(1_100);
        assertThat(expulsions(eu, EU).returned(AP, 2).join()).isTrue();
        assertThat(expulsions(us, US).returned(AP, 2).join()).isTrue();
        assertThat(records(ap, AP).write(next.readied(since), next).join()).isTrue();
        passed();
        return imprinted;
    }

    private void backfill(TestRegion region, Actor self, Collection<ItemKey> keys) {
        Map<Actor, URI> queues = new TreeMap<>();
        List.of(EU, US, AP).stream()
                .filter(peer -> !peer.equals(self))
                .forEach(peer -> queues.put(peer, URI.create(FakeSqs.url("hints-" + peer))));
        Replica replica = new Replica(
                Objects.requireNonNull(records(region, self).read().join())
                        .of(region.wiring.config().replica(TableRole.DATA)),
                new DynamoDbStore(
                        region.clients.dynamo(), region.wiring.config().table()),
                conflicts -> CompletableFuture.failedFuture(new IllegalStateException("no conflicts here")),
                ReplicationMetrics.NOOP,
                System::currentTimeMillis,
                RandomGenerator.getDefault()::nextLong);
        Backfill backfill = new Backfill(replica, new SqsHints(region.clients.sqs, TableRole.DATA, queues));
        assertThat(backfill.take(keys, queues.keySet()).join().again()).isEmpty();
    }

    private void owe(TestRegion region, Actor peer, String key) {
        new SqsHints(region.clients.sqs, TableRole.DATA, Map.of(peer, URI.create(FakeSqs.url("hints-" + peer))))
                .owe(peer, Set.of(key(key)))
                .join();
    }

    private static ItemKey key(String key) {
        return ItemKey.of("pk", key);
    }

    private static AttributeValue text(TestRegion region, String key, String name) {
        return region.items().getOrDefault(key, Map.of()).get(name);
    }

    private Answer ping(Actor from, TableRole table) {
        SdkBytes payload = SdkBytes.fromByteArray(RequestCodec.ping(table, from, EU));
        InvokeRequest request = InvokeRequest.builder().payload(payload).build();
        return AnswerCodec.decode(eu.lambda.invoke(request).join().payload().asByteArray());
    }

    @Test
    void whatItSendsIsRefusedAndStaysOwed() {
        ap.put("a", "status", "new");
        settle();
        expel();
        ap.put("b", "status", "new");
        ap.forward();
        assertThat(ap.hints(EU.name())).isEqualTo(1);
        assertThat(ap.hints(US.name())).isEqualTo(1);
        ap.deliver(EU.name());
        assertThat(ap.hints(EU.name())).as("still owed").isEqualTo(1);
        assertThat(eu.items()).containsOnlyKeys("a");
        assertThat(us.items()).containsOnlyKeys("a");
        assertThat(ap.clients.cloudWatch.sum("Refused")).as("told by who sends").isEqualTo(3);
        assertThat(eu.clients.cloudWatch.sum("OutcomesRefused"))
                .as("and by who refuses")
                .isEqualTo(2);
        assertThat(TestContext.EVERY_LINE)
                .anyMatch(line -> line.contains("still owed") && line.contains("REFUSED EXPELLED"))
                .anyMatch(line -> line.contains("request refused")
                        && line.contains("eu-west-1 has expelled ap-south-1 up to incarnation 1")
                        && line.contains("rejoin regions restored"));
    }

    @Test
    void onlyThatIncarnationAndOnlyTheApplicationsTableIsRefused() {
        expel();
        assertThat(ping(AP, TableRole.DATA).refusal()).isEqualTo(Refusal.EXPELLED);
        assertThat(ping(AP.incarnation(2), TableRole.DATA).refusal()).isNull();
        assertThat(ping(AP, TableRole.CONTROL).refusal())
                .as("what it says of itself")
                .isNull();
        assertThat(ping(US, TableRole.DATA).refusal()).isNull();
    }

    @Test
    void itIsOwedNothingAndWhatItWasOwedIsSettled() {
        ap.put("a", "status", "new");
        settle();
        owe(eu, AP, "a");
        // Of an item that is not at rest, which a courier alone would wait for.
        eu.put("a", "status", "paid");
        owe(eu, AP, "a");
        expel();
        eu.deliver(AP.name());
        assertThat(eu.hints(AP.name())).isZero();
        eu.forward();
        assertThat(eu.hints(AP.name())).as("nothing new").isZero();
        assertThat(text(ap, "a", "status")).as("nothing sent").isEqualTo(AttributeValue.fromS("new"));
        assertThat(text(us, "a", "status"))
                .as("its dots stay valid between the others")
                .isEqualTo(AttributeValue.fromS("paid"));
    }

    @Test
    void theOthersRaiseNoAlarmBecauseItLags() {
        expel();
        assertThat(SentinelWiring.of(eu.wiring).run().join().alarms())
                .singleElement()
                .asString()
                .endsWith("-lag-us-east-1-to-eu-west-1");
    }

    @Test
    void aRegionThatCannotReadItsControlTableTakesNothing() {
        settle();
        passed();
        String control = eu.wiring.config().control().name();
        eu.clients.dynamo().deleteTable(delete -> delete.tableName(control)).join();
        eu.pass(CurrentTable.LONGEST);
        ap.put("b", "status", "new");
        ap.forward();
        assertThat(ap.hints(EU.name())).as("waits").isEqualTo(1);
        assertThat(eu.items()).isEmpty();
    }

    @Test
    void itComesBackAsAnotherIncarnationWithTheTableThatItHas() throws InterruptedException {
        ap.put("edited", "status", "new");
        ap.put("own", "status", "new");
        ap.put("gone", "status", "new");
        ap.add("counted", 5);
        DynamodbEvent folded = ap.event();
        ap.forward(folded);
        settle();
        expel();
        eu.put("edited", "status", "paid");
        eu.add("counted", 10);
        ap.put("late", "status", "new");
        ap.put("own", "status", "paid");
        ap.delete("gone");
        ap.add("counted", 2);
        DynamodbEvent unsent = ap.event();
        ap.forward(unsent);
        settleWithoutIt();
        assertThat(text(eu, "counted", "stock")).isEqualTo(AttributeValue.fromN("15"));

        DynamodbEvent imprinted = takeBack();
        for (DynamodbEvent again : List.of(folded, unsent, imprinted)) {
            assertThat(ap.forward(again).getBatchItemFailures()).isEmpty();
        }
        List<ItemKey> keys = List.of(key("edited"), key("counted"), key("late"), key("own"), key("gone"));
        for (int pass = 0; pass < 2; pass++) {
            backfill(ap, AP, keys);
            backfill(eu, EU, keys);
            backfill(us, US, keys);
            settle();
        }
        assertThat(ap.items()).isEqualTo(eu.items()).isEqualTo(us.items());
        assertThat(text(ap, "edited", "status")).isEqualTo(AttributeValue.fromS("paid"));
        assertThat(text(eu, "late", "status")).isEqualTo(AttributeValue.fromS("new"));
        assertThat(text(eu, "own", "status"))
                .as("written behind what had been sent")
                .isEqualTo(AttributeValue.fromS("paid"));
        assertThat(eu.items()).as("deleted and not sent").doesNotContainKey("gone");
        assertThat(text(eu, "counted", "stock")).as("each addition once").isEqualTo(AttributeValue.fromN("17"));
        ap.add("counted", 1);
        eu.put("last", "status", "new");
        settle();
        assertThat(text(eu, "counted", "stock")).isEqualTo(AttributeValue.fromN("18"));
        assertThat(ap.items()).as("owed again").containsKey("last");
    }

    /** As {@link #settle}, but for what the expelled region owes in vain. */
    private void settleWithoutIt() {
        for (TestRegion region : List.of(eu, us)) {
            region.forward();
        }
        eu.deliver(US.name());
        us.deliver(EU.name());
    }
}
