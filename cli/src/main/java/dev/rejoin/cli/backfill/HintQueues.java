package dev.rejoin.cli.backfill;

import dev.rejoin.aws.config.TableRole;
import dev.rejoin.aws.hint.SqsHints;
import dev.rejoin.cli.UnavailableException;
import dev.rejoin.cli.operate.AccessProblem;
import dev.rejoin.clock.Actor;
import dev.rejoin.replica.HintQueue;
import java.net.URI;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.CompletionException;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.sqs.SqsAsyncClient;

/** Finds the queues of what a region owes its peers, named as {@code template.yaml} names them. */
final class HintQueues {
    private HintQueues() {}

    /**
     * The queues of a region.
     *
     * @param name the stack's {@code Name}
     * @throws UnavailableException if there is no such queue
     */
    static HintQueue find(SqsAsyncClient client, Actor region, String name, Set<Actor> peers) {
        Map<Actor, URI> queues = new TreeMap<>();
        for (Actor peer : peers) {
            String queue = "rejoin-" + name + "-hints-" + peer;
            try {
                queues.put(
                        peer,
                        URI.create(client.getQueueUrl(get -> get.queueName(queue))
                                .join()
                                .queueUrl()));
            } catch (CompletionException e) {
                throw new UnavailableException(missing(queue, region, e), e);
            }
        }
        return new SqsHints(client, TableRole.DATA, queues);
    }

    private static String missing(String queue, Actor region, CompletionException e) {
        String why = e.getCause() instanceof SdkException problem ? AccessProblem.words(problem) : e.toString();
        return "queue " + queue + " in " + region + ": " + why
                + ". The queue's name has the stack's Name: give it with --name if it is not the table's name";
    }
}
