package dev.rejoin.aws.backlog;

import dev.rejoin.aws.control.Owed;
import dev.rejoin.clock.Actor;
import dev.rejoin.replica.TimeSource;
import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import software.amazon.awssdk.services.sqs.SqsAsyncClient;
import software.amazon.awssdk.services.sqs.model.QueueAttributeName;

/**
 * What is owed, by the queues' own counts, which are about right: messages that wait, that are being handled, and that nobody
 * tries any more. Their age is CloudWatch's, of the last minutes.
 */
public final class QueueBacklog implements OwedSource {
    private static final List<QueueAttributeName> COUNTS = List.of(
            QueueAttributeName.APPROXIMATE_NUMBER_OF_MESSAGES,
            QueueAttributeName.APPROXIMATE_NUMBER_OF_MESSAGES_NOT_VISIBLE,
            QueueAttributeName.APPROXIMATE_NUMBER_OF_MESSAGES_DELAYED);

    private final SqsAsyncClient sqs;
    private final Gauges gauges;
    private final ItemWeight weight;
    private final Map<Actor, URI> queues;
    private final Map<Actor, URI> dead;
    private final TimeSource time;

    /**
     * @param queues the queue of each peer's hints
     * @param dead the queue of each peer's dead letters
     */
    public QueueBacklog(
            SqsAsyncClient sqs,
            Gauges gauges,
            ItemWeight weight,
            Map<Actor, URI> queues,
            Map<Actor, URI> dead,
            TimeSource time) {
        this.sqs = sqs;
        this.gauges = gauges;
        this.weight = weight;
        this.queues = Map.copyOf(queues);
        this.dead = Map.copyOf(dead);
        this.time = time;
    }

    @Override
    public CompletableFuture<Owed> owed(Actor peer) {
        URI queue = queues.get(peer);
        if (queue == null) {
            return CompletableFuture.failedFuture(new IllegalStateException("no hint queue for " + peer));
        }
        CompletableFuture<Long> waiting = count(queue);
        URI letters = dead.get(peer);
        CompletableFuture<Long> lost = letters == null ? CompletableFuture.completedFuture(0L) : count(letters);
        CompletableFuture<Double> seconds =
                gauges.highest("AWS/SQS", "ApproximateAgeOfOldestMessage", "QueueName", name(queue), time.millis());
        CompletableFuture<Long> mean = weight.bytes();
        return CompletableFuture.allOf(waiting, lost, seconds, mean).thenApply(done -> {
            long keys = waiting.join() + lost.join();
            // A queue that has just become empty still has the age that it had minutes ago.
            long oldest = waiting.join() == 0 ? 0 : Math.round(seconds.join() * 1_000);
            return new Owed(keys, oldest, keys * mean.join(), lost.join());
        });
    }

    private CompletableFuture<Long> count(URI queue) {
        return sqs.getQueueAttributes(get -> get.queueUrl(queue.toString()).attributeNames(COUNTS))
                .thenApply(response -> response.attributes().values().stream()
                        .mapToLong(Long::parseLong)
                        .sum());
    }

    private static String name(URI queue) {
        String path = queue.getPath();
        return path.substring(path.lastIndexOf('/') + 1);
    }
}
