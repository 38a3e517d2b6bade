package dev.rejoin.cli.demo.scene;

import dev.rejoin.aws.item.AttributeValues;
import dev.rejoin.cli.local.region.LocalRegion;
import dev.rejoin.cli.output.Show;
import dev.rejoin.item.Attributes;
import dev.rejoin.item.Value;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Collectors;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/**
 * An application in one region: it writes its table with the AWS SDK as any application does, and knows nothing of
 * replication.
 */
public final class Application {
    private final LocalRegion region;
    private final DynamoDbClient client;
    private final String table;
    private final Story story;
    private final AtomicLong writes;

    Application(LocalRegion region, Story story, AtomicLong writes) {
        this(region, region.client(), story, writes);
    }

    /** @param client how it reaches its region */
    Application(LocalRegion region, DynamoDbClient client, Story story, AtomicLong writes) {
        this.region = region;
        this.client = client;
        this.table = region.table().name();
        this.story = story;
        this.writes = writes;
    }

    /** Writes an item whole. */
    public void put(String id, Attributes attributes) {
        Map<String, AttributeValue> item = AttributeValues.toSdk(attributes);
        item.putAll(key(id));
        client.putItem(put -> put.tableName(table).item(item));
        tell("PutItem", id, text(attributes));
    }

    /** Changes one attribute. */
    public void set(String id, String attribute, Value value) {
        update(id, "SET #a = :v", attribute, value);
        tell("UpdateItem", id, "SET " + attribute + " = " + Show.value(value));
    }

    /** Adds to a number. */
    public void add(String id, String attribute, long amount) {
        update(id, "ADD #a :v", attribute, Value.N.of(amount));
        tell("UpdateItem", id, "ADD " + attribute + " " + amount);
    }

    /** Changes a number by writing the whole of it, as many applications do. */
    public void subtract(String id, String attribute, long amount) {
        update(id, "SET #a = #a - :v", attribute, Value.N.of(amount));
        tell("UpdateItem", id, "SET " + attribute + " = " + attribute + " - " + amount);
    }

    /** Reads an item, strongly consistent, and tells whether it is there. */
    public boolean has(String id) {
        return client.getItem(get -> get.tableName(table).key(key(id)).consistentRead(true))
                .hasItem();
    }

    /** Adds elements to a set. */
    public void addTo(String id, String attribute, Value elements) {
        update(id, "ADD #a :v", attribute, elements);
        tell("UpdateItem", id, "ADD " + attribute + " " + Show.value(elements));
    }

    /** Takes elements out of a set. */
    public void takeFrom(String id, String attribute, Value elements) {
        update(id, "DELETE #a :v", attribute, elements);
        tell("UpdateItem", id, "DELETE " + attribute + " " + Show.value(elements));
    }

    /** Appends elements to a list. */
    public void append(String id, String attribute, Value elements) {
        update(id, "SET #a = list_append(#a, :v)", attribute, elements);
        tell("UpdateItem", id, "SET " + attribute + " = list_append(" + attribute + ", " + Show.value(elements) + ")");
    }

    /** Deletes an item. */
    public void delete(String id) {
        client.deleteItem(delete -> delete.tableName(table).key(key(id)));
        tell("DeleteItem", id, "");
    }

    private void update(String id, String expression, String attribute, Value value) {
        client.updateItem(update -> update.tableName(table)
                .key(key(id))
                .updateExpression(expression)
                .expressionAttributeNames(Map.of("#a", attribute))
                .expressionAttributeValues(Map.of(":v", AttributeValues.toSdk(value))));
    }

    private Map<String, AttributeValue> key(String id) {
        return Map.of(region.table().partitionKey(), AttributeValue.fromS(id));
    }

    private void tell(String operation, String id, String what) {
        writes.incrementAndGet();
        story.wrote(region.actor(), operation, id, what);
    }

    private static String text(Attributes attributes) {
        return attributes.asMap().entrySet().stream()
                .map(entry -> entry.getKey() + "=" + Show.value(entry.getValue()))
                .collect(Collectors.joining(" "));
    }
}
