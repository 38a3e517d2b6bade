package dev.rejoin.cli.operate;

import dev.rejoin.clock.Actor;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import software.amazon.awssdk.services.dynamodb.DynamoDbAsyncClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.ScanResponse;

/** The regions that a table's control table knows: each wrote a heartbeat once. */
final class KnownRegions {
    private static final String KEY = "pk";
    private static final String HEARTBEAT = "heartbeat#";

    /** A control table has a few items a region; a megabyte more than these pages is another table. */
    private static final int MOST_PAGES = 20;

    private final DynamoDbAsyncClient client;
    private final String controlTable;

    KnownRegions(DynamoDbAsyncClient client, String controlTable) {
        this.client = client;
        this.controlTable = controlTable;
    }

    /** In alphabetical order. */
    CompletableFuture<List<Actor>> find() {
        return page(Map.of(), new TreeSet<>(), MOST_PAGES).thenApply(List::copyOf);
    }

    private CompletableFuture<Set<Actor>> page(Map<String, AttributeValue> after, Set<Actor> found, int left) {
        return client.scan(scan -> scan.tableName(controlTable)
                        .consistentRead(true)
                        .exclusiveStartKey(after.isEmpty() ? null : after)
                        .projectionExpression(KEY)
                        .filterExpression("begins_with(" + KEY + ", :heartbeat)")
                        .expressionAttributeValues(Map.of(":heartbeat", AttributeValue.fromS(HEARTBEAT))))
                .thenCompose(page -> {
                    found.addAll(actors(page));
                    return !page.hasLastEvaluatedKey() || left <= 1
                            ? CompletableFuture.completedFuture(found)
                            : page(page.lastEvaluatedKey(), found, left - 1);
                });
    }

    private static List<Actor> actors(ScanResponse page) {
        List<Actor> actors = new ArrayList<>();
        for (Map<String, AttributeValue> item : page.items()) {
            AttributeValue key = item.get(KEY);
            if (key != null && key.s() != null) {
                actors.add(new Actor(key.s().substring(HEARTBEAT.length())));
            }
        }
        return actors;
    }
}
