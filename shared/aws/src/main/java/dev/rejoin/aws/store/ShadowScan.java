package dev.rejoin.aws.store;

import dev.rejoin.aws.item.ItemCodec;
import dev.rejoin.aws.item.ReplicatedTable;
import dev.rejoin.item.ItemKey;
import dev.rejoin.version.FormatException;
import dev.rejoin.version.Version;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.dynamodb.DynamoDbAsyncClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.ReturnConsumedCapacity;
import software.amazon.awssdk.services.dynamodb.model.ScanRequest;
import software.amazon.awssdk.services.dynamodb.model.ScanResponse;

/**
 * Looks for rows of a shadow table of which something may be forgotten, page by page, eventually consistent: for who looks again at what
 * it finds.
 */
public final class ShadowScan {
    private final DynamoDbAsyncClient client;
    private final ReplicatedTable table;
    private final ItemCodec items;
    private final ShadowRowCodec rows;
    private final int limit;
    private final Predicate<Version> crowded;

    /**
     * A scan from the table's beginning.
     *
     * @param limit the most rows of a page, from 1
     * @param crowded whether a row, of an item that is there, has much to be forgotten
     */
    public ShadowScan(DynamoDbAsyncClient client, ReplicatedTable table, int limit, Predicate<Version> crowded) {
        this.crowded = crowded;
        this.client = client;
        this.table = table;
        this.items = new ItemCodec(table);
        this.rows = new ShadowRowCodec(table);
        this.limit = limit;
    }

    /**
     * A row that knows its item to be gone.
     *
     * @param sinceMillis when it was marked, in milliseconds since 1970; null if it was not
     */
    public record Dead(ItemKey key, @Nullable Long sinceMillis) {}

    /**
     * A page of rows.
     *
     * @param rows how many there were, whatever they say
     * @param crowded keys of rows of items that are there, and of which there is much to be forgotten
     * @param unreadable keys of rows that this release cannot read
     * @param next the key to go on after; empty at the table's end
     * @param units capacity units that it cost; 0 where the engine does not tell
     */
    public record Page(
            int rows,
            List<Dead> dead,
            List<ItemKey> crowded,
            List<ItemKey> unreadable,
            Map<String, AttributeValue> next,
            double units) {}

    /** The page after that key, the first one if the key is empty; fails if the table cannot be read. */
    public CompletableFuture<Page> read(Map<String, AttributeValue> after) {
        Placeholders placeholders = new Placeholders();
        String wanted = Stream.concat(table.keyNames().stream(), Stream.of(rows.rowName(), rows.sinceName()))
                .map(placeholders::name)
                .collect(Collectors.joining(", "));
        ScanRequest request = ScanRequest.builder()
                .tableName(table.shadowName())
                .limit(limit)
                .projectionExpression(wanted)
                .expressionAttributeNames(placeholders.names())
                .exclusiveStartKey(after.isEmpty() ? null : after)
                .returnConsumedCapacity(ReturnConsumedCapacity.TOTAL)
                .build();
        return client.scan(request).thenApply(this::page);
    }

    private Page page(ScanResponse response) {
        List<Dead> dead = new ArrayList<>();
        List<ItemKey> full = new ArrayList<>();
        List<ItemKey> unreadable = new ArrayList<>();
        for (Map<String, AttributeValue> row : response.items()) {
            ItemKey key = items.key(row);
            try {
                Version known = rows.read(row).known();
                if (!known.isLive()) {
                    dead.add(new Dead(key, rows.since(row)));
                } else if (crowded.test(known)) {
                    full.add(key);
                }
            } catch (FormatException e) {
                unreadable.add(key);
            }
        }
        Double units = response.consumedCapacity() == null
                ? null
                : response.consumedCapacity().capacityUnits();
        return new Page(
                response.items().size(),
                dead,
                full,
                unreadable,
                response.hasLastEvaluatedKey() ? response.lastEvaluatedKey() : Map.of(),
                Objects.requireNonNullElse(units, 0.0));
    }
}
