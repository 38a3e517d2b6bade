package dev.rejoin.aws.bin;

import dev.rejoin.aws.wire.ValueBytes;
import dev.rejoin.replica.DeletedItem;
import dev.rejoin.replica.DeletedItems;
import dev.rejoin.replica.TimeSource;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import software.amazon.awssdk.services.dynamodb.DynamoDbAsyncClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/** Deleted items in a table, for some days. A delete that is kept again is the same rows. */
public final class DynamoDbBin implements DeletedItems {
    /** How long an item is kept unless the owner chose another time. */
    public static final Duration DEFAULT_KEPT = Duration.ofDays(30);

    private final DynamoDbAsyncClient client;
    private final String table;
    private final Duration kept;
    private final TimeSource time;

    /** @param kept how long an item can be brought back */
    public DynamoDbBin(DynamoDbAsyncClient client, String table, Duration kept, TimeSource time) {
        this.client = client;
        this.table = table;
        this.kept = kept;
        this.time = time;
    }

    @Override
    public CompletableFuture<Void> keep(DeletedItem deleted) {
        byte[] image;
        try {
            image = ValueBytes.write(deleted.attributes().asMap());
        } catch (RuntimeException e) {
            return CompletableFuture.failedFuture(e);
        }
        long expires = time.millis() / 1000 + kept.toSeconds();
        int parts = (image.length + BinRow.PART_BYTES - 1) / BinRow.PART_BYTES;
        List<CompletableFuture<?>> others = new ArrayList<>();
        for (int part = 1; part < parts; part++) {
            others.add(put(BinRow.part(deleted, part, bytes(image, part), expires)));
        }
        // The first row is what a reader looks for: whatever has one is whole.
        return CompletableFuture.allOf(others.toArray(new CompletableFuture<?>[0]))
                .thenCompose(done -> put(BinRow.head(deleted, parts, bytes(image, 0), expires)));
    }

    private static byte[] bytes(byte[] image, int part) {
        int from = part * BinRow.PART_BYTES;
        return Arrays.copyOfRange(image, from, Math.min(image.length, from + BinRow.PART_BYTES));
    }

    private CompletableFuture<Void> put(Map<String, AttributeValue> row) {
        return client.putItem(put -> put.tableName(table).item(row)).thenAccept(done -> {});
    }
}
