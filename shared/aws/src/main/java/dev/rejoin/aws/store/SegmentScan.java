package dev.rejoin.aws.store;

import dev.rejoin.aws.item.ItemCodec;
import dev.rejoin.aws.item.ReplicatedTable;
import dev.rejoin.replica.StoredItem;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import software.amazon.awssdk.services.dynamodb.DynamoDbAsyncClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.ReturnConsumedCapacity;
import software.amazon.awssdk.services.dynamodb.model.ScanRequest;
import software.amazon.awssdk.services.dynamodb.model.ScanResponse;

/** Reads a table in segments, page by page, eventually consistent: half the price, for who looks again at what matters. */
public final class SegmentScan {
    private final DynamoDbAsyncClient client;
    private final ReplicatedTable table;
    private final ItemCodec codec;
    private final int segments;

    /** @param segments how many there are, 1 to 1,000,000 */
    public SegmentScan(DynamoDbAsyncClient client, ReplicatedTable table, int segments) {
        this.client = client;
        this.table = table;
        this.codec = new ItemCodec(table);
        this.segments = segments;
    }

    /**
     * A page of a segment.
     *
     * @param next the key to go on after; empty at the segment's end
     * @param units capacity units that it cost; 0 where the engine does not tell
     */
    public record Page(List<StoredItem> items, Map<String, AttributeValue> next, double units) {}

    /** The page after that key, the first one if the key is empty; fails if the table cannot be read. */
    public CompletableFuture<Page> read(int segment, Map<String, AttributeValue> after) {
        ScanRequest request = ScanRequest.builder()
                .tableName(table.name())
                .segment(segment)
                .totalSegments(segments)
                .exclusiveStartKey(after.isEmpty() ? null : after)
                .returnConsumedCapacity(ReturnConsumedCapacity.TOTAL)
                .build();
        return client.scan(request).thenApply(this::page);
    }

    private Page page(ScanResponse response) {
        Double units = response.consumedCapacity() == null
                ? null
                : response.consumedCapacity().capacityUnits();
        return new Page(
                response.items().stream().map(codec::item).toList(),
                response.hasLastEvaluatedKey() ? response.lastEvaluatedKey() : Map.of(),
                units == null ? 0 : units);
    }
}
