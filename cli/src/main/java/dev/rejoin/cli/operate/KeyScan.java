package dev.rejoin.cli.operate;

import dev.rejoin.aws.item.ItemCodec;
import dev.rejoin.aws.item.ReplicatedTable;
import dev.rejoin.item.ItemKey;
import dev.rejoin.item.ItemSize;
import dev.rejoin.replica.StoredItem;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import software.amazon.awssdk.services.dynamodb.DynamoDbAsyncClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.ReturnConsumedCapacity;
import software.amazon.awssdk.services.dynamodb.model.ScanResponse;

/** Reads a table's keys page by page, strongly consistent. */
public final class KeyScan implements KeyPage.Source {
    /** As many keys as one read of many takes. */
    private static final int PAGE = 100;

    private static final double WRITE_UNIT_BYTES = 1_024;

    /** The reserved attribute's name, and what a mark says. */
    private static final int MARK_BYTES = 512;

    private final DynamoDbAsyncClient client;
    private final String name;
    private final ItemCodec codec;

    /** @param name of the table, or of its shadow table */
    public KeyScan(DynamoDbAsyncClient client, ReplicatedTable table, String name) {
        this.client = client;
        this.name = name;
        this.codec = new ItemCodec(table);
    }

    @Override
    public KeyPage after(Map<String, AttributeValue> key) {
        ScanResponse page = AccessProblem.await(
                "table " + name,
                client.scan(scan -> scan.tableName(name)
                        .consistentRead(true)
                        .limit(PAGE)
                        .exclusiveStartKey(key.isEmpty() ? null : key)
                        .returnConsumedCapacity(ReturnConsumedCapacity.TOTAL)));
        List<ItemKey> keys = new ArrayList<>();
        double writeUnits = 0;
        for (Map<String, AttributeValue> attributes : page.items()) {
            StoredItem item = codec.item(attributes);
            keys.add(item.key());
            int bytes = ItemSize.of(item.key().attributes()) + ItemSize.of(item.attributes()) + MARK_BYTES;
            writeUnits += Math.ceil(bytes / WRITE_UNIT_BYTES);
        }
        double readUnits =
                page.consumedCapacity() == null ? 0 : page.consumedCapacity().capacityUnits();
        return new KeyPage(
                keys, readUnits, writeUnits, page.hasLastEvaluatedKey() ? page.lastEvaluatedKey() : Map.of());
    }

    /** About how many items there are: DynamoDB counts every six hours. */
    public long about() {
        return AccessProblem.await("table " + name, client.describeTable(describe -> describe.tableName(name)))
                .table()
                .itemCount();
    }
}
