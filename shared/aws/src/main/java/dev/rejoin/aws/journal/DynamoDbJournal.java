package dev.rejoin.aws.journal;

import dev.rejoin.aws.item.AttributeValues;
import dev.rejoin.aws.journal.KeptValues.Side;
import dev.rejoin.item.Attributes;
import dev.rejoin.item.ItemSize;
import dev.rejoin.item.Value;
import dev.rejoin.replica.Conflict;
import dev.rejoin.replica.ConflictJournal;
import dev.rejoin.replica.TimeSource;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.dynamodb.DynamoDbAsyncClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/**
 * Conflicts in a table, a row each, for some days. A conflict that is recorded again is the same row; what one record knows of the
 * values, a later one that knows less does not take away. A value that leaves no room for the row's other 4 KB is left out,
 * and the row says so.
 */
public final class DynamoDbJournal implements ConflictJournal {
    /** How long a row is kept unless its owner chose another time. */
    public static final Duration DEFAULT_KEPT = Duration.ofDays(90);

    private static final int NEAR_LIMIT = ItemSize.LIMIT - 4096;

    private final DynamoDbAsyncClient client;
    private final String table;
    private final Duration kept;
    private final KeptValues values;
    private final TimeSource time;

    /**
     * A journal in a table.
     *
     * @param kept how long a row stays after it was last recorded
     * @param values in what form values are kept
     */
    public DynamoDbJournal(
            DynamoDbAsyncClient client, String table, Duration kept, KeptValues values, TimeSource time) {
        this.client = client;
        this.table = table;
        this.kept = kept;
        this.values = values;
        this.time = time;
    }

    @Override
    public CompletableFuture<Void> record(List<Conflict> conflicts) {
        List<CompletableFuture<?>> rows = new ArrayList<>();
        for (Conflict conflict : conflicts) {
            try {
                rows.add(row(conflict).thenCompose(row -> write(conflict, row)));
            } catch (RuntimeException e) {
                rows.add(CompletableFuture.failedFuture(e));
            }
        }
        return CompletableFuture.allOf(rows.toArray(new CompletableFuture<?>[0]));
    }

    @Override
    public boolean keepsValues() {
        return !values.equals(KeptValues.HASH);
    }

    private CompletableFuture<Map<String, Value>> row(Conflict conflict) {
        Map<String, Value> row = JournalRow.of(conflict);
        return add(row, conflict, Side.LOSER, conflict.loser().value())
                .thenCompose(done -> add(row, conflict, Side.WINNER, conflict.winningValue()))
                .thenApply(done -> row);
    }

    private CompletableFuture<Void> add(Map<String, Value> row, Conflict conflict, Side side, @Nullable Value value) {
        if (value == null) {
            return CompletableFuture.completedFuture(null);
        }
        return values.keep(side, value, JournalRow.place(conflict)).thenAccept(form -> {
            int size = ItemSize.of(Attributes.of(row)) + ItemSize.of(form.getKey(), form.getValue());
            if (size <= NEAR_LIMIT) {
                row.put(form.getKey(), form.getValue());
            } else {
                row.put(side.attribute(JournalRow.TOO_LARGE), new Value.Bool(true));
            }
        });
    }

    private CompletableFuture<?> write(Conflict conflict, Map<String, Value> content) {
        long now = time.millis();
        Map<String, AttributeValue> row = AttributeValues.toSdk(content);
        row.put(JournalRow.EXPIRES, number(now / 1000 + kept.toSeconds()));
        Map<String, AttributeValue> named = new HashMap<>();
        Map<String, String> names = new HashMap<>();
        List<String> sets = new ArrayList<>();
        row.forEach((name, value) -> {
            int number = sets.size();
            names.put("#" + number, name);
            named.put(":" + number, value);
            sets.add("#" + number + " = :" + number);
        });
        names.put("#found", JournalRow.FOUND);
        named.put(":found", number(now));
        sets.add("#found = if_not_exists(#found, :found)");
        return client.updateItem(update -> update.tableName(table)
                .key(JournalRow.key(conflict))
                .updateExpression("SET " + String.join(", ", sets))
                .expressionAttributeNames(names)
                .expressionAttributeValues(named));
    }

    private static AttributeValue number(long number) {
        return AttributeValue.fromN(Long.toString(number));
    }
}
