package dev.rejoin.bench.throughput;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.function.IntFunction;
import java.util.stream.IntStream;
import software.amazon.awssdk.services.dynamodb.DynamoDbAsyncClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/** What applications write: orders of ten attributes, and updates of two of them. */
final class Writes {
    private static final int TEXTS = 7;
    private static final int AT_ONCE = 5_000;

    private Writes() {}

    /** Inserts so many orders. */
    static void insert(BenchTable table, int orders) {
        insert(table, 0, orders);
    }

    /** Inserts the orders from one to another, which is not among them. */
    static void insert(BenchTable table, int first, int end) {
        all(first, end, i -> {
            Map<String, AttributeValue> item = new HashMap<>(BenchTable.key(i));
            item.put("status", AttributeValue.fromS("0"));
            item.put("round", AttributeValue.fromN("0"));
            item.put("stock", AttributeValue.fromN("1000"));
            for (int text = 0; text < TEXTS; text++) {
                item.put("attribute-" + text, AttributeValue.fromS("some text of thirty characters"));
            }
            return table.client()
                    .putItem(put -> put.tableName(table.table().name()).item(item));
        });
    }

    /** Updates every order once: the status is set and one is sold. */
    static void update(BenchTable table, int orders, int round) {
        update(table, 0, orders, round);
    }

    /** Updates the orders from one to another, which is not among them, once. */
    static void update(BenchTable table, int first, int end, int round) {
        all(
                first,
                end,
                i -> table.client()
                        .updateItem(update -> update.tableName(table.table().name())
                                .key(BenchTable.key(i))
                                .updateExpression("SET #s = :s, #r = :r ADD #k :one")
                                .expressionAttributeNames(names())
                                .expressionAttributeValues(values(round))));
    }

    /** As {@link #update}, each on condition that the order is as the round before left it. */
    static void conditionalUpdate(BenchTable table, int orders, int round) {
        conditionalUpdates(table, (round - 1) * orders, round * orders, orders);
    }

    /** Updates from one number to another, which is not among them, of so many orders, round by round. */
    static void conditionalUpdates(BenchTable table, int first, int end, int orders) {
        DynamoDbAsyncClient client = table.client();
        for (int from = first, to; from < end; from = to) {
            // Updates of one order wait for each other.
            to = Math.min(end, (from / orders + 1) * orders);
            int round = from / orders + 1;
            Map<String, AttributeValue> values = new HashMap<>(values(round));
            values.put(":old", AttributeValue.fromN(Integer.toString(round - 1)));
            all(
                    from % orders,
                    to - (round - 1) * orders,
                    i -> client.updateItem(
                            update -> update.tableName(table.table().name())
                                    .key(BenchTable.key(i))
                                    .updateExpression("SET #s = :s, #r = :r ADD #k :one")
                                    .conditionExpression("#r = :old")
                                    .expressionAttributeNames(names())
                                    .expressionAttributeValues(values)));
        }
    }

    private static Map<String, String> names() {
        return Map.of("#s", "status", "#r", "round", "#k", "stock");
    }

    private static Map<String, AttributeValue> values(int round) {
        return Map.of(
                ":s", AttributeValue.fromS(Integer.toString(round)),
                ":r", AttributeValue.fromN(Integer.toString(round)),
                ":one", AttributeValue.fromN("-1"));
    }

    /**
     * All at once, or so many that none waits for its turn longer than a request may take; the client's connections are what limits
     * it, as they limit the forwarder and the applier.
     */
    private static void all(int first, int end, IntFunction<CompletableFuture<?>> write) {
        for (int from = first; from < end; from += AT_ONCE) {
            List<CompletableFuture<?>> writes = IntStream.range(from, Math.min(end, from + AT_ONCE))
                    .<CompletableFuture<?>>mapToObj(write)
                    .toList();
            CompletableFuture.allOf(writes.toArray(new CompletableFuture<?>[0])).join();
        }
    }
}
