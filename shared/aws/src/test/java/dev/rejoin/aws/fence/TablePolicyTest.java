package dev.rejoin.aws.fence;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.rejoin.aws.wire.Json;
import dev.rejoin.outage.WriteGate.Probe;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.PolicyNotFoundException;

class TablePolicyTest {
    private static final List<String> WRITERS =
            List.of("arn:aws:iam::111122223333:role/forwarder", "arn:aws:iam::111122223333:role/applier");
    private static final String OWNERS = "{\"Version\":\"2012-10-17\",\"Id\":\"theirs\",\"Statement\":"
            + "{\"Sid\":\"ReadFromAudit\",\"Effect\":\"Allow\",\"Principal\":{\"AWS\":\"444455556666\"},"
            + "\"Action\":\"dynamodb:GetItem\",\"Resource\":\"*\",\"Condition\":{\"Bool\":{\"aws:SecureTransport\":true},"
            + "\"NumericLessThan\":{\"aws:MultiFactorAuthAge\":300}}}}";

    private final AtomicLong now = new AtomicLong(1_000);

    private void settle() {
        now.addAndGet(FakeTable.LATE_MILLIS);
    }

    private static Map<String, Object> json(String document) {
        return Json.readObject(document.getBytes(StandardCharsets.UTF_8));
    }

    @Test
    void onlyReplicationMayWriteAClosedTable() {
        FakeTable table = new FakeTable(now::get, null);
        TablePolicy gate = new TablePolicy(table, "orders", WRITERS);
        assertThat(gate.isToldClosed().join()).isFalse();
        gate.close().join();
        settle();
        assertThat(gate.isToldClosed().join()).isTrue();
        Map<String, Object> statement =
                Json.object(Json.list(json(table.policy()), "Statement").get(0));
        assertThat(statement)
                .containsEntry("Effect", "Deny")
                .containsEntry("Principal", "*")
                .containsEntry("Resource", FakeTable.ARN)
                .containsEntry("Condition", Map.of("ArnNotEquals", Map.of("aws:PrincipalArn", WRITERS)));
        assertThat(Json.list(statement, "Action").stream().map(Object::toString).toList())
                .contains(
                        "dynamodb:PutItem",
                        "dynamodb:UpdateItem",
                        "dynamodb:DeleteItem",
                        "dynamodb:BatchWriteItem",
                        "dynamodb:PartiQLInsert",
                        "dynamodb:PartiQLUpdate",
                        "dynamodb:PartiQLDelete")
                .noneMatch(action -> action.contains("Get") || action.contains("Query") || action.contains("Scan"));
        gate.open().join();
        assertThat(table.policy()).isNull();
    }

    @Test
    void whatTheOwnerWroteStays() {
        FakeTable table = new FakeTable(now::get, OWNERS);
        TablePolicy gate = new TablePolicy(table, "orders", WRITERS);
        Object theirs = json(OWNERS).get("Statement");
        gate.close().join();
        settle();
        assertThat(json(table.policy())).containsEntry("Id", "theirs");
        List<?> statements = Json.list(json(table.policy()), "Statement");
        assertThat(statements).hasSize(2);
        assertThat(statements.get(0)).isEqualTo(theirs);
        gate.open().join();
        assertThat(Json.list(json(table.policy()), "Statement")).isEqualTo(List.of(theirs));
        settle();
        gate.open().join();
        assertThat(Json.list(json(table.policy()), "Statement")).isEqualTo(List.of(theirs));
    }

    @Test
    void aPolicyThatChangedSinceItWasReadIsNotOverwritten() {
        FakeTable table = new FakeTable(now::get, OWNERS);
        TablePolicy gate = new TablePolicy(table, "orders", WRITERS);
        gate.close().join();
        String closed = table.policy();
        // What is read is still the one before.
        assertThatThrownBy(() -> gate.close().join()).hasCauseInstanceOf(PolicyNotFoundException.class);
        assertThat(table.policy()).isEqualTo(closed);
    }

    @Test
    void aProbeNamesAKeyOfTheTablesKindAndChangesNothing() {
        FakeTable table = new FakeTable(now::get, null);
        TablePolicy gate = new TablePolicy(table, "orders", WRITERS);
        assertThat(gate.probe().join()).isEqualTo(Probe.ACCEPTED);
        assertThat(table.probes)
                .containsExactlyInAnyOrder(AttributeValue.fromS(TablePolicy.PROBE), AttributeValue.fromN("0"));
        gate.close().join();
        assertThat(gate.probe().join()).as("the policy is not at work yet").isEqualTo(Probe.ACCEPTED);
        settle();
        assertThat(gate.probe().join()).isEqualTo(Probe.REFUSED);
    }

    @Test
    void aRefusalForWantOfPermissionProvesNothing() {
        FakeTable table = new FakeTable(now::get, null);
        TablePolicy gate = new TablePolicy(table, "orders", WRITERS);
        gate.close().join();
        settle();
        table.denial = "not authorized because no identity-based policy allows the dynamodb:DeleteItem action";
        assertThatThrownBy(() -> gate.probe().join()).hasMessageContaining("no identity-based policy allows");
    }

    @Test
    void withoutAWriterThereIsNoGate() {
        assertThatThrownBy(() -> new TablePolicy(new FakeTable(now::get, null), "orders", List.of()))
                .isInstanceOf(IllegalArgumentException.class);
    }
}
