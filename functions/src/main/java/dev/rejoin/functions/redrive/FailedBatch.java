package dev.rejoin.functions.redrive;

import dev.rejoin.aws.wire.Json;
import dev.rejoin.aws.wire.WireException;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;

/**
 * An object of the failure bucket: a record that the forwarder put aside, or what the event source mapping says of a batch whose
 * retries ran out.
 *
 * @param records as in Lambda's event; empty if only the stream has them
 * @param stream where to read them otherwise
 */
record FailedBatch(List<Map<String, Object>> records, Place stream) {
    /** A stretch of a shard, both ends included. */
    record Place(String arn, String shard, String first, BigInteger last) {
        static final Place NONE = new Place("", "", "", BigInteger.ZERO);
    }

    /** @throws WireException if it is neither */
    static FailedBatch parse(byte[] object) {
        Map<String, Object> json = Json.readObject(object);
        if (json.containsKey("record")) {
            return new FailedBatch(List.of(Json.object(Json.field(json, "record"))), Place.NONE);
        }
        Object payload = json.get("payload");
        if (payload instanceof String text) {
            return new FailedBatch(records(Json.readObject(text.getBytes(StandardCharsets.UTF_8))), Place.NONE);
        } else if (payload instanceof Map<?, ?>) {
            return new FailedBatch(records(Json.object(payload)), Place.NONE);
        }
        return new FailedBatch(List.of(), place(Json.object(Json.field(json, "DDBStreamBatchInfo"))));
    }

    private static List<Map<String, Object>> records(Map<String, Object> event) {
        return Json.list(event, "Records").stream().map(Json::object).toList();
    }

    private static Place place(Map<String, Object> info) {
        try {
            return new Place(
                    Json.text(info, "streamArn"),
                    Json.text(info, "shardId"),
                    Json.text(info, "startSequenceNumber"),
                    new BigInteger(Json.text(info, "endSequenceNumber")));
        } catch (NumberFormatException e) {
            throw WireException.malformed("no sequence numbers");
        }
    }
}
