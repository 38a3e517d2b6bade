package dev.rejoin.aws.incarnation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.rejoin.clock.Actor;
import dev.rejoin.policy.MergePolicy;
import dev.rejoin.replica.ReplicaConfig;
import dev.rejoin.version.Home;
import java.util.Set;
import org.junit.jupiter.api.Test;

class TableRecordTest {
    private static final Actor EU = new Actor("eu-west-1");
    private static final TableIdentity OLD = new TableIdentity("one", 1_000);
    /** 2025-11-29T20:38:04.123Z. */
    private static final TableIdentity NEW = new TableIdentity("two", 1_764_448_684_123L);

    private static final ReplicaConfig CONFIG =
            ReplicaConfig.of(new Home(EU, "orders"), Set.of(new Actor("us-east-1")), MergePolicy.REGISTERS);

    @Test
    void aRegionsFirstTableIsReplicatedAsEver() {
        TableRecord first = TableRecord.first(OLD);
        assertThat(first.ready()).isTrue();
        assertThat(first.of(CONFIG)).isEqualTo(CONFIG);
    }

    @Test
    void aRestoredTableIsAnotherIncarnation() {
        TableRecord second = TableRecord.first(OLD).replacedBy(NEW, 1);
        assertThat(second.ready()).isFalse();
        assertThat(second.readied()).isEqualTo(new TableRecord("two", NEW.createdMillis(), 2, 1, true));
        assertThat(second.of(CONFIG).self()).isEqualTo(EU.incarnation(2));
        assertThat(second.of(CONFIG).backup()).isEqualTo(EU);
        TableRecord third = second.readied().replacedBy(OLD, 1);
        assertThat(third.of(CONFIG).self()).isEqualTo(EU.incarnation(3));
        assertThat(third.of(second.of(CONFIG)).backup()).isEqualTo(EU);
    }

    @Test
    void aBackupIsOfAnIncarnationThatWas() {
        TableRecord first = TableRecord.first(OLD);
        assertThatIllegalArgumentException().isThrownBy(() -> first.replacedBy(NEW, 2));
        assertThatIllegalArgumentException().isThrownBy(() -> first.replacedBy(NEW, -1));
        assertThatIllegalArgumentException().isThrownBy(() -> new TableRecord("one", 0, 0, 0, true));
    }

    @Test
    void aStreamIsATablesIfItIsNotOlder() {
        TableRecord record = TableRecord.first(NEW);
        String stream = "arn:aws:dynamodb:eu-west-1:111122223333:table/orders/stream/";
        assertThat(record.hasStream(stream + "2025-11-29T20:38:04.123")).isTrue();
        assertThat(record.hasStream(stream + "2025-11-29T20:37:55.000"))
                .as("rounded")
                .isTrue();
        assertThat(record.hasStream(stream + "2025-11-29T20:37:00.000")).isFalse();
        assertThat(record.hasStream(stream + "2026-01-01T00:00:00.000")).isTrue();
        assertThat(record.hasStream(stream + "whatever"))
                .as("of another engine")
                .isTrue();
    }

    @Test
    void aTableThatComesBackIsALaterIncarnationOfItself() {
        TableRecord second = TableRecord.first(OLD).returning(3, 5_000);
        assertThat(second.ready()).isFalse();
        assertThat(second.is(OLD)).isTrue();
        assertThat(second.isReturned()).isTrue();
        assertThat(TableRecord.first(OLD).isReturned()).isFalse();
        TableRecord ready = second.readied(6_000);
        assertThat(ready.of(CONFIG).self()).isEqualTo(EU.incarnation(3));
        assertThat(ready.of(CONFIG).backup()).isEqualTo(EU);
        assertThat(ready.tells(5_999)).as("part of what it has").isFalse();
        assertThat(ready.tells(6_000)).isTrue();
        assertThat(TableRecord.first(OLD).tells(0)).isTrue();
    }

    @Test
    void anIncarnationMayBeFurtherOnButNotBack() {
        TableRecord first = TableRecord.first(OLD);
        assertThat(first.replacedBy(NEW, 5, 1).incarnation()).isEqualTo(5);
        assertThatIllegalArgumentException().isThrownBy(() -> first.replacedBy(NEW, 1, 1));
        assertThatIllegalArgumentException().isThrownBy(() -> first.replacedBy(NEW, 5, 2));
    }
}
