package dev.rejoin.aws.store;

import dev.rejoin.aws.item.ItemCodec;
import dev.rejoin.item.ItemKey;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.services.dynamodb.DynamoDbAsyncClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.BatchGetItemResponse;
import software.amazon.awssdk.services.dynamodb.model.KeysAndAttributes;

/** Strongly consistent reads of many keys of one table: as few requests as possible, all at once. */
final class BatchReader {
    /** The most keys that one BatchGetItem takes. */
    private static final int MAX_KEYS = 100;

    private final DynamoDbAsyncClient client;
    private final ItemCodec codec;
    private final String table;

    BatchReader(DynamoDbAsyncClient client, ItemCodec codec, String table) {
        this.client = client;
        this.codec = codec;
        this.table = table;
    }

    /** What is there under these keys, each key once, in no order. */
    CompletableFuture<List<Map<String, AttributeValue>>> read(Collection<ItemKey> keys) {
        List<ItemKey> distinct = List.copyOf(Set.copyOf(keys));
        List<CompletableFuture<List<Map<String, AttributeValue>>>> chunks = new ArrayList<>();
        for (int from = 0; from < distinct.size(); from += MAX_KEYS) {
            chunks.add(chunk(distinct.subList(from, Math.min(from + MAX_KEYS, distinct.size()))));
        }
        return CompletableFuture.allOf(chunks.toArray(new CompletableFuture<?>[0]))
                .thenApply(done ->
                        chunks.stream().flatMap(chunk -> chunk.join().stream()).toList());
    }

    /** The row of one key, empty if there is none. */
    CompletableFuture<Optional<Map<String, AttributeValue>>> one(ItemKey key) {
        return client.getItem(get -> get.tableName(table).key(codec.key(key)).consistentRead(true))
                .thenApply(response -> response.hasItem() ? Optional.of(response.item()) : Optional.empty());
    }

    private CompletableFuture<List<Map<String, AttributeValue>>> chunk(List<ItemKey> keys) {
        return keys.size() == 1
                ? one(keys.get(0)).thenApply(row -> row.map(List::of).orElse(List.of()))
                : new Chunk(keys).read();
    }

    /** One batch and what DynamoDB left of it unprocessed: more than 16 MB, or more than the table's throughput. */
    private final class Chunk {
        private final List<Map<String, AttributeValue>> found = new ArrayList<>();
        private KeysAndAttributes left;

        Chunk(List<ItemKey> keys) {
            left = KeysAndAttributes.builder()
                    .keys(keys.stream().map(codec::key).toList())
                    .consistentRead(true)
                    .build();
        }

        CompletableFuture<List<Map<String, AttributeValue>>> read() {
            return Backoff.untilSome(this::progress)
                    .thenCompose(done -> done.map(CompletableFuture::completedFuture)
                            .orElseGet(() -> CompletableFuture.failedFuture(unprocessed())));
        }

        /** Reads on as long as each answer brings something; empty when one brought nothing. */
        private CompletableFuture<Optional<List<Map<String, AttributeValue>>>> progress() {
            return client.batchGetItem(batch -> batch.requestItems(Map.of(table, left)))
                    .thenCompose(response -> {
                        boolean brought = take(response);
                        if (left.keys().isEmpty()) {
                            return CompletableFuture.completedFuture(Optional.of(found));
                        }
                        return brought ? progress() : CompletableFuture.completedFuture(Optional.empty());
                    });
        }

        private boolean take(BatchGetItemResponse response) {
            int before = left.keys().size();
            found.addAll(response.responses().getOrDefault(table, List.of()));
            left = response.unprocessedKeys()
                    .getOrDefault(
                            table, KeysAndAttributes.builder().keys(List.of()).build());
            return left.keys().size() < before;
        }

        private SdkClientException unprocessed() {
            return SdkClientException.create(
                    "DynamoDB left " + left.keys().size() + " keys of table " + table + " unread, again and again");
        }
    }
}
