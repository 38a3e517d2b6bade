package dev.rejoin.functions;

import com.amazonaws.services.lambda.runtime.events.DynamodbEvent;
import com.amazonaws.services.lambda.runtime.events.DynamodbEvent.DynamodbStreamRecord;
import com.amazonaws.services.lambda.runtime.events.models.dynamodb.AttributeValue;
import com.amazonaws.services.lambda.runtime.events.models.dynamodb.StreamRecord;
import com.amazonaws.services.lambda.runtime.events.models.dynamodb.StreamViewType;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Date;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import software.amazon.awssdk.services.dynamodb.model.GetRecordsResponse;
import software.amazon.awssdk.services.dynamodb.model.Record;
import software.amazon.awssdk.services.dynamodb.model.ShardIteratorType;
import software.amazon.awssdk.services.dynamodb.streams.DynamoDbStreamsAsyncClient;

/** A local table's stream, as Lambda hands it to functions. */
final class TestStream {
    private final DynamoDbStreamsAsyncClient client;
    private final String arn;
    private final String shard;
    private String iterator;
    private boolean begun;

    TestStream(DynamoDbStreamsAsyncClient client, String arn) {
        this.client = client;
        this.arn = arn;
        this.shard = client.describeStream(describe -> describe.streamArn(arn))
                .join()
                .streamDescription()
                .shards()
                .get(0)
                .shardId();
        this.iterator = horizon();
    }

    private String horizon() {
        return client.getShardIterator(
                        get -> get.streamArn(arn).shardId(shard).shardIteratorType(ShardIteratorType.TRIM_HORIZON))
                .join()
                .shardIterator();
    }

    String shard() {
        return shard;
    }

    /** All records since the last time. */
    DynamodbEvent read() {
        if (!begun) {
            // The local engine takes an iterator of before the first write for one of what it forgot, if other tables
            // were written.
            iterator = horizon();
        }
        List<DynamodbStreamRecord> records = new ArrayList<>();
        GetRecordsResponse page;
        do {
            String from = iterator;
            page = client.getRecords(get -> get.shardIterator(from)).join();
            page.records().forEach(record -> records.add(toLambda(record)));
            iterator = page.nextShardIterator();
        } while (!page.records().isEmpty());
        begun |= !records.isEmpty();
        DynamodbEvent event = new DynamodbEvent();
        event.setRecords(records);
        return event;
    }

    private DynamodbStreamRecord toLambda(Record record) {
        StreamRecord stream = new StreamRecord()
                .withSequenceNumber(record.dynamodb().sequenceNumber())
                // The local engine rounds times down to the minute; these were written just now.
                .withApproximateCreationDateTime(Date.from(Instant.now()));
        stream.setStreamViewType(StreamViewType.NEW_AND_OLD_IMAGES);
        if (record.dynamodb().hasOldImage()) {
            stream.setOldImage(toLambda(record.dynamodb().oldImage()));
        }
        if (record.dynamodb().hasNewImage()) {
            stream.setNewImage(toLambda(record.dynamodb().newImage()));
        }
        DynamodbStreamRecord lambda = new DynamodbStreamRecord();
        lambda.setEventID(record.eventID());
        lambda.setEventName(record.eventNameAsString());
        lambda.setEventSourceARN(arn);
        lambda.setDynamodb(stream);
        return lambda;
    }

    private static Map<String, AttributeValue> toLambda(
            Map<String, software.amazon.awssdk.services.dynamodb.model.AttributeValue> values) {
        Map<String, AttributeValue> lambda = new HashMap<>();
        values.forEach((name, value) -> lambda.put(name, toLambda(value)));
        return lambda;
    }

    private static AttributeValue toLambda(software.amazon.awssdk.services.dynamodb.model.AttributeValue value) {
        return switch (value.type()) {
            case S -> new AttributeValue().withS(value.s());
            case N -> new AttributeValue().withN(value.n());
            case SS -> new AttributeValue().withSS(value.ss());
            case B -> new AttributeValue().withB(value.b().asByteBuffer());
            default -> throw new IllegalArgumentException("not used here: " + value.type());
        };
    }
}
