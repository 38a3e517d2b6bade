package dev.rejoin.aws.control;

import dev.rejoin.clock.Actor;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import software.amazon.awssdk.services.dynamodb.DynamoDbAsyncClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/**
 * How the runs of {@code rejoin tombstones} ended, in a region's control table: {@code {pk: "tombstones#eu-west-1", first: <ms>, at:
 * <ms>, complete: <ms>, heldBy: "..."}}. Each region has its own, so that two control tables never have one item to merge.
 */
public final class TombstoneRuns {
    private final DynamoDbAsyncClient client;
    private final String table;
    private final Actor region;

    /**
     * @param table the control table of that region
     * @param region whose
     */
    public TombstoneRuns(DynamoDbAsyncClient client, String table, Actor region) {
        this.client = client;
        this.table = table;
        this.region = region;
    }

    /** Nothing if no run ever ended. Eventually consistent: it is read each minute, and tells of days. */
    public CompletableFuture<Optional<TombstoneRun>> last() {
        return client.getItem(get -> get.tableName(table).key(Items.key(TombstoneRun.key(region))))
                .thenApply(response -> TombstoneRun.of(response.item()));
    }

    /**
     * Notes that a run ended. When the first ended, and when one was complete, stays.
     *
     * @param now milliseconds since 1970
     * @param heldBy what held tombstones back, in words; empty if the run was complete
     */
    public CompletableFuture<Void> ended(long now, Optional<String> heldBy) {
        Map<String, AttributeValue> values = new HashMap<>(Map.of(":at", Items.number(now)));
        heldBy.ifPresent(words -> values.put(":heldBy", Items.text(words)));
        Map<String, String> names = new HashMap<>(
                Map.of("#first", TombstoneRun.FIRST, "#at", TombstoneRun.AT, "#heldBy", TombstoneRun.HELD_BY));
        if (heldBy.isEmpty()) {
            names.put("#complete", TombstoneRun.COMPLETE);
        }
        return client.updateItem(update -> update.tableName(table)
                        .key(Items.key(TombstoneRun.key(region)))
                        .updateExpression("SET #first = if_not_exists(#first, :at), #at = :at, "
                                + (heldBy.isEmpty() ? "#complete = :at REMOVE #heldBy" : "#heldBy = :heldBy"))
                        .expressionAttributeNames(names)
                        .expressionAttributeValues(values))
                .thenApply(response -> null);
    }
}
