package dev.rejoin.aws.stream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.amazonaws.services.lambda.runtime.events.DynamodbEvent.DynamodbStreamRecord;
import dev.rejoin.aws.item.ReplicatedTable;
import dev.rejoin.item.Attributes;
import dev.rejoin.item.ItemKey;
import dev.rejoin.item.Value;
import dev.rejoin.replica.StoredItem;
import dev.rejoin.replica.StreamRecord;
import dev.rejoin.version.SequenceNumber;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Date;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.dynamodb.model.Record;

class StreamRecordsTest {
    private static final ReplicatedTable TABLE = ReplicatedTable.of("orders", "customer", "order");
    private static final ItemKey KEY = ItemKey.of(Map.of("customer", new Value.S("c#1"), "order", Value.N.of(17)));
    private static final long TIME = Instant.parse("2026-08-01T10:00:00Z").toEpochMilli();

    private final StreamRecords records = new StreamRecords(TABLE);

    @Test
    void decodesWhatLambdaHandsOver() {
        assertThat(GoldenRecords.ofLambda("lambda-event.json").stream().map(records::decode))
                .containsExactlyElementsOf(expected());
    }

    @Test
    void decodesWhatTheStreamsApiAnswers() {
        assertThat(GoldenRecords.ofStreamsApi("streams-api-get-records.json").stream()
                        .map(records::decode))
                .containsExactlyElementsOf(expected());
    }

    private static List<StreamRecord> expected() {
        StoredItem plain = item(Map.of("status", new Value.S("new"), "stock", Value.N.of(7)));
        StoredItem own = new StoredItem(
                KEY,
                Attributes.of(Map.of("status", new Value.S("paid"), "stock", Value.N.of(7))),
                new Value.B(new byte[] {1, 0, 2}));
        StoredItem every = item(everyType());
        StoredItem bare = item(Map.of());
        String last = "9".repeat(40);
        List<StreamRecord> expected = new ArrayList<>();
        expected.add(record(null, plain, "100000000005390000000001", 0, false));
        expected.add(record(plain, own, "100000000005390000000002", 1, false));
        expected.add(record(own, null, "100000000005390000000007", 2, false));
        expected.add(record(null, every, "4421584500000000017450439091", 3, false));
        expected.add(record(every, null, "4421584500000000017450439092", 4, true));
        expected.add(record(null, bare, last, 5, false));
        expected.add(record(bare, null, last, 6, false));
        return expected;
    }

    private static Map<String, Value> everyType() {
        Map<String, Value> every = new TreeMap<>();
        every.put("text", new Value.S("é 😀"));
        every.put("empty", new Value.S(""));
        every.put("number", Value.N.of("12.50"));
        every.put("large", Value.N.of("12345678901234567890123456789012345678"));
        every.put("exponent", Value.N.of("1E-130"));
        every.put("bytes", bytes(0, 255, 128));
        every.put("true", new Value.Bool(true));
        every.put("false", new Value.Bool(false));
        every.put("null", new Value.Null());
        every.put("texts", new Value.SS(Set.of("a", "b")));
        every.put("numbers", new Value.NS(Set.of(Value.N.of(1), Value.N.of("2.5"))));
        every.put("byteStrings", new Value.BS(Set.of(bytes(1), bytes(2, 3))));
        every.put("list", new Value.L(List.of(new Value.S("x"), new Value.L(List.of()), new Value.Null())));
        every.put(
                "map",
                new Value.M(Map.of("in", new Value.M(Map.of("n", Value.N.of(1))), "set", new Value.SS(Set.of("c")))));
        every.put("emptyMap", new Value.M(Map.of()));
        return every;
    }

    @Test
    void saysWhichViewTypeTheStreamNeeds() {
        for (String viewType : List.of("KEYS_ONLY", "NEW_IMAGE", "OLD_IMAGE")) {
            Record record = golden().toBuilder()
                    .dynamodb(golden().dynamodb().toBuilder()
                            .streamViewType(viewType)
                            .build())
                    .build();
            assertThatThrownBy(() -> records.decode(record))
                    .isInstanceOf(UnusableRecordException.class)
                    .hasMessageContaining(
                            "stream of table orders must have the view type NEW_AND_OLD_IMAGES, not " + viewType);
        }
    }

    @Test
    void missesAnImage() {
        Record record = golden().toBuilder()
                .dynamodb(golden().dynamodb().toBuilder().oldImage(null).build())
                .build();
        assertThatThrownBy(() -> records.decode(record))
                .isInstanceOf(UnusableRecordException.class)
                .hasMessageNotContaining("view type")
                .hasMessageContaining("of table orders came without the old image and with the new one");

        DynamodbStreamRecord ofLambda =
                GoldenRecords.ofLambda("lambda-event.json").get(1);
        ofLambda.getDynamodb().setNewImage(null);
        assertThatThrownBy(() -> records.decode(ofLambda))
                .isInstanceOf(UnusableRecordException.class)
                .hasMessageContaining("with the old image and without the new one");
    }

    @Test
    void missesWhatEveryRecordHas() {
        assertUnusable(
                golden().toBuilder().dynamodb((software.amazon.awssdk.services.dynamodb.model.StreamRecord) null),
                "dynamodb");
        assertUnusable(golden().toBuilder().eventName((String) null), "eventName");
        assertUnusable(golden().toBuilder().eventName("RENAME"), "unknown kind RENAME");
        assertUnusable(
                golden().toBuilder()
                        .dynamodb(golden().dynamodb().toBuilder()
                                .sequenceNumber(null)
                                .build()),
                "SequenceNumber");
        assertUnusable(
                golden().toBuilder()
                        .dynamodb(golden().dynamodb().toBuilder()
                                .approximateCreationDateTime(null)
                                .build()),
                "ApproximateCreationDateTime");
    }

    @Test
    void neverTellsContents() {
        Record record = golden().toBuilder()
                .dynamodb(golden().dynamodb().toBuilder().oldImage(null).build())
                .build();
        assertThatThrownBy(() -> records.decode(record)).hasMessageNotContaining("paid");
    }

    @Test
    void keepsTheMillisecondsThatAnEngineTells() {
        DynamodbStreamRecord record =
                GoldenRecords.ofLambda("lambda-event.json").get(0);
        record.getDynamodb().setApproximateCreationDateTime(Date.from(Instant.ofEpochMilli(TIME + 123)));

        assertThat(records.decode(record).timeMillis()).isEqualTo(TIME + 123);
    }

    private void assertUnusable(Record.Builder record, String message) {
        assertThatThrownBy(() -> records.decode(record.build()))
                .isInstanceOf(UnusableRecordException.class)
                .hasMessageContaining(message);
    }

    /** A record of kind MODIFY. */
    private static Record golden() {
        return GoldenRecords.ofStreamsApi("streams-api-get-records.json").get(1);
    }

    private static StoredItem item(Map<String, Value> attributes) {
        return new StoredItem(KEY, Attributes.of(attributes), null);
    }

    private static StreamRecord record(
            StoredItem before, StoredItem after, String sequence, int seconds, boolean expired) {
        return new StreamRecord(KEY, before, after, SequenceNumber.of(sequence), TIME + seconds * 1000L, expired);
    }

    private static Value.B bytes(int... bytes) {
        byte[] array = new byte[bytes.length];
        for (int i = 0; i < bytes.length; i++) {
            array[i] = (byte) bytes[i];
        }
        return new Value.B(array);
    }
}
