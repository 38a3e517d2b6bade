package dev.rejoin.cli.verify;

import dev.rejoin.aws.store.SegmentScan;
import dev.rejoin.cli.operate.AccessProblem;
import dev.rejoin.cli.operate.OperatedRegion;
import java.util.Map;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/** Reads a region's table page by page. */
final class TableScan {
    private final OperatedRegion region;
    private final SegmentScan scan;

    TableScan(OperatedRegion region, int segments) {
        this.region = region;
        this.scan = new SegmentScan(region.client(), region.table(), segments);
    }

    /** @throws dev.rejoin.cli.UnavailableException if the table cannot be read */
    SegmentScan.Page read(int segment, Map<String, AttributeValue> after) {
        return AccessProblem.await(
                "table " + region.table().name() + " in " + region.actor(), scan.read(segment, after));
    }
}
