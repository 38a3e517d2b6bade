package dev.rejoin.aws.store;

import dev.rejoin.aws.item.ItemCodec;
import dev.rejoin.aws.item.ReplicatedTable;
import dev.rejoin.clock.Actor;
import dev.rejoin.item.ItemKey;
import dev.rejoin.item.Value;
import dev.rejoin.tombstone.Tombstone;
import dev.rejoin.tombstone.Tombstones;
import dev.rejoin.version.ShadowRow;
import java.math.BigDecimal;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Collectors;
import software.amazon.awssdk.services.dynamodb.DynamoDbAsyncClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.ConditionalCheckFailedException;
import software.amazon.awssdk.services.dynamodb.model.DeleteItemRequest;
import software.amazon.awssdk.services.dynamodb.model.TransactionConflictException;
import software.amazon.awssdk.services.dynamodb.model.UpdateItemRequest;

/**
 * The tombstones of a region in its shadow table. A look fails with a {@link dev.rejoin.version.FormatException} if this release cannot
 * read one of the rows. A write whose answer is lost, or that meets a transaction, counts as not done: the next collection looks again.
 */
public final class DynamoDbTombstones implements Tombstones {
    private final DynamoDbAsyncClient client;
    private final Actor region;
    private final ReplicatedTable table;
    private final ItemCodec items;
    private final ShadowRowCodec rows;
    private final BatchReader itemReader;
    private final BatchReader shadowReader;

    /** @param client of the table's region; stays the caller's to close */
    public DynamoDbTombstones(DynamoDbAsyncClient client, Actor region, ReplicatedTable table) {
        this.client = client;
        this.region = region;
        this.table = table;
        this.items = new ItemCodec(table);
        this.rows = new ShadowRowCodec(table);
        this.itemReader = new BatchReader(client, items, table.name());
        this.shadowReader = new BatchReader(client, items, table.shadowName());
    }

    @Override
    public Actor region() {
        return region;
    }

    /** Rows first: as long as a row is still as it was read, that is the same as reading both when the items were. */
    @Override
    public CompletableFuture<Map<ItemKey, Tombstone>> look(Collection<ItemKey> keys) {
        return shadowReader
                .read(keys)
                .thenCompose(shadows -> itemReader.read(keys).thenApply(present -> seen(keys, present, shadows)));
    }

    private Map<ItemKey, Tombstone> seen(
            Collection<ItemKey> keys,
            List<Map<String, AttributeValue>> present,
            List<Map<String, AttributeValue>> shadows) {
        Set<ItemKey> there = present.stream().map(items::key).collect(Collectors.toSet());
        Map<ItemKey, Tombstone> seen = new HashMap<>();
        for (Map<String, AttributeValue> shadow : shadows) {
            ItemKey key = items.key(shadow);
            seen.put(key, new Tombstone(key, there.contains(key), rows.read(shadow), rows.since(shadow)));
        }
        keys.forEach(key ->
                seen.computeIfAbsent(key, bare -> new Tombstone(bare, there.contains(bare), ShadowRow.NONE, null)));
        return seen;
    }

    @Override
    public CompletableFuture<Boolean> mark(ItemKey key, ShadowRow asRead, long nowMillis) {
        Placeholders placeholders = new Placeholders();
        UpdateItemRequest update = UpdateItemRequest.builder()
                .tableName(table.shadowName())
                .key(items.key(key))
                .updateExpression(
                        "SET " + placeholders.name(rows.sinceName()) + " = " + placeholders.value(millis(nowMillis)))
                .conditionExpression(asRead(asRead, placeholders).text())
                .expressionAttributeNames(placeholders.names())
                .expressionAttributeValues(placeholders.valuesOrNull())
                .build();
        return client.updateItem(update).thenApply(done -> true).exceptionallyCompose(DynamoDbTombstones::notDone);
    }

    @Override
    public CompletableFuture<Boolean> forget(ItemKey key, ShadowRow asRead, long markedMillis) {
        Placeholders placeholders = new Placeholders();
        DeleteItemRequest delete = DeleteItemRequest.builder()
                .tableName(table.shadowName())
                .key(items.key(key))
                .conditionExpression(asRead(asRead, placeholders)
                        .is(rows.sinceName(), millis(markedMillis))
                        .text())
                .expressionAttributeNames(placeholders.names())
                .expressionAttributeValues(placeholders.valuesOrNull())
                .build();
        return client.deleteItem(delete).thenApply(done -> true).exceptionallyCompose(DynamoDbTombstones::notDone);
    }

    /** Also keeps an update from making a row of nothing. */
    private Condition asRead(ShadowRow row, Placeholders placeholders) {
        return new Condition(placeholders).is(rows.rowName(), row.toBytes());
    }

    private static Value millis(long millis) {
        return new Value.N(BigDecimal.valueOf(millis));
    }

    private static CompletableFuture<Boolean> notDone(Throwable error) {
        Throwable cause = Failures.cause(error);
        boolean passes = cause instanceof ConditionalCheckFailedException
                || cause instanceof TransactionConflictException
                || Failures.leavesUncertain(cause);
        return passes ? CompletableFuture.completedFuture(false) : CompletableFuture.failedFuture(cause);
    }
}
