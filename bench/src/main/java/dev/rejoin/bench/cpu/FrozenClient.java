package dev.rejoin.bench.cpu;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.dynamodb.DynamoDbAsyncClient;
import software.amazon.awssdk.services.dynamodb.DynamoDbServiceClientConfiguration;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.BatchGetItemRequest;
import software.amazon.awssdk.services.dynamodb.model.BatchGetItemResponse;
import software.amazon.awssdk.services.dynamodb.model.DeleteItemRequest;
import software.amazon.awssdk.services.dynamodb.model.DeleteItemResponse;
import software.amazon.awssdk.services.dynamodb.model.GetItemRequest;
import software.amazon.awssdk.services.dynamodb.model.GetItemResponse;
import software.amazon.awssdk.services.dynamodb.model.PutItemRequest;
import software.amazon.awssdk.services.dynamodb.model.PutItemResponse;
import software.amazon.awssdk.services.dynamodb.model.UpdateItemRequest;
import software.amazon.awssdk.services.dynamodb.model.UpdateItemResponse;

/**
 * A client that answers at once: reads from what was put while it recorded, writes with success and no effect. What is left to
 * measure is the work before and after the network.
 */
final class FrozenClient implements DynamoDbAsyncClient {
    private static final CompletableFuture<PutItemResponse> PUT =
            CompletableFuture.completedFuture(PutItemResponse.builder().build());
    private static final CompletableFuture<UpdateItemResponse> UPDATED =
            CompletableFuture.completedFuture(UpdateItemResponse.builder().build());
    private static final CompletableFuture<DeleteItemResponse> DELETED =
            CompletableFuture.completedFuture(DeleteItemResponse.builder().build());

    private final String key;
    private final Map<String, Map<AttributeValue, Map<String, AttributeValue>>> tables = new HashMap<>();
    private boolean recording = true;
    private long writes;

    FrozenClient(String key) {
        this.key = key;
    }

    /** From now on nothing changes. */
    void freeze() {
        recording = false;
        writes = 0;
    }

    /** Writes since it was frozen. */
    long writes() {
        return writes;
    }

    @Override
    public CompletableFuture<GetItemResponse> getItem(GetItemRequest request) {
        Map<String, AttributeValue> item = item(request.tableName(), request.key());
        return CompletableFuture.completedFuture(
                item == null
                        ? GetItemResponse.builder().build()
                        : GetItemResponse.builder().item(item).build());
    }

    @Override
    public CompletableFuture<BatchGetItemResponse> batchGetItem(BatchGetItemRequest request) {
        Map<String, List<Map<String, AttributeValue>>> found = new HashMap<>();
        request.requestItems().forEach((table, wanted) -> {
            List<Map<String, AttributeValue>> items = new ArrayList<>();
            for (Map<String, AttributeValue> itemKey : wanted.keys()) {
                Map<String, AttributeValue> item = item(table, itemKey);
                if (item != null) {
                    items.add(item);
                }
            }
            found.put(table, items);
        });
        return CompletableFuture.completedFuture(BatchGetItemResponse.builder()
                .responses(found)
                .unprocessedKeys(Map.of())
                .build());
    }

    @Override
    public CompletableFuture<PutItemResponse> putItem(PutItemRequest request) {
        writes++;
        if (recording) {
            tables.computeIfAbsent(request.tableName(), name -> new HashMap<>())
                    .put(request.item().get(key), request.item());
        }
        return PUT;
    }

    @Override
    public CompletableFuture<UpdateItemResponse> updateItem(UpdateItemRequest request) {
        writes++;
        return UPDATED;
    }

    @Override
    public CompletableFuture<DeleteItemResponse> deleteItem(DeleteItemRequest request) {
        writes++;
        return DELETED;
    }

    private @Nullable Map<String, AttributeValue> item(String table, Map<String, AttributeValue> itemKey) {
        return tables.getOrDefault(table, Map.of()).get(itemKey.get(key));
    }

    @Override
    public DynamoDbServiceClientConfiguration serviceClientConfiguration() {
        throw new UnsupportedOperationException();
    }

    @Override
    public String serviceName() {
        return SERVICE_NAME;
    }

    @Override
    public void close() {}
}
