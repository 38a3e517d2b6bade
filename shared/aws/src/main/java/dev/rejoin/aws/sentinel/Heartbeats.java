package dev.rejoin.aws.sentinel;

import dev.rejoin.clock.Actor;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;
import software.amazon.awssdk.services.dynamodb.DynamoDbAsyncClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.ReturnValue;

/**
 * The heartbeats in the control table, which is replicated like any other. Each region writes its own item only:
 * {@code {pk: "heartbeat#eu-west-1", at: <ms>, before: <ms>, n: <how many>, "first#us-east-1": <ms>}}; {@code before} is when
 * the one before was written, {@code first#} since when it looks for that peer's heartbeats.
 */
public final class Heartbeats {
    private static final String KEY = "pk";
    private static final String AT = "at";
    private static final String BEFORE = "before";
    private static final String COUNT = "n";
    private static final String FIRST = "first#";

    private final DynamoDbAsyncClient client;
    private final String table;
    private final Actor self;

    /** @param table the control table */
    public Heartbeats(DynamoDbAsyncClient client, String table, Actor self) {
        this.client = client;
        this.table = table;
        this.self = self;
    }

    /**
     * Writes this region's heartbeat, in one plain update.
     *
     * @return since when it looks for each peer's
     */
    public CompletableFuture<Map<Actor, Long>> beat(long now, Collection<Actor> peers) {
        Map<String, String> names = new HashMap<>(Map.of("#at", AT, "#before", BEFORE, "#n", COUNT));
        List<String> sets = new ArrayList<>(
                List.of("#before = if_not_exists(#at, :at)", "#at = :at", "#n = if_not_exists(#n, :none) + :one"));
        for (Actor peer : peers) {
            String alias = "#f" + sets.size();
            names.put(alias, FIRST + peer);
            sets.add(alias + " = if_not_exists(" + alias + ", :at)");
        }
        Map<String, AttributeValue> values = Map.of(":at", number(now), ":none", number(0), ":one", number(1));
        return client.updateItem(update -> update.tableName(table)
                        .key(key(self))
                        .updateExpression("SET " + String.join(", ", sets))
                        .expressionAttributeNames(names)
                        .expressionAttributeValues(values)
                        .returnValues(ReturnValue.ALL_NEW))
                .thenApply(response -> {
                    Map<Actor, Long> since = new HashMap<>();
                    peers.forEach(peer ->
                            millis(response.attributes(), FIRST + peer).ifPresent(first -> since.put(peer, first)));
                    return since;
                });
    }

    /** When that peer wrote its newest heartbeat that arrived here; empty if none did. */
    public CompletableFuture<OptionalLong> last(Actor peer) {
        return client.getItem(get -> get.tableName(table).key(key(peer)).consistentRead(true))
                .thenApply(response -> millis(response.item(), AT));
    }

    /** When this region wrote the heartbeat before its newest; empty if it wrote none. */
    public CompletableFuture<OptionalLong> beforeLast() {
        return client.getItem(get -> get.tableName(table).key(key(self)).consistentRead(true))
                .thenApply(response -> millis(response.item(), BEFORE));
    }

    /** The key of a region's heartbeat, in the only attribute of the control table's key. */
    public static String keyOf(Actor actor) {
        return "heartbeat#" + actor;
    }

    private static Map<String, AttributeValue> key(Actor actor) {
        return Map.of(KEY, AttributeValue.fromS(keyOf(actor)));
    }

    private static OptionalLong millis(Map<String, AttributeValue> item, String attribute) {
        AttributeValue value = item.get(attribute);
        if (value == null || value.n() == null) {
            return OptionalLong.empty();
        }
        return OptionalLong.of(Long.parseLong(value.n()));
    }

    private static AttributeValue number(long number) {
        return AttributeValue.fromN(Long.toString(number));
    }
}
