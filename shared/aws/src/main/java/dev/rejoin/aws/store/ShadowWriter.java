package dev.rejoin.aws.store;

import dev.rejoin.aws.item.ItemCodec;
import dev.rejoin.aws.item.ReplicatedTable;
import dev.rejoin.item.ItemKey;
import dev.rejoin.item.ItemSize;
import dev.rejoin.replica.WriteResult;
import dev.rejoin.version.ShadowRow;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import software.amazon.awssdk.services.dynamodb.DynamoDbAsyncClient;
import software.amazon.awssdk.services.dynamodb.model.CancellationReason;
import software.amazon.awssdk.services.dynamodb.model.ConditionCheck;
import software.amazon.awssdk.services.dynamodb.model.ConditionalCheckFailedException;
import software.amazon.awssdk.services.dynamodb.model.Put;
import software.amazon.awssdk.services.dynamodb.model.PutItemRequest;
import software.amazon.awssdk.services.dynamodb.model.ReturnValuesOnConditionCheckFailure;
import software.amazon.awssdk.services.dynamodb.model.TransactWriteItem;
import software.amazon.awssdk.services.dynamodb.model.TransactWriteItemsRequest;
import software.amazon.awssdk.services.dynamodb.model.TransactionCanceledException;

/** Conditional writes of shadow rows. */
final class ShadowWriter {
    private static final String CONDITION_FAILED = "ConditionalCheckFailed";

    /** Reasons for a cancelled transaction that go away by themselves. */
    private static final Set<String> PASSING =
            Set.of("TransactionConflict", "ThrottlingError", "ProvisionedThroughputExceeded", "RequestLimitExceeded");

    private final DynamoDbAsyncClient client;
    private final ReplicatedTable table;
    private final ItemCodec items;
    private final ShadowRowCodec rows;
    private final BatchReader reader;

    ShadowWriter(DynamoDbAsyncClient client, ReplicatedTable table, BatchReader reader) {
        this.client = client;
        this.table = table;
        this.items = new ItemCodec(table);
        this.rows = new ShadowRowCodec(table);
        this.reader = reader;
    }

    /** As {@code Store.writeShadow}. */
    CompletableFuture<WriteResult<ShadowRow>> write(ItemKey key, ShadowRow row, ShadowRow asRead) {
        Placeholders placeholders = new Placeholders();
        PutItemRequest put = PutItemRequest.builder()
                .tableName(table.shadowName())
                .item(rows.attributes(key, row))
                .conditionExpression(unchanged(asRead, placeholders))
                .expressionAttributeNames(placeholders.names())
                .expressionAttributeValues(placeholders.valuesOrNull())
                .returnValuesOnConditionCheckFailure(ReturnValuesOnConditionCheckFailure.ALL_OLD)
                .build();
        return client.putItem(put)
                .thenApply(response -> WriteResult.<ShadowRow>done())
                .exceptionallyCompose(error -> failed(Failures.cause(error), key, row));
    }

    private String unchanged(ShadowRow asRead, Placeholders placeholders) {
        Condition condition = new Condition(placeholders);
        return asRead.equals(ShadowRow.NONE)
                ? condition.absent(table.partitionKey()).text()
                : condition.is(rows.rowName(), asRead.toBytes()).text();
    }

    private CompletableFuture<WriteResult<ShadowRow>> failed(Throwable error, ItemKey key, ShadowRow row) {
        if (error instanceof ConditionalCheckFailedException refused) {
            return CompletableFuture.completedFuture(refused(refused, row));
        } else if (Failures.leavesUncertain(error)) {
            return CompletableFuture.completedFuture(WriteResult.uncertain());
        } else if (Failures.isRejected(error) && rows.size(key, row) > ItemSize.LIMIT) {
            return CompletableFuture.completedFuture(WriteResult.tooLarge());
        }
        return CompletableFuture.failedFuture(error);
    }

    private WriteResult<ShadowRow> refused(ConditionalCheckFailedException refused, ShadowRow wanted) {
        Optional<ShadowRow> current = refused.hasItem() ? Optional.of(rows.read(refused.item())) : Optional.empty();
        if (!Failures.wasRepeated(refused)) {
            return WriteResult.refused(current);
        }
        boolean ours = current.isPresent() && current.get().toBytes().equals(wanted.toBytes());
        return ours ? WriteResult.done() : WriteResult.uncertain();
    }

    /** As {@code Store.writeTombstone}. */
    CompletableFuture<WriteResult<ShadowRow>> writeTombstone(ItemKey key, ShadowRow row, ShadowRow asRead) {
        TransactWriteItemsRequest transaction = tombstone(key, row, asRead);
        return Backoff.<WriteResult<ShadowRow>>untilSome(() -> transact(transaction, key, row))
                .thenApply(result -> result.orElseGet(WriteResult::uncertain));
    }

    private TransactWriteItemsRequest tombstone(ItemKey key, ShadowRow row, ShadowRow asRead) {
        Placeholders itemNames = new Placeholders();
        ConditionCheck absent = ConditionCheck.builder()
                .tableName(table.name())
                .key(items.key(key))
                .conditionExpression(
                        new Condition(itemNames).absent(table.partitionKey()).text())
                .expressionAttributeNames(itemNames.names())
                .build();
        Placeholders placeholders = new Placeholders();
        Put put = Put.builder()
                .tableName(table.shadowName())
                .item(rows.attributes(key, row))
                .conditionExpression(unchanged(asRead, placeholders))
                .expressionAttributeNames(placeholders.names())
                .expressionAttributeValues(placeholders.valuesOrNull())
                .build();
        return TransactWriteItemsRequest.builder()
                .transactItems(
                        TransactWriteItem.builder().conditionCheck(absent).build(),
                        TransactWriteItem.builder().put(put).build())
                .build();
    }

    /** Empty if it has to be tried again. The SDK's own retries carry one token, so none of them writes twice. */
    private CompletableFuture<Optional<WriteResult<ShadowRow>>> transact(
            TransactWriteItemsRequest transaction, ItemKey key, ShadowRow row) {
        return client.transactWriteItems(transaction)
                .thenApply(response -> Optional.of(WriteResult.<ShadowRow>done()))
                .exceptionallyCompose(error -> Failures.cause(error) instanceof TransactionCanceledException cancelled
                        ? cancelled(cancelled, key, row)
                        : failed(Failures.cause(error), key, row).thenApply(Optional::of));
    }

    private CompletableFuture<Optional<WriteResult<ShadowRow>>> cancelled(
            TransactionCanceledException cancelled, ItemKey key, ShadowRow row) {
        if (hasReason(cancelled, Set.of(CONDITION_FAILED))) {
            // Either condition may have failed, and only one of them would tell the row.
            return reader.one(key).thenApply(found -> Optional.of(WriteResult.refused(found.map(rows::read))));
        } else if (hasReason(cancelled, PASSING)) {
            return CompletableFuture.completedFuture(Optional.empty());
        } else if (rows.size(key, row) > ItemSize.LIMIT) {
            return CompletableFuture.completedFuture(Optional.of(WriteResult.tooLarge()));
        }
        return CompletableFuture.failedFuture(cancelled);
    }

    private static boolean hasReason(TransactionCanceledException cancelled, Set<String> codes) {
        return cancelled.cancellationReasons().stream()
                .map(CancellationReason::code)
                .anyMatch(code -> code != null && codes.contains(code));
    }
}
