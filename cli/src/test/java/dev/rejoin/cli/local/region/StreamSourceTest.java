package dev.rejoin.cli.local.region;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.rejoin.cli.local.source.EventSource;
import dev.rejoin.item.ItemKey;
import dev.rejoin.replica.StreamRecord;
import dev.rejoin.version.SequenceNumber;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.GetRecordsRequest;
import software.amazon.awssdk.services.dynamodb.model.GetRecordsResponse;
import software.amazon.awssdk.services.dynamodb.model.GetShardIteratorRequest;
import software.amazon.awssdk.services.dynamodb.model.GetShardIteratorResponse;
import software.amazon.awssdk.services.dynamodb.model.OperationType;
import software.amazon.awssdk.services.dynamodb.model.Record;
import software.amazon.awssdk.services.dynamodb.model.ShardIteratorType;
import software.amazon.awssdk.services.dynamodb.model.TrimmedDataAccessException;
import software.amazon.awssdk.services.dynamodb.streams.DynamoDbStreamsClient;

/** What the stream is asked for; what it answers is tested on DynamoDB Local. */
class StreamSourceTest {
    private final List<GetShardIteratorRequest> asked = new ArrayList<>();
    private final List<Record> records = new ArrayList<>();
    private final List<Record> behind = new ArrayList<>();
    private final List<String> putAside = new ArrayList<>();
    private boolean diskFull;
    private boolean trimmed;

    private final EventSource source = new StreamSource(
            new DynamoDbStreamsClient() {
                @Override
                public GetShardIteratorResponse getShardIterator(GetShardIteratorRequest request) {
                    if (trimmed) {
                        throw TrimmedDataAccessException.builder().build();
                    }
                    asked.add(request);
                    return GetShardIteratorResponse.builder()
                            .shardIterator("here")
                            .build();
                }

                @Override
                public GetRecordsResponse getRecords(GetRecordsRequest request) {
                    return GetRecordsResponse.builder()
                            .records(request.shardIterator().equals("here") ? records : behind)
                            .nextShardIterator("there")
                            .build();
                }

                @Override
                public String serviceName() {
                    return "dynamodb";
                }

                @Override
                public void close() {}
            },
            "stream",
            StreamSourceTest::decode,
            (record, reason) -> {
                if (diskFull) {
                    throw new UncheckedIOException(new IOException("disk full"));
                }
                putAside.add(record.dynamodb().sequenceNumber() + ": " + reason);
            },
            () -> 0);

    private static StreamRecord decode(Record record) {
        if (record.eventName() == OperationType.UNKNOWN_TO_SDK_VERSION) {
            throw new IllegalArgumentException("quotes an item");
        }
        SequenceNumber sequence = SequenceNumber.of(record.dynamodb().sequenceNumber());
        return new StreamRecord(ItemKey.of("pk", "a"), null, null, sequence, 5, false);
    }

    private static Record record(String sequence, String event) {
        return Record.builder()
                .eventName(event)
                .dynamodb(change -> change.sequenceNumber(sequence))
                .build();
    }

    private List<String> read() {
        return source.read(source.iterator("shard", null), 10).records().stream()
                .map(record -> record.sequence().toString())
                .toList();
    }

    /** The engine compares them as text: without its leading zeros 7 would come after 10. */
    @ParameterizedTest
    @CsvSource({
        "7, 000000000000000000007",
        "10, 000000000000000000010",
        "123456789012345678901, 123456789012345678901",
        "4421584500000000017450439092, 4421584500000000017450439092"
    })
    void sequenceNumbersHaveTwentyOneDigitsAtLeast(String number, String expected) {
        source.iterator("shard", SequenceNumber.of(number));
        assertThat(asked).singleElement().satisfies(request -> {
            assertThat(request.sequenceNumber()).isEqualTo(expected);
            assertThat(request.shardIteratorType()).isEqualTo(ShardIteratorType.AFTER_SEQUENCE_NUMBER);
            assertThat(request.shardId()).isEqualTo("shard");
        });
    }

    @Test
    void withoutANumberItBeginsAtTheOldest() {
        source.iterator("shard", null);
        assertThat(asked).singleElement().satisfies(request -> {
            assertThat(request.sequenceNumber()).isNull();
            assertThat(request.shardIteratorType()).isEqualTo(ShardIteratorType.TRIM_HORIZON);
        });
    }

    /** Two deletes met, and the engine wrote a record for each. */
    @Test
    void aDeleteOfNothingIsNoRecord() {
        Map<String, AttributeValue> image = Map.of("pk", AttributeValue.fromS("a"));
        for (int number = 1; number <= 3; number++) {
            boolean nothing = number == 2;
            String sequence = Integer.toString(number);
            records.add(Record.builder()
                    .eventName(OperationType.REMOVE)
                    .dynamodb(change ->
                            change.keys(image).oldImage(nothing ? null : image).sequenceNumber(sequence))
                    .build());
        }
        assertThat(source.read(source.iterator("shard", null), 10).records())
                .extracting(record -> record.sequence().toString())
                .containsExactly("1", "3");
    }

    @Test
    void whatCannotBeDecodedIsPutAsideAndItsNeighboursGoOn() {
        records.addAll(List.of(record("1", "INSERT"), record("2", "SPLIT"), record("3", "MODIFY")));
        assertThat(read()).containsExactly("1", "3");
        assertThat(putAside)
                .as("without a message that may quote an item")
                .containsExactly("2: cannot be decoded: IllegalArgumentException");
    }

    @Test
    void recordsOfWhichNoneCanBeDecodedAreNotTheStreamsEnd() {
        records.add(record("1", "SPLIT"));
        behind.add(record("2", "INSERT"));
        assertThat(read()).containsExactly("2");
    }

    @Test
    void whatCannotBePutAsideIsReadAgain() {
        records.addAll(List.of(record("1", "SPLIT"), record("2", "INSERT")));
        diskFull = true;
        assertThatThrownBy(this::read).isInstanceOf(UncheckedIOException.class);
        diskFull = false;
        assertThat(read()).containsExactly("2");
        assertThat(putAside).hasSize(1);
    }

    @Test
    void aNumberThatIsGoneIsTold() {
        trimmed = true;
        assertThatThrownBy(() -> source.iterator("shard", SequenceNumber.of("7")))
                .isInstanceOf(EventSource.TrimmedException.class)
                .hasMessageContaining("7");
    }
}
