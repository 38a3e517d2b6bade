package dev.rejoin.aws.control;

import dev.rejoin.aws.config.FunctionConfig;
import dev.rejoin.clock.Actor;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import software.amazon.awssdk.services.dynamodb.DynamoDbAsyncClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.KeysAndAttributes;

/** Reads all that one region's control table says of a table's regions; five regions have 70 items, which is one request. */
public final class ControlReader {
    private ControlReader() {}

    /** Strongly consistent; fails if that region does not answer. */
    public static CompletableFuture<Standing.Copy> read(
            DynamoDbAsyncClient client, String controlTable, Collection<Actor> regions) {
        List<Map<String, AttributeValue>> keys =
                Standing.keys(regions).stream().map(Items::key).toList();
        KeysAndAttributes wanted =
                KeysAndAttributes.builder().consistentRead(true).keys(keys).build();
        return client.batchGetItem(get -> get.requestItems(Map.of(controlTable, wanted)))
                .thenApply(response -> {
                    if (!response.unprocessedKeys().isEmpty()) {
                        throw new IllegalStateException("the control table is throttled");
                    }
                    Map<String, Map<String, AttributeValue>> items = new HashMap<>();
                    response.responses()
                            .getOrDefault(controlTable, List.of())
                            .forEach(item -> Items.text(item, FunctionConfig.CONTROL_KEY)
                                    .ifPresent(key -> items.put(key, item)));
                    return new Standing.Copy(items);
                });
    }
}
