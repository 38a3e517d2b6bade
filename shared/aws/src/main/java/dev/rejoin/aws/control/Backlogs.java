package dev.rejoin.aws.control;

import dev.rejoin.clock.Actor;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import software.amazon.awssdk.services.dynamodb.DynamoDbAsyncClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/** One region's backlog, in its control table: the peers know it as long as they hear of that region. */
public final class Backlogs {
    private final DynamoDbAsyncClient client;
    private final String table;
    private final Actor self;

    /** @param table the control table */
    public Backlogs(DynamoDbAsyncClient client, String table, Actor self) {
        this.client = client;
        this.table = table;
        this.self = self;
    }

    /** What was measured last; empty if nothing ever was. */
    public CompletableFuture<Optional<Backlog>> last() {
        return client.getItem(get ->
                        get.tableName(table).key(Items.key(Backlog.key(self))).consistentRead(true))
                .thenApply(response -> response.hasItem() && !response.item().isEmpty()
                        ? Optional.of(Backlog.of(response.item()))
                        : Optional.empty());
    }

    /** Writes what was measured, in the place of what was measured before. */
    public CompletableFuture<Void> write(Backlog backlog) {
        Map<String, AttributeValue> item = new HashMap<>(backlog.item());
        item.putAll(Items.key(Backlog.key(self)));
        return client.putItem(put -> put.tableName(table).item(item)).thenApply(response -> null);
    }
}
