package dev.rejoin.cli.verify;

import dev.rejoin.aws.item.ItemCodec;
import dev.rejoin.cli.operate.AccessProblem;
import dev.rejoin.cli.operate.OperatedRegion;
import dev.rejoin.replica.StoredItem;
import java.util.List;
import java.util.Map;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.ReturnConsumedCapacity;
import software.amazon.awssdk.services.dynamodb.model.ScanRequest;
import software.amazon.awssdk.services.dynamodb.model.ScanResponse;

/** Reads a region's table page by page, eventually consistent: half the price, and what differs is looked at again anyway. */
final class TableScan {
    private final OperatedRegion region;
    private final ItemCodec codec;
    private final int segments;

    TableScan(OperatedRegion region, int segments) {
        this.region = region;
        this.codec = new ItemCodec(region.table());
        this.segments = segments;
    }

    /**
     * A page of a segment.
     *
     * @param next the key to go on after; empty at the segment's end
     * @param units capacity units that it cost; 0 where the engine does not tell
     */
    record Page(List<StoredItem> items, Map<String, AttributeValue> next, double units) {}

    /** @throws dev.rejoin.cli.UnavailableException if the table cannot be read */
    Page read(int segment, Map<String, AttributeValue> after) {
        ScanRequest request = ScanRequest.builder()
                .tableName(region.table().name())
                .segment(segment)
                .totalSegments(segments)
                .exclusiveStartKey(after.isEmpty() ? null : after)
                .returnConsumedCapacity(ReturnConsumedCapacity.TOTAL)
                .build();
        ScanResponse page = AccessProblem.await(
                "table " + region.table().name() + " in " + region.actor(),
                region.client().scan(request));
        Double units =
                page.consumedCapacity() == null ? null : page.consumedCapacity().capacityUnits();
        return new Page(
                page.items().stream().map(codec::item).toList(),
                page.hasLastEvaluatedKey() ? page.lastEvaluatedKey() : Map.of(),
                units == null ? 0 : units);
    }
}
