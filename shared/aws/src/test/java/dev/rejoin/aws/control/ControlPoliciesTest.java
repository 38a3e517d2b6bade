package dev.rejoin.aws.control;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.rejoin.aws.control.Direction.Note;
import dev.rejoin.aws.engine.Engine;
import dev.rejoin.clock.Actor;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

@Timeout(120)
class ControlPoliciesTest {
    private static final Actor EU = new Actor("eu-west-1");
    private static final Actor US = new Actor("us-east-1");

    private final String table = Engine.createTable(List.of("pk"), List.of("S"));
    private final ControlPolicies policies = new ControlPolicies(Engine.CLIENT, table, EU);

    private static PolicyRecord record(long version, String text, String who) {
        return new PolicyRecord(version, 1, text, new Note(1_000 * version, who, "because"));
    }

    private Map<String, AttributeValue> item(String key) {
        return Engine.await(Engine.CLIENT.getItem(get -> get.tableName(table).key(Items.key(key))))
                .item();
    }

    @Test
    void aPolicyIsReadAsItWasPutAndItsVersionsStay() {
        assertThat(Engine.await(policies.read())).isEqualTo(PolicyRecord.NONE);
        PolicyRecord first = record(1, "deletes: newest\n", "ada");
        PolicyRecord second = record(2, "deletes: delete-wins\n", "bob");
        assertThat(Engine.await(policies.put(first, PolicyRecord.NONE))).isTrue();
        assertThat(Engine.await(policies.put(second, first))).isTrue();

        assertThat(Engine.await(policies.read())).isEqualTo(second);
        assertThat(Engine.await(policies.read(1))).isEqualTo(first);
        assertThat(Engine.await(policies.read(3))).isEqualTo(PolicyRecord.NONE);
        assertThat(Engine.await(policies.history(2, 10))).containsExactly(second, first);
        assertThat(Engine.await(policies.history(2, 1))).containsExactly(second);
    }

    /** Scripts may read it too: the names are documented. */
    @Test
    void itIsOneItemWithTheWholeText() {
        Engine.await(policies.put(record(1, "deletes: newest\n", "ada"), PolicyRecord.NONE));
        assertThat(item("policy#eu-west-1"))
                .containsEntry("version", AttributeValue.fromN("1"))
                .containsEntry("format", AttributeValue.fromN("1"))
                .containsEntry("text", AttributeValue.fromS("deletes: newest\n"))
                .containsEntry("at", AttributeValue.fromN("1000"))
                .containsEntry("by", AttributeValue.fromS("ada"))
                .containsEntry("why", AttributeValue.fromS("because"))
                .containsEntry(
                        "sha256",
                        AttributeValue.fromS("1a88e523db5efe7a74afed571b5c0d2fcffb5cbde6ec952d43e93d7bdf54dac9"));
        assertThat(item("policy#eu-west-1#1")).isEmpty();
        Engine.await(policies.put(record(2, "deletes: delete-wins\n", "bob"), record(1, "deletes: newest\n", "ada")));
        assertThat(item("policy#eu-west-1#1")).containsEntry("by", AttributeValue.fromS("ada"));
    }

    @Test
    void whoComesSecondLosesAndChangesNothing() {
        PolicyRecord mine = record(1, "deletes: newest\n", "ada");
        assertThat(Engine.await(policies.put(mine, PolicyRecord.NONE))).isTrue();
        assertThat(Engine.await(policies.put(record(1, "deletes: delete-wins\n", "bob"), PolicyRecord.NONE)))
                .isFalse();
        assertThat(Engine.await(policies.read())).isEqualTo(mine);
        assertThat(Engine.await(policies.read(1))).isEqualTo(mine);
        assertThatThrownBy(() -> policies.put(mine, mine)).isInstanceOf(IllegalArgumentException.class);
    }

    /** A client that did not hear of its success asks again. */
    @Test
    void theSameOnceMoreHasSucceeded() {
        PolicyRecord mine = record(1, "deletes: newest\n", "ada");
        assertThat(Engine.await(policies.put(mine, PolicyRecord.NONE))).isTrue();
        assertThat(Engine.await(policies.put(mine, PolicyRecord.NONE))).isTrue();
    }

    @Test
    void ofManyAtOnceOneWins() {
        List<CompletableFuture<Boolean>> all = new ArrayList<>();
        for (int i = 0; i < 20; i++) {
            all.add(policies.put(record(1, "# " + i, "operator " + i), PolicyRecord.NONE));
        }
        assertThat(all.stream().map(Engine::await).filter(won -> won)).hasSize(1);
    }

    @Test
    void theNewestOfAllCopiesCounts() {
        assertThat(Engine.await(ControlPolicies.newest(Engine.CLIENT, table, List.of(EU, US))))
                .isEqualTo(PolicyRecord.NONE);
        ControlPolicies copies = new ControlPolicies(Engine.CLIENT, table, US);
        PolicyRecord first = record(1, "deletes: newest\n", "ada");
        PolicyRecord second = record(2, "deletes: delete-wins\n", "bob");
        Engine.await(policies.put(first, PolicyRecord.NONE));
        Engine.await(copies.put(second, PolicyRecord.NONE));
        assertThat(Engine.await(ControlPolicies.newest(Engine.CLIENT, table, List.of(EU, US))))
                .isEqualTo(second);
        assertThat(Engine.await(ControlPolicies.newest(Engine.CLIENT, table, List.of(EU))))
                .isEqualTo(first);
    }

    @Test
    void aTableThatIsNotThereIsAnErrorAndNotNoPolicy() {
        ControlPolicies nowhere = new ControlPolicies(Engine.CLIENT, "no-such-table", EU);
        assertThat(nowhere.read()).failsWithin(java.time.Duration.ofSeconds(60));
        assertThat(nowhere.put(record(1, "", ""), PolicyRecord.NONE)).failsWithin(java.time.Duration.ofSeconds(60));
    }
}
