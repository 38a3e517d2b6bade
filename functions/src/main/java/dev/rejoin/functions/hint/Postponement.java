package dev.rejoin.functions.hint;

import com.amazonaws.services.lambda.runtime.events.SQSEvent.SQSMessage;
import dev.rejoin.functions.Deadline;
import dev.rejoin.functions.log.JsonLog;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeoutException;
import java.util.function.DoubleSupplier;
import java.util.function.Supplier;
import software.amazon.awssdk.services.sqs.SqsAsyncClient;
import software.amazon.awssdk.services.sqs.model.ChangeMessageVisibilityBatchRequestEntry;
import software.amazon.awssdk.services.sqs.model.ChangeMessageVisibilityBatchResponse;

/**
 * Has messages come again later, and later each time: from 2 s, doubling, at most 15 minutes, each by its own half of
 * chance so that not all come at once. If that fails they come when the queue says.
 */
public final class Postponement {
    private static final int MAX_BATCH = 10;
    private static final Duration FIRST = Duration.ofSeconds(2);
    private static final Duration LONGEST = Duration.ofMinutes(15);
    private static final int MOST_DOUBLINGS = 20;

    private final SqsAsyncClient client;
    private final DoubleSupplier chance;
    private final Map<String, String> urls = new ConcurrentHashMap<>();

    /** @param chance from 0 to 1 */
    public Postponement(SqsAsyncClient client, DoubleSupplier chance) {
        this.client = client;
        this.chance = chance;
    }

    void postpone(List<SQSMessage> messages, Deadline deadline, JsonLog log) {
        Map<String, List<SQSMessage>> byQueue = new LinkedHashMap<>();
        messages.forEach(message -> byQueue.computeIfAbsent(
                        String.valueOf(message.getEventSourceArn()), arn -> new ArrayList<>())
                .add(message));
        List<CompletableFuture<ChangeMessageVisibilityBatchResponse>> calls = new ArrayList<>();
        byQueue.forEach((arn, all) -> {
            for (int from = 0; from < all.size(); from += MAX_BATCH) {
                List<SQSMessage> batch = all.subList(from, Math.min(from + MAX_BATCH, all.size()));
                calls.add(started(() -> url(arn).thenCompose(url -> change(url, batch))));
            }
        });
        calls.forEach(call -> await(call, deadline, log));
    }

    /** The URL of a queue: events only tell its name. Asked for once. */
    private CompletableFuture<String> url(String arn) {
        String known = urls.get(arn);
        if (known != null) {
            return CompletableFuture.completedFuture(known);
        }
        String name = arn.substring(arn.lastIndexOf(':') + 1);
        return client.getQueueUrl(get -> get.queueName(name)).thenApply(response -> {
            urls.put(arn, response.queueUrl());
            return response.queueUrl();
        });
    }

    private CompletableFuture<ChangeMessageVisibilityBatchResponse> change(String queue, List<SQSMessage> messages) {
        List<ChangeMessageVisibilityBatchRequestEntry> entries = new ArrayList<>();
        for (SQSMessage message : messages) {
            entries.add(ChangeMessageVisibilityBatchRequestEntry.builder()
                    .id(Integer.toString(entries.size()))
                    .receiptHandle(message.getReceiptHandle())
                    .visibilityTimeout((int) delay(receives(message)).toSeconds())
                    .build());
        }
        return client.changeMessageVisibilityBatch(
                change -> change.queueUrl(queue).entries(entries));
    }

    private static <T> CompletableFuture<T> started(Supplier<CompletableFuture<T>> call) {
        try {
            return call.get();
        } catch (RuntimeException e) {
            return CompletableFuture.failedFuture(e);
        }
    }

    private static int receives(SQSMessage message) {
        Map<String, String> attributes = message.getAttributes();
        String count = attributes == null ? null : attributes.get("ApproximateReceiveCount");
        try {
            return count == null ? 1 : Integer.parseInt(count);
        } catch (NumberFormatException e) {
            return 1;
        }
    }

    /** How long a message that was received so often is not to be seen. */
    Duration delay(int receives) {
        Duration doubled = FIRST.multipliedBy(1L << Math.min(Math.max(receives - 1, 0), MOST_DOUBLINGS));
        Duration wait = doubled.compareTo(LONGEST) < 0 ? doubled : LONGEST;
        long half = wait.toMillis() / 2;
        return Duration.ofMillis(half + Math.round(half * chance.getAsDouble()));
    }

    private static void await(
            CompletableFuture<ChangeMessageVisibilityBatchResponse> call, Deadline deadline, JsonLog log) {
        try {
            int failed = deadline.await(call).failed().size();
            if (failed > 0) {
                log.warn("not postponed", Map.of("messages", failed));
            }
        } catch (ExecutionException | TimeoutException e) {
            log.warn("not postponed", Map.of("error", e.getClass().getSimpleName()));
        }
    }
}
