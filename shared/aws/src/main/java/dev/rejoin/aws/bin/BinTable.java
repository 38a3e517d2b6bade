package dev.rejoin.aws.bin;

import dev.rejoin.aws.wire.ValueBytes;
import dev.rejoin.aws.wire.WireException;
import dev.rejoin.item.Attributes;
import dev.rejoin.item.ItemKey;
import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import software.amazon.awssdk.services.dynamodb.DynamoDbAsyncClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.GetItemResponse;
import software.amazon.awssdk.services.dynamodb.paginators.QueryPublisher;

/** A region's bin for who reads it. Images are read only when they are asked for. */
public final class BinTable {
    /** What tells of a deleted item, without its image. */
    private static final String ALL_BUT_IMAGE = "#item, #delete, parts, #key, #by, #at, expired";

    private static final Map<String, String> NAMES =
            Map.of("#item", BinRow.ITEM, "#delete", BinRow.DELETE, "#key", "key", "#by", "by", "#at", "at");

    private final DynamoDbAsyncClient client;
    private final String table;

    public BinTable(DynamoDbAsyncClient client, String table) {
        this.client = client;
        this.table = table;
    }

    /**
     * Reads what is in it, page by page.
     *
     * @param each told of every deleted item, from one thread at a time
     * @return how many rows are none that this release can read; fails if the table cannot be read
     */
    public CompletableFuture<Long> all(Consumer<BinEntry> each) {
        AtomicLong unreadable = new AtomicLong();
        return client.scanPaginator(scan -> scan.tableName(table)
                        .projectionExpression(ALL_BUT_IMAGE)
                        .expressionAttributeNames(NAMES))
                .items()
                .subscribe(row -> read(row, each, unreadable))
                .thenApply(done -> unreadable.get());
    }

    /** The deletes of one item, newest first. */
    public CompletableFuture<List<BinEntry>> ofItem(ItemKey key) {
        List<BinEntry> found = Collections.synchronizedList(new ArrayList<>());
        QueryPublisher pages = client.queryPaginator(query -> query.tableName(table)
                .consistentRead(true)
                .keyConditionExpression("#item = :item")
                .projectionExpression(ALL_BUT_IMAGE)
                .expressionAttributeNames(NAMES)
                .expressionAttributeValues(Map.of(":item", AttributeValue.fromS(key.hash()))));
        return pages.items()
                .subscribe(row -> read(row, found::add, new AtomicLong()))
                .thenApply(done -> found.stream()
                        .filter(entry -> entry.key().equals(key))
                        .sorted(Comparator.comparing(BinEntry::name).reversed())
                        .toList());
    }

    private static void read(Map<String, AttributeValue> row, Consumer<BinEntry> each, AtomicLong unreadable) {
        if (!BinRow.isHead(row)) {
            return;
        }
        BinEntry entry;
        try {
            entry = BinRow.entry(row);
        } catch (IllegalArgumentException | ArithmeticException e) {
            unreadable.incrementAndGet();
            return;
        }
        each.accept(entry);
    }

    /**
     * The item as it was before that delete.
     *
     * @return empty if parts of it have expired meanwhile; fails with a {@link WireException} if a newer release wrote it
     */
    public CompletableFuture<Optional<Attributes>> image(BinEntry entry) {
        List<CompletableFuture<GetItemResponse>> parts = new ArrayList<>();
        for (int part = 0; part < entry.parts(); part++) {
            Map<String, AttributeValue> key = BinRow.key(entry.key().hash(), entry.name(), part);
            parts.add(client.getItem(
                    get -> get.tableName(table).consistentRead(true).key(key)));
        }
        return CompletableFuture.allOf(parts.toArray(new CompletableFuture<?>[0]))
                .thenApply(done ->
                        joined(parts.stream().map(CompletableFuture::join).toList()));
    }

    private static Optional<Attributes> joined(List<GetItemResponse> parts) {
        ByteArrayOutputStream image = new ByteArrayOutputStream();
        for (GetItemResponse part : parts) {
            if (!part.hasItem()) {
                return Optional.empty();
            }
            image.writeBytes(BinRow.bytes(part.item()));
        }
        return Optional.of(Attributes.of(ValueBytes.read(image.toByteArray())));
    }
}
