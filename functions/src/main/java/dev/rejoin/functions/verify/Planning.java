package dev.rejoin.functions.verify;

import dev.rejoin.aws.wire.Json;
import dev.rejoin.clock.Actor;
import dev.rejoin.functions.Deadline;
import dev.rejoin.verify.Bucket;
import java.util.List;
import java.util.Map;
import software.amazon.awssdk.services.dynamodb.DynamoDbAsyncClient;
import software.amazon.awssdk.services.dynamodb.model.TableDescription;

/** The first step: how a run goes, and its tasks, one for each segment of each region. */
public final class Planning {
    private static final long SEGMENT_BYTES = 200_000_000;
    private static final long WAIT_SECONDS = 60;

    /** A segment's tree then has 1 MB at most, and the leaves of the largest tables are still a small part of them. */
    private static final int MOST_LEAF_BITS = 16;

    private final DynamoDbAsyncClient client;
    private final String table;

    public Planning(DynamoDbAsyncClient client, String table) {
        this.client = client;
        this.table = table;
    }

    /** @throws IllegalArgumentException if what the operator asked for is out of bounds */
    byte[] plan(Map<String, Object> event, List<Actor> regions, Deadline deadline) {
        Map<String, Object> input = Json.object(Json.field(event, "input"));
        TableDescription described = Waiting.on(
                        client.describeTable(describe -> describe.tableName(table)), "describing the table", deadline)
                .table();
        Course course = new Course(
                Json.text(event, "run"),
                (int) number(input, "segments", segments(described)),
                Math.min(MOST_LEAF_BITS, Bucket.leafBits(described.itemCount())),
                Boolean.TRUE.equals(input.get("repair")),
                number(input, "waitSeconds", WAIT_SECONDS));
        return Json.write(out -> {
            out.writeStartObject();
            course.write(out);
            out.writeArrayFieldStart("tasks");
            for (Actor region : regions) {
                for (int segment = 0; segment < course.segments(); segment++) {
                    out.writeStartObject();
                    out.writeStringField("region", region.name());
                    out.writeNumberField("segment", segment);
                    out.writeEndObject();
                }
            }
            out.writeEndArray();
            out.writeEndObject();
        });
    }

    /** As the region tells, which may be hours old. */
    private static long segments(TableDescription table) {
        return Math.min(Course.MOST_SEGMENTS, 1 + table.tableSizeBytes() / SEGMENT_BYTES);
    }

    private static long number(Map<String, Object> input, String name, long otherwise) {
        return input.containsKey(name) ? Json.number(input, name) : otherwise;
    }
}
