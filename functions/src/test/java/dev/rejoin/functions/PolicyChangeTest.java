package dev.rejoin.functions;

import static org.assertj.core.api.Assertions.assertThat;

import com.amazonaws.services.lambda.runtime.events.DynamodbEvent;
import com.amazonaws.services.lambda.runtime.events.DynamodbEvent.DynamodbStreamRecord;
import com.amazonaws.services.lambda.runtime.events.models.dynamodb.StreamRecord;
import dev.rejoin.aws.control.ControlPolicies;
import dev.rejoin.aws.control.Direction.Note;
import dev.rejoin.aws.control.PolicyRecord;
import dev.rejoin.clock.Actor;
import java.time.Instant;
import java.util.Date;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/** Functions go by the policy in the control table, and merge nothing while they cannot follow it. */
class PolicyChangeTest {
    private static final String EU = "eu-west-1";
    private static final String US = "us-east-1";
    private static final String SET = "rules: [{attributes: {tags: set}}]";
    private static final int ROUNDS = 20;

    private final TestRegions regions = new TestRegions(5000, EU, US);
    private final TestRegion eu = regions.region(EU);
    private final TestRegion us = regions.region(US);

    private static PolicyRecord record(long version, long format, String text) {
        return new PolicyRecord(version, format, text, new Note(version, "ada", ""));
    }

    private void put(TestRegion region, String name, PolicyRecord record) {
        ControlPolicies policies = new ControlPolicies(
                region.clients.dynamo(), region.wiring.config().control().name(), new Actor(name));
        assertThat(policies.put(record, policies.read().join()).join()).isTrue();
    }

    private void settle() {
        boolean moved = true;
        for (int round = 0; moved; round++) {
            assertThat(round).as("rounds until quiet").isLessThan(ROUNDS);
            moved = List.of(eu.forward(), us.forward(), eu.deliver(US), us.deliver(EU))
                    .contains(true);
        }
    }

    /** The functions read it with their first event. */
    @Test
    void concurrentWritesMergeAsThePolicySays() {
        put(eu, EU, record(1, 1, SET));
        put(us, US, record(1, 1, SET));
        eu.tag("a", "red");
        us.tag("a", "blue");
        settle();
        AttributeValue both = AttributeValue.fromSs(List.of("blue", "red"));
        assertThat(eu.items().get("a")).containsEntry("tags", both);
        assertThat(us.items()).isEqualTo(eu.items());
    }

    /** The operator reached one of the regions, and the control table's replication will bring it to the other. */
    @Test
    void aCopyFromAnotherRegionCounts() {
        put(eu, US, record(1, 1, SET));
        put(us, US, record(1, 1, SET));
        eu.tag("a", "red");
        us.tag("a", "blue");
        settle();
        assertThat(eu.items().get("a")).containsEntry("tags", AttributeValue.fromSs(List.of("blue", "red")));
    }

    @Test
    void aForwarderThatCannotFollowThePolicyFailsItsBatchAndTellsWhy() {
        put(eu, EU, record(1, 2, SET));
        eu.put("a", "status", "new");
        DynamodbEvent event = eu.event();
        TestContext context = new TestContext(60_000);
        assertThat(eu.forwarder.handleRequest(event, context).getBatchItemFailures())
                .hasSize(1);
        assertThat(us.items()).isEmpty();
        assertThat(eu.clients.cloudWatch.sum("PolicyWaits")).isEqualTo(1);
        assertThat(String.join("", context.lines)).contains("is of format 2, and this release knows 1");
    }

    @Test
    void anApplierThatCannotFollowThePolicyChangesNothingAndIsOwed() {
        put(us, US, record(1, 1, "rules: [{attributes: {note: custom:longest}}]"));
        eu.put("a", "status", "new");
        eu.forward();
        assertThat(us.items()).isEmpty();
        assertThat(eu.hints(US)).isEqualTo(1);
        assertThat(us.clients.cloudWatch.sum("PolicyWaits")).isEqualTo(1);
        assertThat(us.clients.cloudWatch.sum("OutcomesWait")).isEqualTo(1);
        eu.deliver(US);
        assertThat(eu.hints(US)).as("what is owed stays owed").isEqualTo(1);
        assertThat(TestContext.EVERY_LINE).anyMatch(line -> line.contains("no resolver 'longest' on the class path"));
    }

    /** Heartbeats and fences, and the policy that mends it, do not depend on what the owner says of the applications' table. */
    @Test
    void theControlTableIsReplicatedWhateverThePolicy() {
        put(eu, EU, record(1, 2, SET));
        String control = eu.wiring.config().control().name();
        assertThat(eu.forward(inserted(control, "heartbeat#" + EU)).getBatchItemFailures())
                .isEmpty();
        assertThat(us.clients
                        .dynamo()
                        .getItem(get ->
                                get.tableName(control).key(Map.of("pk", AttributeValue.fromS("heartbeat#" + EU))))
                        .join()
                        .item())
                .containsKey("pk");
    }

    private static DynamodbEvent inserted(String table, String key) {
        var image = new com.amazonaws.services.lambda.runtime.events.models.dynamodb.AttributeValue().withS(key);
        StreamRecord change = new StreamRecord()
                .withSequenceNumber("100")
                .withApproximateCreationDateTime(Date.from(Instant.now()))
                .withNewImage(Map.of("pk", image));
        DynamodbStreamRecord record = new DynamodbStreamRecord();
        record.setEventName("INSERT");
        record.setEventSourceARN("arn:aws:dynamodb:eu-west-1:111122223333:table/" + table + "/stream/2026");
        record.setDynamodb(change);
        DynamodbEvent event = new DynamodbEvent();
        event.setRecords(List.of(record));
        return event;
    }
}
