package dev.rejoin.aws.backlog;

import dev.rejoin.replica.TimeSource;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.dynamodb.DynamoDbAsyncClient;
import software.amazon.awssdk.services.dynamodb.model.TableDescription;

/** What an item of the table weighs in the mean, as DynamoDB counts it every six hours. Asked for once an hour. */
public final class ItemWeight {
    private static final Duration FRESH = Duration.ofHours(1);

    private final DynamoDbAsyncClient client;
    private final String table;
    private final TimeSource time;
    private final long fresh;
    private final AtomicReference<@Nullable Known> known = new AtomicReference<>();

    private record Known(long bytes, long at) {}

    public ItemWeight(DynamoDbAsyncClient client, String table, TimeSource time) {
        this(client, table, time, FRESH);
    }

    /** @param fresh how long an answer is good for */
    public ItemWeight(DynamoDbAsyncClient client, String table, TimeSource time, Duration fresh) {
        this.fresh = fresh.toMillis();
        this.client = client;
        this.table = table;
        this.time = time;
    }

    /** Bytes, 0 if the table was empty when it was counted. */
    public CompletableFuture<Long> bytes() {
        Known last = known.get();
        if (last != null && time.millis() - last.at < fresh) {
            return CompletableFuture.completedFuture(last.bytes);
        }
        return client.describeTable(describe -> describe.tableName(table)).thenApply(response -> {
            long bytes = mean(response.table());
            known.set(new Known(bytes, time.millis()));
            return bytes;
        });
    }

    private static long mean(TableDescription table) {
        Long items = table.itemCount();
        Long bytes = table.tableSizeBytes();
        return items == null || bytes == null || items == 0 ? 0 : bytes / items;
    }
}
