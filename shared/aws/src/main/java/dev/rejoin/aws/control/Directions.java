package dev.rejoin.aws.control;

import dev.rejoin.aws.config.FunctionConfig;
import dev.rejoin.aws.control.Direction.Note;
import dev.rejoin.clock.Actor;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import software.amazon.awssdk.services.dynamodb.DynamoDbAsyncClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.KeysAndAttributes;

/**
 * The ways out of one region: {@code {pk: "direction#eu-west-1#us-east-1", paused: true, pausedAt: <ms>, pausedBy: "...",
 * pausedWhy: "...", repair: true, repairAt: <ms>, repairBy: "...", repairWhy: "...", expelled: true, ...}}, in that region's control table.
 * Never blocks; a future fails if the table does not answer.
 */
public final class Directions {
    private final DynamoDbAsyncClient client;
    private final String table;
    private final Actor self;

    /**
     * @param table the control table
     * @param self the region that the ways lead out of, and whose control table it is
     */
    public Directions(DynamoDbAsyncClient client, String table, Actor self) {
        this.client = client;
        this.table = table;
        this.self = self;
    }

    /** The ways to these peers, strongly consistent. */
    public CompletableFuture<Map<Actor, Direction>> all(Collection<Actor> peers) {
        if (peers.isEmpty()) {
            return CompletableFuture.completedFuture(Map.of());
        }
        KeysAndAttributes keys = KeysAndAttributes.builder()
                .consistentRead(true)
                .keys(peers.stream()
                        .map(peer -> Items.key(Direction.key(self, peer)))
                        .toList())
                .build();
        return client.batchGetItem(get -> get.requestItems(Map.of(table, keys))).thenApply(response -> {
            if (!response.unprocessedKeys().isEmpty()) {
                throw new IllegalStateException("the control table is throttled");
            }
            return read(peers, response.responses().getOrDefault(table, java.util.List.of()));
        });
    }

    private Map<Actor, Direction> read(Collection<Actor> peers, Collection<Map<String, AttributeValue>> items) {
        Map<String, Map<String, AttributeValue>> byKey = new HashMap<>();
        items.forEach(item -> Items.text(item, FunctionConfig.CONTROL_KEY).ifPresent(key -> byKey.put(key, item)));
        Map<Actor, Direction> directions = new TreeMap<>();
        peers.forEach(peer -> directions.put(
                peer, Direction.of(self, peer, byKey.getOrDefault(Direction.key(self, peer), Map.of()))));
        return directions;
    }

    /** Has nothing more sent to a peer: it is owed instead. Once more changes only who and why. */
    public CompletableFuture<Void> pause(Actor peer, Note note) {
        return set(peer, Direction.PAUSED, true, note);
    }

    /** Has a peer sent everything again, first what it is owed. */
    public CompletableFuture<Void> resume(Actor peer, Note note) {
        return set(peer, Direction.PAUSED, false, note);
    }

    /** Notes whether a peer has expelled this region, by the peer's own word. */
    public CompletableFuture<Void> expelled(Actor peer, boolean expelled, Note note) {
        return set(peer, Direction.EXPELLED, expelled, note);
    }

    /** Marks that a peer may miss what nobody owes it any more. The first mark stays until {@link #repaired}. */
    public CompletableFuture<Boolean> needRepair(Actor peer, Note note) {
        return Items.written(client.updateItem(update -> update.tableName(table)
                .key(Items.key(Direction.key(self, peer)))
                .updateExpression(SET)
                .conditionExpression("attribute_not_exists(#what) OR #what = :not")
                .expressionAttributeNames(names(Direction.REPAIR))
                .expressionAttributeValues(with(values(true, note), ":not", AttributeValue.fromBool(false)))));
    }

    /**
     * Takes the mark away after a repair that ended well.
     *
     * @param begun when the repair began: a mark that was made since stays
     * @param note who repaired, and how it ended
     * @return whether there was such a mark
     */
    public CompletableFuture<Boolean> repaired(Actor peer, long begun, Note note) {
        return Items.written(client.updateItem(update -> update.tableName(table)
                .key(Items.key(Direction.key(self, peer)))
                .updateExpression(SET)
                .conditionExpression("#what = :yes AND #at <= :begun")
                .expressionAttributeNames(names(Direction.REPAIR))
                .expressionAttributeValues(with(
                        with(values(false, note), ":yes", AttributeValue.fromBool(true)),
                        ":begun",
                        Items.number(begun)))));
    }

    private static final String SET = "SET #what = :what, #at = :at, #by = :by, #why = :why";

    private CompletableFuture<Void> set(Actor peer, String what, boolean value, Note note) {
        return client.updateItem(update -> update.tableName(table)
                        .key(Items.key(Direction.key(self, peer)))
                        .updateExpression(SET)
                        .expressionAttributeNames(names(what))
                        .expressionAttributeValues(values(value, note)))
                .thenApply(response -> null);
    }

    private static Map<String, String> names(String what) {
        return Map.of(
                "#what", what, "#at", what + Direction.AT, "#by", what + Direction.BY, "#why", what + Direction.WHY);
    }

    private static Map<String, AttributeValue> values(boolean value, Note note) {
        return Map.of(
                ":what", AttributeValue.fromBool(value),
                ":at", Items.number(note.at()),
                ":by", Items.text(note.who()),
                ":why", Items.text(note.why()));
    }

    private static Map<String, AttributeValue> with(
            Map<String, AttributeValue> values, String name, AttributeValue value) {
        Map<String, AttributeValue> more = new HashMap<>(values);
        more.put(name, value);
        return more;
    }
}
