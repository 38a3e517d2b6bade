package dev.rejoin.aws.journal;

import dev.rejoin.aws.item.AttributeValues;
import dev.rejoin.item.Attributes;
import dev.rejoin.item.ItemSize;
import dev.rejoin.item.Value;
import dev.rejoin.replica.Conflict;
import dev.rejoin.replica.ConflictJournal;
import dev.rejoin.replica.TimeSource;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import software.amazon.awssdk.services.dynamodb.DynamoDbAsyncClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/**
 * Conflicts in a table, a row each, for 90 days. A conflict that is recorded again is the same row; what one record knows of the
 * values, a later one that knows less does not take away. A value that leaves no room for the row's other 4 KB is left out,
 * and the row says so.
 */
public final class DynamoDbJournal implements ConflictJournal {
    /** The partition key: {@link dev.rejoin.item.ItemKey#hash}. */
    public static final String ITEM = "item";

    /** The sort key: attribute, losing and winning write. */
    public static final String CONFLICT = "conflict";

    /** Seconds since 1970 after which DynamoDB may delete the row. */
    public static final String EXPIRES = "expires";

    private static final Duration KEPT = Duration.ofDays(90);

    /** DynamoDB takes 1,024 bytes of a sort key. */
    private static final int MAX_NAME_BYTES = 800;

    private static final int NEAR_LIMIT = ItemSize.LIMIT - 4096;

    private final DynamoDbAsyncClient client;
    private final String table;
    private final TimeSource time;

    public DynamoDbJournal(DynamoDbAsyncClient client, String table, TimeSource time) {
        this.client = client;
        this.table = table;
        this.time = time;
    }

    @Override
    public CompletableFuture<Void> record(List<Conflict> conflicts) {
        List<CompletableFuture<?>> rows = new ArrayList<>();
        for (Conflict conflict : conflicts) {
            try {
                rows.add(write(conflict));
            } catch (RuntimeException e) {
                rows.add(CompletableFuture.failedFuture(e));
            }
        }
        return CompletableFuture.allOf(rows.toArray(new CompletableFuture<?>[0]));
    }

    private CompletableFuture<?> write(Conflict conflict) {
        Map<String, AttributeValue> values = new HashMap<>();
        Map<String, String> names = new HashMap<>();
        List<String> sets = new ArrayList<>();
        Map<String, AttributeValue> row = AttributeValues.toSdk(row(conflict));
        row.put(EXPIRES, AttributeValue.fromN(Long.toString(time.millis() / 1000 + KEPT.toSeconds())));
        row.forEach((name, value) -> {
            int number = sets.size();
            names.put("#" + number, name);
            values.put(":" + number, value);
            sets.add("#" + number + " = :" + number);
        });
        return client.updateItem(update -> update.tableName(table)
                .key(key(conflict))
                .updateExpression("SET " + String.join(", ", sets))
                .expressionAttributeNames(names)
                .expressionAttributeValues(values));
    }

    /** The row's key. */
    static Map<String, AttributeValue> key(Conflict conflict) {
        String writes = "/" + conflict.loser().dot() + "/" + conflict.winner();
        return Map.of(
                ITEM, AttributeValue.fromS(conflict.key().hash()),
                CONFLICT, AttributeValue.fromS(shortened(conflict.attribute()) + writes));
    }

    /** A name too long for a key is cut, and told from others by a hash. */
    private static String shortened(String name) {
        byte[] utf8 = name.getBytes(StandardCharsets.UTF_8);
        return utf8.length <= MAX_NAME_BYTES ? name : name.substring(0, 200) + "#" + UUID.nameUUIDFromBytes(utf8);
    }

    private static Map<String, Value> row(Conflict conflict) {
        Map<String, Value> row = new TreeMap<>();
        row.put("key", new Value.M(conflict.key().attributes().asMap()));
        row.put("attribute", new Value.S(conflict.attribute()));
        row.put("loser", new Value.S(conflict.loser().dot().toString()));
        row.put("loserRemoved", new Value.Bool(conflict.loser().isRemoved()));
        row.put("winner", new Value.S(conflict.winner().toString()));
        row.put("winnerDeleted", new Value.Bool(conflict.isDelete()));
        if (conflict.loser().value() != null) {
            addIfFits(row, "loserValue", conflict.loser().value());
        }
        if (conflict.winningValue() != null) {
            addIfFits(row, "winnerValue", conflict.winningValue());
        }
        return row;
    }

    private static void addIfFits(Map<String, Value> row, String name, Value value) {
        if (ItemSize.of(Attributes.of(row)) + ItemSize.of(name, value) <= NEAR_LIMIT) {
            row.put(name, value);
        } else {
            row.put(name + "TooLarge", new Value.Bool(true));
        }
    }
}
