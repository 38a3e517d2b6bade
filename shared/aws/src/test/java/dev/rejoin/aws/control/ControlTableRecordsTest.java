package dev.rejoin.aws.control;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.rejoin.aws.engine.Engine;
import dev.rejoin.aws.incarnation.TableIdentity;
import dev.rejoin.aws.incarnation.TableRecord;
import dev.rejoin.clock.Actor;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

@Timeout(120)
class ControlTableRecordsTest {
    private static final Actor EU = new Actor("eu-west-1");

    private final String table = Engine.createTable(List.of("pk"), List.of("S"));
    private final ControlTableRecords records = new ControlTableRecords(Engine.CLIENT, table, EU);

    @Test
    void aRecordIsReadAsItWasWritten() {
        assertThat(Engine.await(records.read())).isNull();
        TableRecord first = TableRecord.first(new TableIdentity("one", 1_000));
        assertThat(Engine.await(records.write(first, null))).isTrue();
        assertThat(Engine.await(records.read())).isEqualTo(first);
        TableRecord second = first.replacedBy(new TableIdentity("two", 2_000), 1);
        assertThat(Engine.await(records.write(second, first))).isTrue();
        assertThat(Engine.await(records.write(second.readied(), second))).isTrue();
        assertThat(Engine.await(new ControlTableRecords(Engine.CLIENT, table, EU.incarnation(2)).read()))
                .as("whichever incarnation asks")
                .isEqualTo(second.readied());
        TableRecord third = second.readied().returning(3, 3_000);
        assertThat(Engine.await(records.write(third, second.readied()))).isTrue();
        assertThat(Engine.await(records.read())).isEqualTo(third);
    }

    @Test
    void ofTwoWhoWriteAtOnceOneIsTold() {
        TableRecord one = TableRecord.first(new TableIdentity("one", 1_000));
        TableRecord two = TableRecord.first(new TableIdentity("two", 2_000));
        assertThat(Engine.await(records.write(one, null))).isTrue();
        assertThat(Engine.await(records.write(two, null))).isFalse();
        assertThat(Engine.await(records.write(two, two))).isFalse();
        TableRecord next = one.replacedBy(new TableIdentity("two", 2_000), 1);
        assertThat(Engine.await(records.write(next, one))).isTrue();
        assertThat(Engine.await(records.write(next.readied(), next.readied())))
                .as("not ready yet")
                .isFalse();
        assertThat(Engine.await(records.read())).isEqualTo(next);
    }

    @Test
    void whatCannotBeUnderstoodIsNotGuessed() {
        Engine.await(Engine.CLIENT.putItem(put -> put.tableName(table)
                .item(Map.of("pk", AttributeValue.fromS("table#eu-west-1"), "tableId", AttributeValue.fromS("one")))));
        assertThatThrownBy(() -> Engine.await(records.read())).hasMessageContaining("table#eu-west-1");
    }
}
