package dev.rejoin.functions.redrive;

import dev.rejoin.aws.stream.UnusableRecordException;
import dev.rejoin.aws.wire.Json;
import dev.rejoin.functions.Deadline;
import dev.rejoin.functions.log.JsonLog;
import dev.rejoin.functions.redrive.FailedBatch.Place;
import dev.rejoin.functions.stream.StreamForwarder.Line;
import dev.rejoin.replica.StreamRecord;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.core.async.AsyncResponseTransformer;
import software.amazon.awssdk.services.dynamodb.model.GetRecordsResponse;
import software.amazon.awssdk.services.dynamodb.model.Record;
import software.amazon.awssdk.services.dynamodb.model.ShardIteratorType;
import software.amazon.awssdk.services.dynamodb.streams.DynamoDbStreamsAsyncClient;
import software.amazon.awssdk.services.s3.S3AsyncClient;

/**
 * Runs what is in an object of the failure bucket through the forwarder again: records that were folded before only are owed to the
 * peers. The object is deleted when all of them were handled.
 */
public final class StreamRedrive {
    private final S3AsyncClient s3;
    private final DynamoDbStreamsAsyncClient streams;
    private final String defaultBucket;
    private final Map<String, Line> lines;

    /**
     * @param defaultBucket unless the event names one
     * @param lines by the table's name
     */
    public StreamRedrive(
            S3AsyncClient s3, DynamoDbStreamsAsyncClient streams, String defaultBucket, Map<String, Line> lines) {
        this.s3 = s3;
        this.streams = streams;
        this.defaultBucket = defaultBucket;
        this.lines = Map.copyOf(lines);
    }

    /**
     * Redrives one object.
     *
     * @param event {@code {"bucket": optional, "key": "..."}}
     */
    public RedriveReport run(byte[] event, Deadline deadline, JsonLog log) {
        Map<String, Object> asked = Json.readObject(event);
        String bucket = asked.get("bucket") instanceof String named ? named : defaultBucket;
        String key = Json.text(asked, "key");
        byte[] object = await(
                        s3.getObject(get -> get.bucket(bucket).key(key), AsyncResponseTransformer.toBytes()),
                        "reading " + key,
                        deadline)
                .asByteArray();
        RedriveReport report = run(FailedBatch.parse(object), deadline);
        if (report.failed() == 0) {
            await(s3.deleteObject(delete -> delete.bucket(bucket).key(key)), "deleting " + key, deadline);
        }
        log.info("redriven", Map.of("records", report.records(), "failed", report.failed()));
        return report;
    }

    private RedriveReport run(FailedBatch batch, Deadline deadline) {
        Run run = new Run(deadline);
        if (batch.records().isEmpty()) {
            Line line = line(batch.stream().arn());
            List<Record> read = read(batch.stream(), deadline);
            return run.forward(line, batch.stream().arn(), read, line.decoder()::decode);
        }
        String arn = String.valueOf(batch.records().get(0).get("eventSourceARN"));
        Line line = line(arn);
        return run.forward(line, arn, batch.records(), line.decoder()::decode);
    }

    private Line line(String arn) {
        String[] parts = arn.split("/", -1);
        Line line = parts.length < 2 ? null : lines.get(parts[1]);
        if (line == null) {
            throw new IllegalStateException("this function does not handle " + arn + ", only " + lines.keySet());
        }
        return line;
    }

    private List<Record> read(Place place, Deadline deadline) {
        List<Record> found = new ArrayList<>();
        @Nullable
        String iterator = await(
                        streams.getShardIterator(get -> get.streamArn(place.arn())
                                .shardId(place.shard())
                                .shardIteratorType(ShardIteratorType.AT_SEQUENCE_NUMBER)
                                .sequenceNumber(place.first())),
                        "finding the records in the stream",
                        deadline)
                .shardIterator();
        boolean more = true;
        while (iterator != null && more) {
            String from = iterator;
            GetRecordsResponse page =
                    await(streams.getRecords(get -> get.shardIterator(from)), "reading the stream", deadline);
            more = take(page.records(), place.last(), found);
            iterator = page.nextShardIterator();
        }
        return found;
    }

    /** Whether the last one is still to come. */
    private static boolean take(List<Record> page, BigInteger last, List<Record> found) {
        for (Record record : page) {
            int order = new BigInteger(record.dynamodb().sequenceNumber()).compareTo(last);
            if (order <= 0) {
                found.add(record);
            }
            if (order >= 0) {
                return false;
            }
        }
        return true;
    }

    private static <T> T await(CompletableFuture<T> call, String what, Deadline deadline) {
        try {
            return deadline.await(call);
        } catch (ExecutionException | TimeoutException e) {
            Throwable cause = e.getCause() == null ? e : e.getCause();
            throw new IllegalStateException(
                    what + " failed: " + cause.getClass().getSimpleName(), e);
        }
    }

    /** One object's records. */
    private static final class Run {
        private final Deadline deadline;
        private final List<String> reasons = new ArrayList<>();

        Run(Deadline deadline) {
            this.deadline = deadline;
        }

        <R> RedriveReport forward(Line line, String stream, List<R> records, Function<R, StreamRecord> decode) {
            List<StreamRecord> decoded = new ArrayList<>();
            for (R record : records) {
                try {
                    decoded.add(decode.apply(record));
                } catch (RuntimeException e) {
                    boolean ours = e instanceof UnusableRecordException;
                    reasons.add(
                            ours ? String.valueOf(e.getMessage()) : e.getClass().getSimpleName());
                }
            }
            line.run(stream, decoded, deadline).forEach(failure -> reasons.add(failure.reason()));
            return new RedriveReport(
                    records.size(), reasons.size(), reasons.stream().distinct().toList());
        }
    }
}
