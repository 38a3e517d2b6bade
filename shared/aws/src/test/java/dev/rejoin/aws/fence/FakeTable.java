package dev.rejoin.aws.fence;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.awscore.exception.AwsErrorDetails;
import software.amazon.awssdk.services.dynamodb.DynamoDbAsyncClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeDefinition;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.ConditionalCheckFailedException;
import software.amazon.awssdk.services.dynamodb.model.DeleteItemRequest;
import software.amazon.awssdk.services.dynamodb.model.DeleteItemResponse;
import software.amazon.awssdk.services.dynamodb.model.DeleteResourcePolicyRequest;
import software.amazon.awssdk.services.dynamodb.model.DeleteResourcePolicyResponse;
import software.amazon.awssdk.services.dynamodb.model.DescribeTableRequest;
import software.amazon.awssdk.services.dynamodb.model.DescribeTableResponse;
import software.amazon.awssdk.services.dynamodb.model.DynamoDbException;
import software.amazon.awssdk.services.dynamodb.model.GetResourcePolicyRequest;
import software.amazon.awssdk.services.dynamodb.model.GetResourcePolicyResponse;
import software.amazon.awssdk.services.dynamodb.model.KeySchemaElement;
import software.amazon.awssdk.services.dynamodb.model.KeyType;
import software.amazon.awssdk.services.dynamodb.model.PolicyNotFoundException;
import software.amazon.awssdk.services.dynamodb.model.PutResourcePolicyRequest;
import software.amazon.awssdk.services.dynamodb.model.PutResourcePolicyResponse;
import software.amazon.awssdk.services.dynamodb.model.ScalarAttributeType;

/**
 * A table whose policy is kept as DynamoDB keeps it: changed only from the revision that is named, read late, and at work late.
 */
final class FakeTable implements DynamoDbAsyncClient {
    static final String ARN = "arn:aws:dynamodb:eu-west-1:111122223333:table/orders";
    static final long LATE_MILLIS = 3_000;

    final List<AttributeValue> probes = new ArrayList<>();
    private final List<Kept> history = new ArrayList<>();
    private final LongSupplier clock;

    @Nullable
    String denial = "User is not authorized to perform: dynamodb:DeleteItem on resource: " + ARN
            + " with an explicit deny in a resource-based policy";

    /** A policy since a time; null for none. */
    private record Kept(long at, @Nullable String document, String revision) {}

    FakeTable(LongSupplier clock, @Nullable String policy) {
        this.clock = clock;
        history.add(new Kept(Long.MIN_VALUE, policy, policy == null ? "NO_POLICY" : "r0"));
    }

    /** The policy that was put last. */
    @Nullable
    String policy() {
        return last().document;
    }

    private Kept last() {
        return history.get(history.size() - 1);
    }

    /** As it shows by now. */
    private Kept seen() {
        Kept seen = history.get(0);
        for (Kept kept : history) {
            seen = kept.at + LATE_MILLIS <= clock.getAsLong() || kept.at == Long.MIN_VALUE ? kept : seen;
        }
        return seen;
    }

    @Override
    public CompletableFuture<DescribeTableResponse> describeTable(DescribeTableRequest request) {
        return CompletableFuture.completedFuture(DescribeTableResponse.builder()
                .table(table -> table.tableArn(ARN)
                        .keySchema(key("customer", KeyType.HASH), key("number", KeyType.RANGE))
                        .attributeDefinitions(
                                attribute("customer", ScalarAttributeType.S),
                                attribute("number", ScalarAttributeType.N),
                                attribute("indexed", ScalarAttributeType.S)))
                .build());
    }

    private static KeySchemaElement key(String name, KeyType type) {
        return KeySchemaElement.builder().attributeName(name).keyType(type).build();
    }

    private static AttributeDefinition attribute(String name, ScalarAttributeType type) {
        return AttributeDefinition.builder()
                .attributeName(name)
                .attributeType(type)
                .build();
    }

    @Override
    public CompletableFuture<GetResourcePolicyResponse> getResourcePolicy(GetResourcePolicyRequest request) {
        Kept seen = seen();
        return seen.document == null
                ? CompletableFuture.failedFuture(
                        PolicyNotFoundException.builder().build())
                : CompletableFuture.completedFuture(GetResourcePolicyResponse.builder()
                        .policy(seen.document)
                        .revisionId(seen.revision)
                        .build());
    }

    @Override
    public CompletableFuture<PutResourcePolicyResponse> putResourcePolicy(PutResourcePolicyRequest request) {
        return change(request.expectedRevisionId(), request.policy())
                .thenApply(done -> PutResourcePolicyResponse.builder().build());
    }

    @Override
    public CompletableFuture<DeleteResourcePolicyResponse> deleteResourcePolicy(DeleteResourcePolicyRequest request) {
        return change(request.expectedRevisionId(), null)
                .thenApply(done -> DeleteResourcePolicyResponse.builder().build());
    }

    private CompletableFuture<Void> change(String expected, @Nullable String document) {
        if (!last().revision.equals(expected)) {
            return CompletableFuture.failedFuture(
                    PolicyNotFoundException.builder().build());
        }
        history.add(new Kept(clock.getAsLong(), document, document == null ? "NO_POLICY" : "r" + history.size()));
        return CompletableFuture.completedFuture(null);
    }

    @Override
    public CompletableFuture<DeleteItemResponse> deleteItem(DeleteItemRequest request) {
        probes.addAll(request.key().values());
        String document = seen().document;
        if (denial != null && document != null && document.contains("RejoinFence")) {
            return CompletableFuture.failedFuture(denied(denial));
        }
        return CompletableFuture.failedFuture(
                ConditionalCheckFailedException.builder().build());
    }

    static Exception denied(String message) {
        return DynamoDbException.builder()
                .message(message)
                .awsErrorDetails(AwsErrorDetails.builder()
                        .errorCode("AccessDeniedException")
                        .errorMessage(message)
                        .build())
                .build();
    }

    @Override
    public String serviceName() {
        return "dynamodb";
    }

    @Override
    public void close() {
        // Nothing is open.
    }
}
