package dev.rejoin.aws.control;

import dev.rejoin.aws.incarnation.TableRecord;
import dev.rejoin.aws.incarnation.TableRecords;
import dev.rejoin.clock.Actor;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.dynamodb.DynamoDbAsyncClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/** Which table a region replicates, in its control table: the item {@code table#eu-west-1}. */
public final class ControlTableRecords implements TableRecords {
    private static final String ID = "tableId";
    private static final String INCARNATION = "incarnation";
    private static final String BACKUP = "backup";
    private static final String READY = "ready";
    private static final String CREATED = "created";
    private static final String SINCE = "since";

    private final DynamoDbAsyncClient client;
    private final String table;
    private final Actor region;

    /**
     * @param table the control table of that region
     * @param region whose table
     */
    public ControlTableRecords(DynamoDbAsyncClient client, String table, Actor region) {
        this.client = client;
        this.table = table;
        this.region = region.region();
    }

    private Map<String, AttributeValue> key() {
        return Items.key(key(region));
    }

    /** The key of a region's item. */
    static String key(Actor region) {
        return "table#" + region.region();
    }

    /** The incarnation that an item says, of whichever region it is; 0 if it says none. */
    static int incarnation(Map<String, AttributeValue> item) {
        return (int) Math.min(
                Integer.MAX_VALUE, Math.max(0, Items.number(item, INCARNATION).orElse(0)));
    }

    @Override
    public CompletableFuture<@Nullable TableRecord> read() {
        return client.getItem(get -> get.tableName(table).key(key()).consistentRead(true))
                .thenApply(answer -> of(answer.item()));
    }

    /** @throws IllegalStateException if the item says no incarnation: nothing may be guessed */
    private @Nullable TableRecord of(Map<String, AttributeValue> item) {
        if (item.isEmpty()) {
            return null;
        }
        try {
            return new TableRecord(
                    Items.text(item, ID).orElseThrow(),
                    Items.number(item, CREATED).orElse(0),
                    (int) Items.number(item, INCARNATION).orElseThrow(),
                    (int) Items.number(item, BACKUP).orElse(0),
                    Items.isTrue(item, READY),
                    Items.number(item, SINCE).orElse(0));
        } catch (RuntimeException e) {
            throw new IllegalStateException("item table#" + region + " of " + table + " cannot be understood", e);
        }
    }

    @Override
    public CompletableFuture<Boolean> write(TableRecord next, @Nullable TableRecord asRead) {
        Map<String, AttributeValue> item = new HashMap<>(key());
        item.put(ID, Items.text(next.id()));
        item.put(CREATED, Items.number(next.createdMillis()));
        item.put(INCARNATION, Items.number(next.incarnation()));
        item.put(BACKUP, Items.number(next.backup()));
        item.put(READY, AttributeValue.fromBool(next.ready()));
        item.put(SINCE, Items.number(next.sinceMillis()));
        return Items.written(client.putItem(put -> {
            put.tableName(table).item(item);
            if (asRead == null) {
                put.conditionExpression("attribute_not_exists(#id)").expressionAttributeNames(Map.of("#id", ID));
            } else {
                put.conditionExpression("#id = :id AND #incarnation = :incarnation AND #ready = :ready")
                        .expressionAttributeNames(Map.of("#id", ID, "#incarnation", INCARNATION, "#ready", READY))
                        .expressionAttributeValues(Map.of(
                                ":id", Items.text(asRead.id()),
                                ":incarnation", Items.number(asRead.incarnation()),
                                ":ready", AttributeValue.fromBool(asRead.ready())));
            }
        }));
    }
}
