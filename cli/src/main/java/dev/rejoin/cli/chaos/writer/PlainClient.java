package dev.rejoin.cli.chaos.writer;

import dev.rejoin.cli.chaos.fleet.ChaosTables;
import dev.rejoin.cli.chaos.writer.Ledger.Told;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import software.amazon.awssdk.services.dynamodb.DynamoDbAsyncClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.DynamoDbException;

/** Makes plain writes, each once: what went wrong is told, never tried again. */
final class PlainClient {
    private static final String TABLE = ChaosTables.TABLE.name();
    private static final String KEY = ChaosTables.TABLE.partitionKey();
    private static final int CLIENT_ERROR = 400;
    private static final int SERVER_ERROR = 500;

    private final DynamoDbAsyncClient client;

    /** @param client one that does not repeat requests */
    PlainClient(DynamoDbAsyncClient client) {
        this.client = client;
    }

    /** Makes a write, and says what it was told. */
    Told write(Plain plain) {
        return switch (plain.kind()) {
            case PUT -> put(item(plain));
            case UPDATE -> update(plain);
            case DELETE ->
                told(client.deleteItem(delete -> delete.tableName(TABLE).key(key(plain.id()))));
        };
    }

    /** Puts an item as it is. */
    Told put(Map<String, AttributeValue> item) {
        return told(client.putItem(put -> put.tableName(TABLE).item(item)));
    }

    /** Sets a number, as those do who count by writing the whole of it. */
    Told set(String id, String attribute, long number) {
        return told(client.updateItem(update -> update.tableName(TABLE)
                .key(key(id))
                .updateExpression("SET #a = :v")
                .expressionAttributeNames(Map.of("#a", attribute))
                .expressionAttributeValues(Map.of(":v", AttributeValue.fromN(Long.toString(number))))));
    }

    /** An item with everything on it; empty if there is none, or it cannot be read now. */
    Map<String, AttributeValue> read(String id) {
        try {
            return client.getItem(get -> get.tableName(TABLE).key(key(id)).consistentRead(true))
                    .join()
                    .item();
        } catch (CompletionException e) {
            return Map.of();
        }
    }

    private Told update(Plain plain) {
        Map<String, String> names = new HashMap<>();
        Map<String, AttributeValue> values = new HashMap<>();
        List<String> sets = new ArrayList<>();
        List<String> adds = new ArrayList<>();
        List<String> removes = new ArrayList<>();
        plain.values().forEach((name, value) -> {
            sets.add("#" + name + " = :" + name);
            names.put("#" + name, name);
            values.put(":" + name, AttributeValue.fromS(value));
        });
        plain.additions().forEach((name, amount) -> {
            adds.add("#" + name + " :" + name);
            names.put("#" + name, name);
            values.put(":" + name, AttributeValue.fromN(Long.toString(amount)));
        });
        plain.removals().forEach(name -> {
            removes.add("#" + name);
            names.put("#" + name, name);
        });
        String expression = clause("SET ", sets) + clause("ADD ", adds) + clause("REMOVE ", removes);
        return told(client.updateItem(update -> update.tableName(TABLE)
                .key(key(plain.id()))
                .updateExpression(expression)
                .expressionAttributeNames(names)
                .expressionAttributeValues(values)));
    }

    private static String clause(String word, List<String> parts) {
        return parts.isEmpty() ? "" : word + String.join(", ", parts) + " ";
    }

    private static Map<String, AttributeValue> item(Plain plain) {
        Map<String, AttributeValue> item = new HashMap<>(key(plain.id()));
        plain.values().forEach((name, value) -> item.put(name, AttributeValue.fromS(value)));
        return item;
    }

    static Map<String, AttributeValue> key(String id) {
        return Map.of(KEY, AttributeValue.fromS(id));
    }

    private static Told told(CompletableFuture<?> call) {
        try {
            call.join();
            return Told.ACKNOWLEDGED;
        } catch (CompletionException e) {
            return e.getCause() instanceof DynamoDbException error
                            && error.statusCode() >= CLIENT_ERROR
                            && error.statusCode() < SERVER_ERROR
                    ? Told.REFUSED
                    : Told.UNKNOWN;
        }
    }
}
