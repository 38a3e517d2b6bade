package dev.rejoin.functions.stream;

import com.amazonaws.services.lambda.runtime.events.DynamodbEvent.DynamodbStreamRecord;
import dev.rejoin.aws.wire.Json;
import dev.rejoin.replica.TimeSource;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.concurrent.CompletableFuture;
import software.amazon.awssdk.core.async.AsyncRequestBody;
import software.amazon.awssdk.services.s3.S3AsyncClient;

/** Keeps records that can never be handled, each with the reason, so that the others can go on. */
public final class PoisonBucket {
    private static final int FORMAT = 1;

    private final S3AsyncClient client;
    private final String bucket;
    private final TimeSource time;

    public PoisonBucket(S3AsyncClient client, String bucket, TimeSource time) {
        this.client = client;
        this.bucket = bucket;
        this.time = time;
    }

    /** Keeps a record; once more is the same object. */
    CompletableFuture<?> keep(String table, String sequence, DynamodbStreamRecord record, String reason) {
        LocalDate date =
                Instant.ofEpochMilli(time.millis()).atZone(ZoneOffset.UTC).toLocalDate();
        String key = "poison/" + table + "/" + date + "/" + sequence + ".json";
        byte[] body = Json.write(out -> {
            out.writeStartObject();
            out.writeNumberField("rejoin", FORMAT);
            out.writeStringField("reason", reason);
            out.writeFieldName("record");
            EventJson.write(out, record);
            out.writeEndObject();
        });
        return client.putObject(
                put -> put.bucket(bucket).key(key).contentType("application/json"), AsyncRequestBody.fromBytes(body));
    }
}
