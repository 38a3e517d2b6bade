package dev.rejoin.aws.bin;

import static dev.rejoin.aws.engine.Engine.CLIENT;
import static dev.rejoin.aws.engine.Engine.await;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.rejoin.aws.engine.Engine;
import dev.rejoin.clock.Actor;
import dev.rejoin.clock.Dot;
import dev.rejoin.item.Attributes;
import dev.rejoin.item.ItemKey;
import dev.rejoin.item.Value;
import dev.rejoin.replica.DeletedItem;
import dev.rejoin.version.SequenceNumber;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.ResourceNotFoundException;

class DynamoDbBinTest {
    private static final ItemKey KEY = ItemKey.of("pk", "order#1");
    private static final Dot DOT = new Dot(2 << 16, new Actor("us-east-1"));
    private static final Attributes IMAGE = Attributes.of(Map.of("status", new Value.S("paid"), "n", Value.N.of(7)));

    private final String table = Engine.createTable(List.of(BinRow.ITEM, BinRow.DELETE), List.of("S", "S"));
    private final DynamoDbBin bin = new DynamoDbBin(CLIENT, table, Duration.ofDays(30), () -> 1_000_000);
    private final BinTable reader = new BinTable(CLIENT, table);

    private static DeletedItem deleted(Attributes image, long sequence, long millis) {
        return new DeletedItem(KEY, image, DOT, SequenceNumber.of(sequence), millis, false);
    }

    private List<Map<String, AttributeValue>> rows() {
        return await(CLIENT.scan(scan -> scan.tableName(table).consistentRead(true)))
                .items();
    }

    @Test
    void aDeletedItemIsKeptOnceAndComesBackAsItWas() {
        await(bin.keep(deleted(IMAGE, 5, 999)));
        await(bin.keep(deleted(IMAGE, 5, 999)));

        assertThat(rows())
                .singleElement()
                .satisfies(row -> assertThat(row.get("expires").n()).isEqualTo(Long.toString(1000 + 30 * 86_400)));
        BinEntry entry = await(reader.ofItem(KEY)).get(0);
        assertThat(entry.key()).isEqualTo(KEY);
        assertThat(entry.deleted()).isEqualTo(DOT);
        assertThat(entry.millis()).isEqualTo(999);
        assertThat(entry.isOf("us-east-1")).isTrue();
        assertThat(await(reader.image(entry))).contains(IMAGE);
    }

    @Test
    void deletesOfAnItemAreToldNewestFirst() {
        await(bin.keep(deleted(IMAGE, 5, 999)));
        await(bin.keep(deleted(Attributes.NONE, 12, 1_000)));
        await(bin.keep(deleted(IMAGE, 9, 1_000)));

        assertThat(await(reader.ofItem(KEY)))
                .extracting(entry -> entry.name().replaceAll("0+([1-9])", "$1"))
                .containsExactly("1000/12", "1000/9", "999/5");
        assertThat(await(reader.ofItem(ItemKey.of("pk", "other")))).isEmpty();
        assertThat(await(reader.image(await(reader.ofItem(KEY)).get(0)))).contains(Attributes.NONE);
        List<BinEntry> all = new ArrayList<>();
        assertThat(await(reader.all(all::add))).isZero();
        assertThat(all).hasSize(3);
    }

    @Test
    void anItemOf400KbAndOneOf32LevelsAreKeptWhole() {
        byte[] noise = new byte[409_000];
        new Random(1).nextBytes(noise);
        Value deep = new Value.S("bottom");
        for (int level = 0; level < 31; level++) {
            deep = new Value.L(List.of(deep));
        }
        Attributes large = Attributes.of(Map.of("blob", new Value.B(noise)));
        Attributes nested = Attributes.of(Map.of("deep", deep));
        await(bin.keep(deleted(large, 1, 1)));
        await(bin.keep(deleted(nested, 2, 2)));

        List<BinEntry> entries = await(reader.ofItem(KEY));
        assertThat(entries).extracting(BinEntry::parts).containsExactly(1, 2);
        assertThat(await(reader.image(entries.get(1)))).contains(large);
        assertThat(await(reader.image(entries.get(0)))).contains(nested);
    }

    @Test
    void anItemWhosePartsExpiredIsNotHalfThere() {
        byte[] noise = new byte[350_000];
        new Random(1).nextBytes(noise);
        await(bin.keep(deleted(Attributes.of(Map.of("blob", new Value.B(noise))), 1, 1)));
        BinEntry entry = await(reader.ofItem(KEY)).get(0);
        await(CLIENT.deleteItem(delete -> delete.tableName(table).key(BinRow.key(KEY.hash(), entry.name(), 1))));

        assertThat(await(reader.image(entry))).isEmpty();
    }

    @Test
    void rowsOfOthersAreCountedAndInNobodysWay() {
        await(bin.keep(deleted(IMAGE, 5, 999)));
        Map<String, AttributeValue> foreign = new TreeMap<>(BinRow.key("x", "y", 0));
        foreign.put("parts", AttributeValue.fromN("1"));
        await(CLIENT.putItem(put -> put.tableName(table).item(foreign)));
        List<BinEntry> all = new ArrayList<>();

        assertThat(await(reader.all(all::add))).isOne();
        assertThat(all).hasSize(1);
    }

    @Test
    void aBinThatCannotBeWrittenFails() {
        DynamoDbBin missing = new DynamoDbBin(CLIENT, "no-such-table", Duration.ofDays(1), () -> 0);
        assertThatThrownBy(() -> await(missing.keep(deleted(IMAGE, 1, 1))))
                .hasCauseInstanceOf(ResourceNotFoundException.class);
    }
}
