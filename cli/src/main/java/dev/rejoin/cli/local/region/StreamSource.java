package dev.rejoin.cli.local.region;

import dev.rejoin.aws.stream.UnusableRecordException;
import dev.rejoin.cli.local.source.EventSource;
import dev.rejoin.replica.StreamRecord;
import dev.rejoin.version.SequenceNumber;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import java.util.function.LongSupplier;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.dynamodb.model.GetRecordsResponse;
import software.amazon.awssdk.services.dynamodb.model.GetShardIteratorRequest;
import software.amazon.awssdk.services.dynamodb.model.OperationType;
import software.amazon.awssdk.services.dynamodb.model.Record;
import software.amazon.awssdk.services.dynamodb.model.ShardIteratorType;
import software.amazon.awssdk.services.dynamodb.model.StreamDescription;
import software.amazon.awssdk.services.dynamodb.model.TrimmedDataAccessException;
import software.amazon.awssdk.services.dynamodb.streams.DynamoDbStreamsClient;

/**
 * A table's stream on DynamoDB Local. That engine rounds a record's time down to the minute; but what was not there when the
 * shard was last read was written after that, and so the records get a time that is good to a few milliseconds. A record that cannot be
 * decoded is put aside.
 */
public final class StreamSource implements EventSource {
    private static final int LEAST_DIGITS = 21;

    private final DynamoDbStreamsClient client;
    private final String stream;
    private final Function<Record, StreamRecord> decoder;
    private final PoisonDestination poison;
    private final LongSupplier clock;
    private final long created;

    /** By shard: a time before which nothing was written that is still to be read. */
    private final Map<String, Long> readUpTo = new ConcurrentHashMap<>();

    /**
     * A stream that was just created, by the same clock.
     *
     * @param poison gets what cannot be decoded
     * @param clock milliseconds since 1970
     */
    public StreamSource(
            DynamoDbStreamsClient client,
            String stream,
            Function<Record, StreamRecord> decoder,
            PoisonDestination poison,
            LongSupplier clock) {
        this(client, stream, decoder, poison, clock, clock.getAsLong());
    }

    /**
     * A stream that may have been there for a while.
     *
     * @param poison gets what cannot be decoded
     * @param clock milliseconds since 1970
     * @param created a time by that clock before which nothing was written that is still to be read
     */
    public StreamSource(
            DynamoDbStreamsClient client,
            String stream,
            Function<Record, StreamRecord> decoder,
            PoisonDestination poison,
            LongSupplier clock,
            long created) {
        this.client = client;
        this.stream = stream;
        this.decoder = decoder;
        this.poison = poison;
        this.clock = clock;
        this.created = created;
    }

    /** An iterator that remembers its shard. */
    private record Place(String shard, String iterator) {
        private static final char BETWEEN = ' ';

        static Place parse(String text) {
            int at = text.indexOf(BETWEEN);
            return new Place(text.substring(0, at), text.substring(at + 1));
        }

        @Override
        public String toString() {
            return shard + BETWEEN + iterator;
        }
    }

    @Override
    public List<Shard> shards() {
        List<Shard> shards = new ArrayList<>();
        String last = null;
        do {
            String start = last;
            StreamDescription page = client.describeStream(
                            describe -> describe.streamArn(stream).exclusiveStartShardId(start))
                    .streamDescription();
            page.shards().forEach(shard -> shards.add(new Shard(shard.shardId(), shard.parentShardId())));
            last = page.lastEvaluatedShardId();
        } while (last != null);
        return shards;
    }

    @Override
    public String iterator(String shard, @Nullable SequenceNumber after) {
        GetShardIteratorRequest.Builder request =
                GetShardIteratorRequest.builder().streamArn(stream).shardId(shard);
        if (after == null) {
            request.shardIteratorType(ShardIteratorType.TRIM_HORIZON);
        } else {
            request.shardIteratorType(ShardIteratorType.AFTER_SEQUENCE_NUMBER).sequenceNumber(digits(after));
        }
        try {
            return new Place(shard, client.getShardIterator(request.build()).shardIterator()).toString();
        } catch (TrimmedDataAccessException e) {
            throw new TrimmedException("the stream no longer has what follows record " + after);
        }
    }

    /** The service takes 21 digits or more, and has leading zeros itself where there are fewer. */
    private static String digits(SequenceNumber number) {
        String digits = number.toString();
        return "0".repeat(Math.max(0, LEAST_DIGITS - digits.length())) + digits;
    }

    @Override
    public Page read(String iterator, int limit) {
        long began = clock.getAsLong();
        Place place = Place.parse(iterator);
        long notBefore = readUpTo.getOrDefault(place.shard, created);
        GetRecordsResponse response = records(place.iterator, limit);
        if (response.records().size() < limit) {
            readUpTo.put(place.shard, began);
        }
        List<StreamRecord> usable = response.records().stream()
                .filter(record -> !isOfNothing(record))
                .flatMap(this::decoded)
                .map(record -> notBefore(record, notBefore))
                .toList();
        String next = response.nextShardIterator() == null
                ? null
                : new Place(place.shard, response.nextShardIterator()).toString();
        boolean nothingUsable = usable.isEmpty() && !response.records().isEmpty();
        // Else it would look like the stream's end.
        return nothingUsable && next != null ? read(next, limit) : new Page(usable, next);
    }

    /** One that was put aside is none; if it could not be, all of them are read again. */
    private Stream<StreamRecord> decoded(Record record) {
        try {
            return Stream.of(decoder.apply(record));
        } catch (RuntimeException e) {
            poison.accept(record, UnusableRecordException.reason(e));
            return Stream.empty();
        }
    }

    /**
     * A delete that removed nothing. DynamoDB writes no record of it. DynamoDB Local does, once in 100,000 records, when two deletes meet: right
     * after the record of the one that removed the item.
     */
    private static boolean isOfNothing(Record record) {
        return record.eventName() == OperationType.REMOVE
                && record.dynamodb() != null
                && !record.dynamodb().hasOldImage()
                && !record.dynamodb().hasNewImage();
    }

    private GetRecordsResponse records(String iterator, int limit) {
        try {
            return client.getRecords(get -> get.shardIterator(iterator).limit(limit));
        } catch (TrimmedDataAccessException e) {
            throw new TrimmedException("the stream no longer has the next records");
        }
    }

    private static StreamRecord notBefore(StreamRecord record, long millis) {
        return record.timeMillis() >= millis
                ? record
                : new StreamRecord(
                        record.key(), record.before(), record.after(), record.sequence(), millis, record.expired());
    }
}
