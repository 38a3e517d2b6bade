package dev.rejoin.bench.cpu;

import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.OperationType;
import software.amazon.awssdk.services.dynamodb.model.Record;
import software.amazon.awssdk.services.dynamodb.model.StreamRecord;
import software.amazon.awssdk.services.dynamodb.model.StreamViewType;

/** Stream records of orders with ten attributes, as DynamoDB gives them. */
final class Changes {
    static final String KEY = "id";
    private static final int TEXTS = 7;

    private Changes() {}

    /** The inserts of so many orders. */
    static List<Record> inserts(int orders, Instant time) {
        List<Record> records = new ArrayList<>();
        for (int i = 0; i < orders; i++) {
            records.add(record(i, i + 1, OperationType.INSERT, null, order(i, "new", 100), time));
        }
        return records;
    }

    /** An update of each of them: the status changes, and something is sold. */
    static List<Record> updates(int orders, Instant time) {
        List<Record> records = new ArrayList<>();
        for (int i = 0; i < orders; i++) {
            records.add(
                    record(i, orders + i + 1, OperationType.MODIFY, order(i, "new", 100), order(i, "paid", 99), time));
        }
        return records;
    }

    private static Record record(
            int order,
            long sequence,
            OperationType operation,
            @Nullable Map<String, AttributeValue> before,
            Map<String, AttributeValue> after,
            Instant time) {
        return Record.builder()
                .eventName(operation)
                .dynamodb(StreamRecord.builder()
                        .keys(Map.of(KEY, id(order)))
                        .oldImage(before)
                        .newImage(after)
                        .sequenceNumber(String.format("%021d", sequence))
                        .approximateCreationDateTime(time)
                        .streamViewType(StreamViewType.NEW_AND_OLD_IMAGES)
                        .build())
                .build();
    }

    private static Map<String, AttributeValue> order(int order, String status, int stock) {
        Map<String, AttributeValue> item = new HashMap<>();
        item.put(KEY, id(order));
        item.put("status", AttributeValue.fromS(status));
        item.put("stock", AttributeValue.fromN(Integer.toString(stock)));
        item.put("total", AttributeValue.fromN("42.50"));
        for (int i = 0; i < TEXTS; i++) {
            item.put("attribute-" + i, AttributeValue.fromS("some text of thirty characters"));
        }
        return item;
    }

    private static AttributeValue id(int order) {
        return AttributeValue.fromS("order#" + order);
    }
}
