package dev.rejoin.aws.store;

import static dev.rejoin.aws.engine.Engine.await;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.rejoin.aws.engine.Engine;
import dev.rejoin.aws.engine.FaultyHttpClient;
import dev.rejoin.aws.item.ReplicatedTable;
import dev.rejoin.aws.setup.TableSetup;
import dev.rejoin.clock.Actor;
import dev.rejoin.clock.Dot;
import dev.rejoin.item.ItemKey;
import dev.rejoin.item.Value;
import dev.rejoin.replica.WriteResult;
import dev.rejoin.tombstone.Tombstone;
import dev.rejoin.version.FormatException;
import dev.rejoin.version.SequenceNumber;
import dev.rejoin.version.ShadowRow;
import dev.rejoin.version.Version;
import dev.rejoin.version.VersionBuilder;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/** What the contract does not say: keys that are called as the row's attributes, rows of newer releases, answers that get lost, scans. */
class DynamoDbTombstonesTest {
    private static final Actor EU = new Actor("eu-west-1");
    private static final long NOW = 1_764_000_000_000L;
    private static final Dot DOT = new Dot(1L << 40, EU);
    private static final ShadowRow DEAD =
            row(new VersionBuilder(Version.EMPTY).seen(DOT).deleted(DOT).build());
    private static final ShadowRow ALIVE =
            row(new VersionBuilder(Version.EMPTY).seen(DOT).existence(DOT).build());
    private static final FaultyHttpClient NETWORK = new FaultyHttpClient();

    private final ReplicatedTable table = table();
    private final DynamoDbStore store = new DynamoDbStore(Engine.CLIENT, table);
    private final DynamoDbTombstones tombstones = new DynamoDbTombstones(Engine.CLIENT, EU, table);

    private static ShadowRow row(Version version) {
        return new ShadowRow(version, SequenceNumber.of(1), null, Collections.emptySortedMap(), List.of());
    }

    private static ReplicatedTable table() {
        TableSetup setup = new TableSetup(Engine.CLIENT);
        ReplicatedTable table = await(setup.describe(Engine.createTable(List.of("since", "v"), List.of("S", "S"))));
        await(setup.createShadow(table));
        return table;
    }

    private static ItemKey key(String name) {
        return ItemKey.of(Map.of("since", new Value.S(name), "v", new Value.S("v of " + name)));
    }

    private void given(String name, ShadowRow row) {
        assertThat(await(store.writeShadow(key(name), row, ShadowRow.NONE))).isEqualTo(WriteResult.done());
    }

    private void givenNewer(String name) {
        Map<String, AttributeValue> row = Map.of(
                "since", AttributeValue.fromS(name),
                "v", AttributeValue.fromS("v of " + name),
                "v_", AttributeValue.fromB(SdkBytes.fromByteArray(new byte[] {99})));
        await(Engine.CLIENT.putItem(put -> put.tableName(table.shadowName()).item(row)));
    }

    private Map<ItemKey, Tombstone> look(String name) {
        return await(tombstones.look(List.of(key(name))));
    }

    @AfterEach
    void calm() {
        NETWORK.calm();
    }

    @Test
    void aKeyMayBeCalledAsTheMark() {
        given("a", DEAD);
        assertThat(await(tombstones.mark(key("a"), DEAD, NOW))).isTrue();
        assertThat(look("a")).containsExactly(Map.entry(key("a"), new Tombstone(key("a"), false, DEAD, NOW)));
        assertThat(await(tombstones.forget(key("a"), DEAD, NOW))).isTrue();
    }

    @Test
    void aRowOfANewerReleaseFailsTheLook() {
        givenNewer("a");
        assertThatThrownBy(() -> look("a")).hasRootCauseInstanceOf(FormatException.class);
    }

    @Test
    void aLostAnswerCountsAsNotDone() {
        given("a", DEAD);
        assertThat(await(tombstones.mark(key("a"), DEAD, NOW))).isTrue();
        DynamoDbTombstones far = new DynamoDbTombstones(Engine.client(NETWORK, config -> {}), EU, table);
        NETWORK.loseAnswers(1);
        assertThat(await(far.forget(key("a"), DEAD, NOW))).isFalse();
        assertThat(look("a").get(key("a"))).isEqualTo(new Tombstone(key("a"), false, ShadowRow.NONE, null));
    }

    @Test
    void aScanFindsDeadRowsPageByPage() {
        given("dead", DEAD);
        given("marked", DEAD);
        await(tombstones.mark(key("marked"), DEAD, NOW));
        given("alive", ALIVE);
        givenNewer("newer");
        ShadowScan scan = new ShadowScan(Engine.CLIENT, table, 1, row -> row.existence() != null);
        List<ShadowScan.Dead> dead = new ArrayList<>();
        List<ItemKey> crowded = new ArrayList<>();
        List<ItemKey> unreadable = new ArrayList<>();
        Map<String, AttributeValue> after = Map.of();
        int rows = 0;
        do {
            ShadowScan.Page page = await(scan.read(after));
            assertThat(page.rows()).isLessThanOrEqualTo(1);
            dead.addAll(page.dead());
            crowded.addAll(page.crowded());
            unreadable.addAll(page.unreadable());
            rows += page.rows();
            after = page.next();
        } while (!after.isEmpty());
        assertThat(rows).isEqualTo(4);
        assertThat(dead)
                .containsExactlyInAnyOrder(
                        new ShadowScan.Dead(key("dead"), null), new ShadowScan.Dead(key("marked"), NOW));
        assertThat(crowded).containsExactly(key("alive"));
        assertThat(unreadable).containsExactly(key("newer"));
    }
}
