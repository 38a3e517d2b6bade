package dev.rejoin.aws.store;

import dev.rejoin.aws.item.ItemCodec;
import dev.rejoin.aws.item.ReplicatedTable;
import dev.rejoin.item.ItemKey;
import dev.rejoin.item.Value;
import dev.rejoin.replica.ItemWrite;
import dev.rejoin.replica.Store;
import dev.rejoin.replica.StoredItem;
import dev.rejoin.replica.WriteResult;
import dev.rejoin.version.ShadowRow;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import java.util.function.Supplier;
import software.amazon.awssdk.services.dynamodb.DynamoDbAsyncClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.ConditionalCheckFailedException;
import software.amazon.awssdk.services.dynamodb.model.DynamoDbResponse;
import software.amazon.awssdk.services.dynamodb.model.TransactionConflictException;

/**
 * A store on two DynamoDB tables of one region: the applications' and the shadow table.
 *
 * <p>Throttling and broken connections are retried by the client as it was configured. A write whose answer is lost is
 * {@code UNCERTAIN}; so is one that was refused after the client had sent it before, unless what is there instead is what it
 * wrote. Everything else that goes wrong (credentials, no such table, throttled to the end) fails the future with the SDK's
 * exception.
 */
public final class DynamoDbStore implements Store {
    private final DynamoDbAsyncClient client;
    private final ItemCodec items;
    private final ShadowRowCodec rows;
    private final ItemWriteRequests requests;
    private final Rejected rejected;
    private final BatchReader itemReader;
    private final BatchReader shadowReader;
    private final ShadowWriter shadowWriter;

    /** @param client of the table's region; stays the caller's to close */
    public DynamoDbStore(DynamoDbAsyncClient client, ReplicatedTable table) {
        this.client = client;
        this.items = new ItemCodec(table);
        this.rows = new ShadowRowCodec(table);
        this.requests = new ItemWriteRequests(table);
        this.rejected = new Rejected(table);
        this.itemReader = new BatchReader(client, items, table.name());
        this.shadowReader = new BatchReader(client, items, table.shadowName());
        this.shadowWriter = new ShadowWriter(client, table, shadowReader);
    }

    @Override
    public CompletableFuture<Map<ItemKey, StoredItem>> readItems(Collection<ItemKey> keys) {
        return started(() -> itemReader.read(keys)).thenApply(found -> byKey(found, items::item));
    }

    @Override
    public CompletableFuture<Map<ItemKey, ShadowRow>> readShadows(Collection<ItemKey> keys) {
        return started(() -> shadowReader.read(keys)).thenApply(found -> byKey(found, rows::read));
    }

    private <T> Map<ItemKey, T> byKey(
            List<Map<String, AttributeValue>> found, Function<Map<String, AttributeValue>, T> read) {
        Map<ItemKey, T> byKey = new HashMap<>();
        found.forEach(attributes -> byKey.put(items.key(attributes), read.apply(attributes)));
        return byKey;
    }

    @Override
    public CompletableFuture<WriteResult<StoredItem>> write(ItemWrite write) {
        if (write instanceof ItemWrite.Update update
                && !update.add().values().stream().allMatch(Value.N::fits)) {
            return CompletableFuture.completedFuture(WriteResult.tooLarge());
        }
        // An application's transaction on the item passes; the SDK leaves that to its users.
        return started(() -> Backoff.untilSome(() -> attempt(write)))
                .thenApply(result -> result.orElseGet(WriteResult::uncertain));
    }

    @Override
    public CompletableFuture<WriteResult<ShadowRow>> writeShadow(ItemKey key, ShadowRow row, ShadowRow asRead) {
        return started(() -> shadowWriter.write(key, row, asRead));
    }

    @Override
    public CompletableFuture<WriteResult<ShadowRow>> writeTombstone(ItemKey key, ShadowRow row, ShadowRow asRead) {
        return started(() -> shadowWriter.writeTombstone(key, row, asRead));
    }

    /** Empty if the write has to be tried again. */
    private CompletableFuture<Optional<WriteResult<StoredItem>>> attempt(ItemWrite write) {
        return send(write)
                .thenApply(response -> Optional.of(WriteResult.<StoredItem>done()))
                .exceptionallyCompose(error -> failed(Failures.cause(error), write));
    }

    private CompletableFuture<? extends DynamoDbResponse> send(ItemWrite write) {
        if (write instanceof ItemWrite.Insert insert) {
            return client.putItem(requests.insert(insert));
        } else if (write instanceof ItemWrite.Update update) {
            return client.updateItem(requests.update(update));
        }
        return client.deleteItem(requests.delete((ItemWrite.Delete) write));
    }

    private CompletableFuture<Optional<WriteResult<StoredItem>>> failed(Throwable error, ItemWrite write) {
        if (error instanceof ConditionalCheckFailedException refused) {
            return CompletableFuture.completedFuture(Optional.of(refused(refused, write)));
        } else if (error instanceof TransactionConflictException) {
            return CompletableFuture.completedFuture(Optional.empty());
        } else if (Failures.leavesUncertain(error)) {
            return CompletableFuture.completedFuture(Optional.of(WriteResult.uncertain()));
        } else if (Failures.isRejected(error)) {
            return itemReader.one(write.key()).thenCompose(found -> explained(error, write, found.map(items::item)));
        }
        return CompletableFuture.failedFuture(error);
    }

    private CompletableFuture<Optional<WriteResult<StoredItem>>> explained(
            Throwable error, ItemWrite write, Optional<StoredItem> current) {
        Optional<WriteResult<StoredItem>> explained = rejected.explain(write, current.orElse(null));
        return explained.isPresent()
                ? CompletableFuture.completedFuture(explained)
                : CompletableFuture.failedFuture(error);
    }

    private WriteResult<StoredItem> refused(ConditionalCheckFailedException refused, ItemWrite write) {
        Optional<StoredItem> current = refused.hasItem() ? Optional.of(items.item(refused.item())) : Optional.empty();
        if (!Failures.wasRepeated(refused)) {
            return WriteResult.refused(current);
        }
        return current.isPresent() && isBy(write, current.get()) ? WriteResult.done() : WriteResult.uncertain();
    }

    /** Whether it was this write that made the item what it is: no two own writes carry the same clock. */
    private static boolean isBy(ItemWrite write, StoredItem current) {
        if (write instanceof ItemWrite.Insert insert) {
            return insert.item().clock() != null && insert.item().clock().equals(current.clock());
        }
        return write instanceof ItemWrite.Update update && update.clock().equals(current.clock());
    }

    /** Requests that cannot even be built fail the future, as all else does. */
    private static <T> CompletableFuture<T> started(Supplier<CompletableFuture<T>> operation) {
        try {
            return operation.get();
        } catch (RuntimeException e) {
            return CompletableFuture.failedFuture(e);
        }
    }
}
