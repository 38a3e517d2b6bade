package dev.rejoin.aws.control;

import dev.rejoin.clock.Actor;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.stream.LongStream;
import software.amazon.awssdk.services.dynamodb.DynamoDbAsyncClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.ConditionalCheckFailedException;
import software.amazon.awssdk.services.dynamodb.model.KeysAndAttributes;

/**
 * A region's copy of the table's merge policy, in its control table: the newest is the item {@code policy#eu-west-1}, and every
 * version that it replaced stays as {@code policy#eu-west-1#7}. The control table is replicated, so a region that an operator did not reach has the
 * others' copies; {@link #newest} is what counts.
 */
public final class ControlPolicies {
    /** The most versions that are read at once: they all may be of the longest text, and 16 MB come in an answer. */
    public static final int MOST_AT_ONCE = 50;

    private static final int MOST_TRIES = 10;

    private final DynamoDbAsyncClient client;
    private final String table;
    private final Actor region;

    /**
     * @param table the control table of that region
     * @param region whose copy
     */
    public ControlPolicies(DynamoDbAsyncClient client, String table, Actor region) {
        this.client = client;
        this.table = table;
        this.region = region;
    }

    /** The key of a region's newest. */
    static String key(Actor region) {
        return "policy#" + region;
    }

    private static String key(Actor region, long version) {
        return key(region) + "#" + version;
    }

    /** The newest that was put in this region; {@code NONE} if none was. Strongly consistent. */
    public CompletableFuture<PolicyRecord> read() {
        return client.getItem(
                        get -> get.tableName(table).key(Items.key(key(region))).consistentRead(true))
                .thenApply(response -> PolicyRecord.of(response.item()));
    }

    /** A version that was put in this region; {@code NONE} if it was not. */
    public CompletableFuture<PolicyRecord> read(long version) {
        return batch(client, table, List.of(key(region), key(region, version)))
                .thenApply(found -> found.stream()
                        .filter(record -> record.version() == version)
                        .findFirst()
                        .orElse(PolicyRecord.NONE));
    }

    /**
     * Puts a new version, if the newest is still the one that was read. That one is set aside first, so that no version is lost
     * wherever this breaks off.
     *
     * @param next of a version above that of {@code before}
     * @return false if somebody else put one meanwhile; then nothing is changed
     */
    public CompletableFuture<Boolean> put(PolicyRecord next, PolicyRecord before) {
        if (next.version() <= before.version()) {
            throw new IllegalArgumentException("version " + next.version() + " is not newer than " + before.version());
        }
        CompletableFuture<?> aside = before.isNone()
                ? CompletableFuture.completedFuture(null)
                : client.putItem(put -> put.tableName(table).item(item(key(region, before.version()), before)));
        return aside.thenCompose(done -> client.putItem(put -> put.tableName(table)
                        .item(item(key(region), next))
                        .conditionExpression("attribute_not_exists(#v) AND :before = :none OR #v = :before")
                        .expressionAttributeNames(Map.of("#v", "version"))
                        .expressionAttributeValues(
                                Map.of(":before", Items.number(before.version()), ":none", Items.number(0)))))
                .thenApply(done -> true)
                .exceptionallyCompose(error -> isRefused(error)
                        ? read().thenApply(next::equals)
                        : CompletableFuture.failedFuture(cause(error)));
    }

    private static Map<String, AttributeValue> item(String key, PolicyRecord record) {
        Map<String, AttributeValue> item = new HashMap<>(record.item());
        item.putAll(Items.key(key));
        return item;
    }

    /** Also if the write was ours and its first answer was lost: what stands there tells. */
    private static boolean isRefused(Throwable error) {
        return cause(error) instanceof ConditionalCheckFailedException;
    }

    private static Throwable cause(Throwable error) {
        Throwable cause = error.getCause();
        return error instanceof CompletionException && cause != null ? cause : error;
    }

    /** Versions that were put in this region, newest first; at most {@link #MOST_AT_ONCE}, and those that are not there left out. */
    public CompletableFuture<List<PolicyRecord>> history(long newest, int most) {
        long last = Math.max(1, newest - Math.min(most, MOST_AT_ONCE) + 1);
        List<String> keys = new ArrayList<>(List.of(key(region)));
        LongStream.range(last, newest).forEach(version -> keys.add(key(region, version)));
        return batch(client, table, keys)
                .thenApply(found ->
                        found.stream().sorted(PolicyRecord.NEWER.reversed()).toList());
    }

    /**
     * The newest policy that a control table knows: its own region's, or one that came from another; {@code NONE} if there is none.
     * Strongly consistent.
     *
     * @param regions that the table is replicated between
     */
    public static CompletableFuture<PolicyRecord> newest(
            DynamoDbAsyncClient client, String table, Collection<Actor> regions) {
        List<String> keys = regions.stream().map(ControlPolicies::key).toList();
        return batch(client, table, keys)
                .thenApply(found -> found.stream().max(PolicyRecord.NEWER).orElse(PolicyRecord.NONE));
    }

    private static CompletableFuture<List<PolicyRecord>> batch(
            DynamoDbAsyncClient client, String table, List<String> keys) {
        List<Map<String, AttributeValue>> wanted = keys.stream().map(Items::key).toList();
        return wanted.isEmpty()
                ? CompletableFuture.completedFuture(List.of())
                : batch(client, table, wanted, new ArrayList<>(), MOST_TRIES);
    }

    private static CompletableFuture<List<PolicyRecord>> batch(
            DynamoDbAsyncClient client,
            String table,
            List<Map<String, AttributeValue>> keys,
            List<PolicyRecord> found,
            int left) {
        KeysAndAttributes wanted =
                KeysAndAttributes.builder().consistentRead(true).keys(keys).build();
        return client.batchGetItem(get -> get.requestItems(Map.of(table, wanted)))
                .thenCompose(response -> {
                    response.responses().getOrDefault(table, List.of()).stream()
                            .map(PolicyRecord::of)
                            .filter(record -> !record.isNone())
                            .forEach(found::add);
                    KeysAndAttributes more = response.unprocessedKeys().get(table);
                    if (more == null || !more.hasKeys()) {
                        return CompletableFuture.completedFuture(found);
                    } else if (left <= 1) {
                        return CompletableFuture.failedFuture(
                                new IllegalStateException("the control table is throttled"));
                    }
                    return batch(client, table, more.keys(), found, left - 1);
                });
    }
}
