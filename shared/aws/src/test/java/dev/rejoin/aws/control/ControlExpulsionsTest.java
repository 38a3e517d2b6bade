package dev.rejoin.aws.control;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.rejoin.aws.engine.Engine;
import dev.rejoin.aws.incarnation.Expulsion;
import dev.rejoin.aws.incarnation.TableIdentity;
import dev.rejoin.aws.incarnation.TableRecord;
import dev.rejoin.clock.Actor;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

@Timeout(120)
class ControlExpulsionsTest {
    private static final Actor EU = new Actor("eu-west-1");
    private static final Actor US = new Actor("us-east-1");
    private static final Actor AP = new Actor("ap-south-1");
    private static final Expulsion FIRST = new Expulsion(1, 1_000, "ada", 0);

    private final String table = Engine.createTable(List.of("pk"), List.of("S"));
    private final ControlExpulsions expulsions = new ControlExpulsions(Engine.CLIENT, table, EU);

    private Expulsion ofAp() {
        return Objects.requireNonNull(
                Engine.await(expulsions.of(List.of(US, AP))).get(AP));
    }

    @Test
    void nobodyIsExpelledAtFirst() {
        assertThat(Engine.await(expulsions.of(List.of(US, AP)))).isEmpty();
        assertThat(Engine.await(expulsions.of(List.of()))).isEmpty();
        assertThat(Engine.await(expulsions.all())).isEmpty();
        assertThat(Engine.await(expulsions.returned(AP, 2))).isFalse();
        assertThat(Engine.await(expulsions.known(AP))).isZero();
    }

    @Test
    void theFirstTimeStandsUntilALaterIncarnationIsExpelled() {
        assertThat(Engine.await(expulsions.expel(AP, FIRST))).isTrue();
        assertThat(Engine.await(expulsions.expel(AP, new Expulsion(1, 2_000, "eve", 0))))
                .isFalse();
        assertThat(ofAp()).isEqualTo(FIRST);
        assertThat(Engine.await(expulsions.expel(AP, new Expulsion(2, 3_000, "eve", 0))))
                .isTrue();
        assertThat(ofAp()).isEqualTo(new Expulsion(2, 3_000, "eve", 0));
        assertThat(Engine.await(expulsions.all())).containsOnlyKeys(AP);
    }

    @Test
    void itIsBackByTheWordOfAnOperator() {
        Engine.await(expulsions.expel(AP, FIRST));
        assertThat(ofAp().isInForce()).isTrue();
        assertThat(Engine.await(expulsions.returned(AP, 2))).isTrue();
        assertThat(ofAp().isInForce()).isFalse();
        assertThat(ofAp().refuses(1)).isTrue();
        assertThat(ofAp().refuses(2)).isFalse();
    }

    @Test
    void itIsBackByItsOwnWordThatWasReplicated() {
        Engine.await(expulsions.expel(AP, FIRST));
        ControlTableRecords copy = new ControlTableRecords(Engine.CLIENT, table, AP);
        TableRecord first = TableRecord.first(new TableIdentity("one", 1_000));
        Engine.await(copy.write(first, null));
        assertThat(ofAp().isInForce()).isTrue();
        Engine.await(copy.write(first.returning(2, 5_000), first));
        assertThat(ofAp().isInForce()).isFalse();
        assertThat(Engine.await(expulsions.known(AP))).isEqualTo(2);
    }

    /** The control table is replicated: what another region has expelled is in it, too. */
    @Test
    void whatOthersHaveExpelledIsNotOurs() {
        Engine.await(new ControlExpulsions(Engine.CLIENT, table, US).expel(AP, FIRST));
        assertThat(Engine.await(expulsions.all())).isEmpty();
        assertThat(Engine.await(expulsions.of(List.of(AP)))).isEmpty();
    }

    @Test
    void whatCannotBeUnderstoodIsNotGuessed() {
        Engine.await(Engine.CLIENT.putItem(
                put -> put.tableName(table).item(Map.of("pk", AttributeValue.fromS("expelled#eu-west-1#ap-south-1")))));
        assertThatThrownBy(() -> Engine.await(expulsions.of(List.of(AP)))).hasMessageContaining("expelled#");
    }
}
