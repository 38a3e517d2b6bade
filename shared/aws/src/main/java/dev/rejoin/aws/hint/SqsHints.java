package dev.rejoin.aws.hint;

import dev.rejoin.aws.config.TableRole;
import dev.rejoin.clock.Actor;
import dev.rejoin.item.ItemKey;
import dev.rejoin.replica.HintQueue;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import software.amazon.awssdk.retries.api.BackoffStrategy;
import software.amazon.awssdk.services.sqs.SqsAsyncClient;
import software.amazon.awssdk.services.sqs.model.BatchResultErrorEntry;
import software.amazon.awssdk.services.sqs.model.SendMessageBatchRequestEntry;
import software.amazon.awssdk.services.sqs.model.SendMessageBatchResponse;

/**
 * Hints of one table in a queue per peer. What a queue does not take at first is sent again a few times, and then fails; so a
 * key may be owed twice, which does no harm. Nothing is to be done to settle a hint: the courier's event source mapping
 * deletes each message that the function did not report.
 */
public final class SqsHints implements HintQueue {
    /** The most messages that one SendMessageBatch takes. */
    private static final int MAX_BATCH = 10;

    private static final int ATTEMPTS = 5;
    private static final BackoffStrategy DELAYS =
            BackoffStrategy.exponentialDelay(Duration.ofMillis(50), Duration.ofSeconds(1));

    private final SqsAsyncClient client;
    private final TableRole table;
    private final Map<Actor, URI> queues;

    /** @param queues the queue of each peer */
    public SqsHints(SqsAsyncClient client, TableRole table, Map<Actor, URI> queues) {
        this.client = client;
        this.table = table;
        this.queues = Map.copyOf(queues);
    }

    @Override
    public CompletableFuture<Void> owe(Actor peer, Collection<ItemKey> keys) {
        URI queue = queues.get(peer);
        if (queue == null) {
            return CompletableFuture.failedFuture(new IllegalStateException("no hint queue for " + peer));
        }
        List<ItemKey> all = List.copyOf(keys);
        List<CompletableFuture<Void>> batches = new ArrayList<>();
        for (int from = 0; from < all.size(); from += MAX_BATCH) {
            List<ItemKey> batch = all.subList(from, Math.min(from + MAX_BATCH, all.size()));
            batches.add(send(queue, entries(peer, batch), 1));
        }
        return CompletableFuture.allOf(batches.toArray(new CompletableFuture<?>[0]));
    }

    @Override
    public CompletableFuture<Void> settle(Hint hint) {
        return CompletableFuture.completedFuture(null);
    }

    private List<SendMessageBatchRequestEntry> entries(Actor peer, List<ItemKey> keys) {
        List<SendMessageBatchRequestEntry> entries = new ArrayList<>();
        for (ItemKey key : keys) {
            entries.add(SendMessageBatchRequestEntry.builder()
                    .id(Integer.toString(entries.size()))
                    .messageBody(new HintMessage(peer, table, key).body())
                    .build());
        }
        return entries;
    }

    private CompletableFuture<Void> send(URI queue, List<SendMessageBatchRequestEntry> entries, int attempt) {
        return started(queue, entries).thenCompose(response -> {
            List<SendMessageBatchRequestEntry> left = left(entries, response);
            if (left.isEmpty()) {
                return CompletableFuture.completedFuture(null);
            } else if (attempt >= ATTEMPTS) {
                return CompletableFuture.failedFuture(new IllegalStateException(
                        "the hint queue did not take " + left.size() + " messages: " + codes(response)));
            }
            return later(attempt).thenCompose(waited -> send(queue, left, attempt + 1));
        });
    }

    private CompletableFuture<SendMessageBatchResponse> started(URI queue, List<SendMessageBatchRequestEntry> entries) {
        try {
            return client.sendMessageBatch(
                    batch -> batch.queueUrl(queue.toString()).entries(entries));
        } catch (RuntimeException e) {
            return CompletableFuture.failedFuture(e);
        }
    }

    /** All that the answer does not say was taken. */
    private static List<SendMessageBatchRequestEntry> left(
            List<SendMessageBatchRequestEntry> entries, SendMessageBatchResponse response) {
        List<String> taken =
                response.successful().stream().map(entry -> entry.id()).toList();
        return entries.stream().filter(entry -> !taken.contains(entry.id())).toList();
    }

    private static List<String> codes(SendMessageBatchResponse response) {
        return response.failed().stream()
                .map(BatchResultErrorEntry::code)
                .distinct()
                .toList();
    }

    private static CompletableFuture<Void> later(int attempt) {
        Executor executor =
                CompletableFuture.delayedExecutor(DELAYS.computeDelay(attempt).toMillis(), TimeUnit.MILLISECONDS);
        return CompletableFuture.runAsync(() -> {}, executor);
    }
}
