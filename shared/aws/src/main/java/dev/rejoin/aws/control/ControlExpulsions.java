package dev.rejoin.aws.control;

import dev.rejoin.aws.config.FunctionConfig;
import dev.rejoin.aws.incarnation.Expulsion;
import dev.rejoin.clock.Actor;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import software.amazon.awssdk.services.dynamodb.DynamoDbAsyncClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.KeysAndAttributes;

/**
 * The regions that one region has expelled, in its control table: {@code {pk: "expelled#us-east-1#ap-south-1", upTo: 1, since: <ms>, who:
 * "...", returned: 2}}. That the other is back tells {@code returned}, which {@code rejoin regions restored} writes, or the copy of the
 * other's own item {@code table#ap-south-1}, which comes by replication. Never blocks.
 */
public final class ControlExpulsions {
    private static final String UP_TO = "upTo";
    private static final String SINCE = "since";
    private static final String WHO = "who";
    private static final String RETURNED = "returned";

    /** A control table has a few items a region; a megabyte more than these pages is another table. */
    private static final int MOST_PAGES = 20;

    private final DynamoDbAsyncClient client;
    private final String table;
    private final Actor self;

    /**
     * @param table the control table of that region
     * @param self the region that expels
     */
    public ControlExpulsions(DynamoDbAsyncClient client, String table, Actor self) {
        this.client = client;
        this.table = table;
        this.self = self.region();
    }

    static String key(Actor self, Actor expelled) {
        return prefix(self) + expelled;
    }

    /** What the keys of all that a region has expelled begin with. */
    static String prefix(Actor self) {
        return "expelled#" + self + "#";
    }

    /**
     * What an item says; empty if there is none.
     *
     * @param copy the other region's own item, as far as it is known here
     * @throws IllegalStateException if it cannot be understood: nothing may be guessed
     */
    static Optional<Expulsion> of(Map<String, AttributeValue> item, Map<String, AttributeValue> copy) {
        if (item.isEmpty()) {
            return Optional.empty();
        }
        OptionalLong upTo = Items.number(item, UP_TO);
        if (upTo.isEmpty() || upTo.getAsLong() < 1 || upTo.getAsLong() > Integer.MAX_VALUE) {
            throw new IllegalStateException("an item expelled# of the control table cannot be understood");
        }
        long known = Math.max(Items.number(item, RETURNED).orElse(0), ControlTableRecords.incarnation(copy));
        return Optional.of(new Expulsion(
                (int) upTo.getAsLong(),
                Items.number(item, SINCE).orElse(0),
                Items.text(item, WHO).orElse(""),
                (int) known));
    }

    /** Of these regions those that were ever expelled, strongly consistent. */
    public CompletableFuture<SortedMap<Actor, Expulsion>> of(Collection<Actor> regions) {
        if (regions.isEmpty()) {
            return CompletableFuture.completedFuture(Collections.emptySortedMap());
        }
        List<Map<String, AttributeValue>> keys = new ArrayList<>();
        for (Actor region : regions) {
            keys.add(Items.key(key(self, region)));
            keys.add(Items.key(ControlTableRecords.key(region)));
        }
        KeysAndAttributes wanted =
                KeysAndAttributes.builder().consistentRead(true).keys(keys).build();
        return client.batchGetItem(get -> get.requestItems(Map.of(table, wanted)))
                .thenApply(response -> {
                    if (!response.unprocessedKeys().isEmpty()) {
                        throw new IllegalStateException("the control table is throttled");
                    }
                    return read(regions, response.responses().getOrDefault(table, List.of()));
                });
    }

    private SortedMap<Actor, Expulsion> read(Collection<Actor> regions, Collection<Map<String, AttributeValue>> items) {
        Map<String, Map<String, AttributeValue>> byKey = new HashMap<>();
        items.forEach(item -> Items.text(item, FunctionConfig.CONTROL_KEY).ifPresent(key -> byKey.put(key, item)));
        SortedMap<Actor, Expulsion> found = new TreeMap<>();
        regions.forEach(region -> of(
                        byKey.getOrDefault(key(self, region), Map.of()),
                        byKey.getOrDefault(ControlTableRecords.key(region), Map.of()))
                .ifPresent(expulsion -> found.put(region, expulsion)));
        return found;
    }

    /** All regions that were ever expelled here. Reads the whole table, which is small. */
    public CompletableFuture<SortedMap<Actor, Expulsion>> all() {
        return page(Map.of(), new ArrayList<>(), MOST_PAGES).thenCompose(this::of);
    }

    private CompletableFuture<List<Actor>> page(Map<String, AttributeValue> after, List<Actor> found, int left) {
        return client.scan(scan -> scan.tableName(table)
                        .consistentRead(true)
                        .exclusiveStartKey(after.isEmpty() ? null : after)
                        .projectionExpression("#key")
                        .filterExpression("begins_with(#key, :prefix)")
                        .expressionAttributeNames(Map.of("#key", FunctionConfig.CONTROL_KEY))
                        .expressionAttributeValues(Map.of(":prefix", Items.text(prefix(self)))))
                .thenCompose(page -> {
                    page.items()
                            .forEach(item -> Items.text(item, FunctionConfig.CONTROL_KEY)
                                    .ifPresent(key -> found.add(
                                            new Actor(key.substring(prefix(self).length())))));
                    return !page.hasLastEvaluatedKey() || left <= 1
                            ? CompletableFuture.completedFuture(found)
                            : page(page.lastEvaluatedKey(), found, left - 1);
                });
    }

    /** The highest incarnation of a region that this one has heard of; 0 if it has heard of none. */
    public CompletableFuture<Integer> known(Actor region) {
        return client.getItem(get -> get.tableName(table)
                        .key(Items.key(ControlTableRecords.key(region)))
                        .consistentRead(true))
                .thenApply(answer -> ControlTableRecords.incarnation(answer.item()));
    }

    /**
     * Expels a region, unless it is expelled up to that incarnation or a later one: then the first time stands.
     *
     * @return whether it was not
     */
    public CompletableFuture<Boolean> expel(Actor region, Expulsion expulsion) {
        Map<String, AttributeValue> item = new HashMap<>(Items.key(key(self, region)));
        item.put(UP_TO, Items.number(expulsion.upTo()));
        item.put(SINCE, Items.number(expulsion.sinceMillis()));
        item.put(WHO, Items.text(expulsion.who()));
        return Items.written(client.putItem(put -> put.tableName(table)
                .item(item)
                .conditionExpression("attribute_not_exists(#upTo) OR #upTo < :upTo")
                .expressionAttributeNames(Map.of("#upTo", UP_TO))
                .expressionAttributeValues(Map.of(":upTo", Items.number(expulsion.upTo())))));
    }

    /**
     * Notes that a region is back as that incarnation.
     *
     * @return whether it was expelled
     */
    public CompletableFuture<Boolean> returned(Actor region, int incarnation) {
        return Items.written(client.updateItem(update -> update.tableName(table)
                .key(Items.key(key(self, region)))
                .updateExpression("SET #returned = :incarnation")
                .conditionExpression("attribute_exists(#upTo)")
                .expressionAttributeNames(Map.of("#returned", RETURNED, "#upTo", UP_TO))
                .expressionAttributeValues(Map.of(":incarnation", Items.number(incarnation)))));
    }
}
