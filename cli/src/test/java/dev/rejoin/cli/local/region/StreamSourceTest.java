package dev.rejoin.cli.local.region;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.rejoin.cli.local.source.EventSource;
import dev.rejoin.version.SequenceNumber;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import software.amazon.awssdk.services.dynamodb.model.GetShardIteratorRequest;
import software.amazon.awssdk.services.dynamodb.model.GetShardIteratorResponse;
import software.amazon.awssdk.services.dynamodb.model.ShardIteratorType;
import software.amazon.awssdk.services.dynamodb.model.TrimmedDataAccessException;
import software.amazon.awssdk.services.dynamodb.streams.DynamoDbStreamsClient;

/** What the stream is asked for; what it answers is tested on DynamoDB Local. */
class StreamSourceTest {
    private final List<GetShardIteratorRequest> asked = new ArrayList<>();
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
                public String serviceName() {
                    return "dynamodb";
                }

                @Override
                public void close() {}
            },
            "stream",
            record -> {
                throw new IllegalStateException("nothing was read");
            },
            () -> 0);

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

    @Test
    void aNumberThatIsGoneIsTold() {
        trimmed = true;
        assertThatThrownBy(() -> source.iterator("shard", SequenceNumber.of("7")))
                .isInstanceOf(EventSource.TrimmedException.class)
                .hasMessageContaining("7");
    }
}
