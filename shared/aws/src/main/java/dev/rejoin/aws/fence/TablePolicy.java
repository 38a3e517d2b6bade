package dev.rejoin.aws.fence;

import dev.rejoin.outage.WriteGate;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.services.dynamodb.DynamoDbAsyncClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.ConditionalCheckFailedException;
import software.amazon.awssdk.services.dynamodb.model.DynamoDbException;
import software.amazon.awssdk.services.dynamodb.model.PolicyNotFoundException;
import software.amazon.awssdk.services.dynamodb.model.ScalarAttributeType;
import software.amazon.awssdk.services.dynamodb.model.TableDescription;

/**
 * A table's resource policy as the gate for its applications' writes: one statement of our own among those of the table's owner,
 * changed only from the revision that was read. Policies spread over DynamoDB's machines little by little, and are read the
 * same way; that they work is seen by a probe, which must not be one of the writers.
 *
 * @see <a href="https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_PutResourcePolicy.html">PutResourcePolicy</a>
 */
public final class TablePolicy implements WriteGate {
    /** The key that probes name; no probe ever writes it. */
    public static final String PROBE = "rejoin#probe";

    private static final String NO_POLICY = "NO_POLICY";

    /** AWS says so of a policy that denies; of one that does not allow it says something else, which proves no fence. */
    private static final String DENIED = "explicit deny";

    private final DynamoDbAsyncClient client;
    private final String table;
    private final List<String> writers;
    private final AtomicReference<@Nullable TableDescription> described = new AtomicReference<>();

    /** @param writers ARNs of the roles that may write while it is closed */
    public TablePolicy(DynamoDbAsyncClient client, String table, List<String> writers) {
        if (writers.isEmpty()) {
            throw new IllegalArgumentException("without a writer nothing could be replicated into a closed table");
        }
        this.client = client;
        this.table = table;
        this.writers = List.copyOf(writers);
    }

    /**
     * A policy as it was read.
     *
     * @param document empty text for none
     */
    private record Read(String document, String revision) {
        static final Read NONE = new Read("", NO_POLICY);
    }

    @Override
    public CompletableFuture<Boolean> isToldClosed() {
        return described().thenCompose(this::read).thenApply(read -> isClosed(read.document));
    }

    private static boolean isClosed(String document) {
        return !document.isEmpty() && FencePolicy.isIn(document);
    }

    @Override
    public CompletableFuture<Void> close() {
        return described()
                .thenCompose(known -> read(known)
                        .thenCompose(
                                read -> put(known, FencePolicy.with(read.document, known.tableArn(), writers), read)));
    }

    @Override
    public CompletableFuture<Void> open() {
        return described()
                .thenCompose(known -> read(known).thenCompose(read -> {
                    if (!isClosed(read.document)) {
                        return CompletableFuture.completedFuture(null);
                    }
                    String rest = FencePolicy.without(read.document);
                    return rest.isEmpty() ? delete(known, read) : put(known, rest, read);
                }));
    }

    private CompletableFuture<Read> read(TableDescription known) {
        return client.getResourcePolicy(get -> get.resourceArn(known.tableArn()))
                .handle((response, error) -> {
                    Throwable cause = cause(error);
                    if (cause instanceof PolicyNotFoundException) {
                        return Read.NONE;
                    } else if (cause != null) {
                        throw new CompletionException(cause);
                    }
                    return new Read(response.policy(), response.revisionId());
                });
    }

    private CompletableFuture<Void> put(TableDescription known, String document, Read before) {
        return client.putResourcePolicy(put ->
                        put.resourceArn(known.tableArn()).policy(document).expectedRevisionId(before.revision))
                .thenApply(response -> null);
    }

    private CompletableFuture<Void> delete(TableDescription known, Read before) {
        return client.deleteResourcePolicy(
                        delete -> delete.resourceArn(known.tableArn()).expectedRevisionId(before.revision))
                .thenApply(response -> null);
    }

    /** A delete on the condition that the item is there and is not there. */
    @Override
    public CompletableFuture<Probe> probe() {
        return described().thenCompose(known -> {
            String name = known.keySchema().get(0).attributeName();
            return client.deleteItem(delete -> delete.tableName(table)
                            .key(probeKey(known))
                            .conditionExpression("attribute_exists(#k) AND attribute_not_exists(#k)")
                            .expressionAttributeNames(Map.of("#k", name)))
                    .handle((response, error) -> answer(cause(error)));
        });
    }

    private static Probe answer(@Nullable Throwable cause) {
        if (cause instanceof ConditionalCheckFailedException) {
            return Probe.ACCEPTED;
        } else if (cause instanceof DynamoDbException refused
                && refused.awsErrorDetails() != null
                && "AccessDeniedException".equals(refused.awsErrorDetails().errorCode())
                && String.valueOf(refused.getMessage()).contains(DENIED)) {
            return Probe.REFUSED;
        }
        throw new CompletionException(
                cause == null ? new IllegalStateException("a condition that cannot be met was met") : cause);
    }

    private static Map<String, AttributeValue> probeKey(TableDescription table) {
        Map<String, AttributeValue> key = new HashMap<>();
        table.attributeDefinitions().forEach(attribute -> {
            boolean isKey = table.keySchema().stream()
                    .anyMatch(element -> element.attributeName().equals(attribute.attributeName()));
            if (isKey) {
                key.put(attribute.attributeName(), value(attribute.attributeType()));
            }
        });
        return key;
    }

    private static AttributeValue value(ScalarAttributeType type) {
        return switch (type) {
            case N -> AttributeValue.fromN("0");
            case B -> AttributeValue.fromB(SdkBytes.fromUtf8String(PROBE));
            default -> AttributeValue.fromS(PROBE);
        };
    }

    private CompletableFuture<TableDescription> described() {
        TableDescription known = described.get();
        return known != null
                ? CompletableFuture.completedFuture(known)
                : client.describeTable(describe -> describe.tableName(table)).thenApply(response -> {
                    described.set(response.table());
                    return response.table();
                });
    }

    private static @Nullable Throwable cause(@Nullable Throwable error) {
        return error instanceof CompletionException ? error.getCause() : error;
    }
}
