package dev.rejoin.aws.journal;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import software.amazon.awssdk.services.dynamodb.DynamoDbAsyncClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.ConditionalCheckFailedException;
import software.amazon.awssdk.services.dynamodb.paginators.QueryPublisher;

/** A region's journal for who reads it. */
public final class JournalTable {
    private final DynamoDbAsyncClient client;
    private final String table;

    public JournalTable(DynamoDbAsyncClient client, String table) {
        this.client = client;
        this.table = table;
    }

    /**
     * Reads all of it, page by page.
     *
     * @param each told of every entry as it is read, from one thread at a time
     * @return how many rows are no entries that this release can read; fails if the table cannot be read
     */
    public CompletableFuture<Long> all(Consumer<JournalEntry> each) {
        AtomicLong unreadable = new AtomicLong();
        return client.scanPaginator(scan -> scan.tableName(table))
                .items()
                .subscribe(row -> read(row, each, unreadable))
                .thenApply(done -> unreadable.get());
    }

    /**
     * The entries of one item.
     *
     * @param item the hash of its key
     */
    public CompletableFuture<List<JournalEntry>> ofItem(String item) {
        List<JournalEntry> found = Collections.synchronizedList(new ArrayList<>());
        QueryPublisher pages = client.queryPaginator(query -> query.tableName(table)
                .consistentRead(true)
                .keyConditionExpression("#item = :item")
                .expressionAttributeNames(Map.of("#item", JournalRow.ITEM))
                .expressionAttributeValues(Map.of(":item", AttributeValue.fromS(item))));
        return pages.items()
                .subscribe(row -> read(row, found::add, new AtomicLong()))
                .thenApply(done -> List.copyOf(found));
    }

    private static void read(Map<String, AttributeValue> row, Consumer<JournalEntry> each, AtomicLong unreadable) {
        JournalEntry entry;
        try {
            entry = JournalRow.read(row);
        } catch (IllegalArgumentException e) {
            unreadable.incrementAndGet();
            return;
        }
        each.accept(entry);
    }

    /**
     * Notes what an operator chose.
     *
     * @param choice in a word
     * @return whether this region has the entry
     */
    public CompletableFuture<Boolean> resolved(JournalEntry entry, String choice, long millis) {
        return client.updateItem(update -> update.tableName(table)
                        .key(Map.of(
                                JournalRow.ITEM,
                                        AttributeValue.fromS(entry.key().hash()),
                                JournalRow.CONFLICT, AttributeValue.fromS(entry.row())))
                        .updateExpression("SET #choice = :choice, #at = :at")
                        .conditionExpression("attribute_exists(#item)")
                        .expressionAttributeNames(Map.of(
                                "#choice", JournalRow.RESOLVED,
                                "#at", JournalRow.RESOLVED_AT,
                                "#item", JournalRow.ITEM))
                        .expressionAttributeValues(Map.of(
                                ":choice", AttributeValue.fromS(choice),
                                ":at", AttributeValue.fromN(Long.toString(millis)))))
                .thenApply(done -> true)
                .exceptionallyCompose(error -> error.getCause() instanceof ConditionalCheckFailedException
                        ? CompletableFuture.completedFuture(false)
                        : CompletableFuture.failedFuture(error));
    }
}
