package dev.rejoin.cli.local.function;

import dev.rejoin.aws.metrics.Problem;
import dev.rejoin.aws.policy.PerPolicy;
import dev.rejoin.aws.policy.PolicySource;
import dev.rejoin.aws.policy.UnknownPolicyException;
import dev.rejoin.cli.local.source.StreamFunction;
import dev.rejoin.clock.Actor;
import dev.rejoin.replica.BatchResult;
import dev.rejoin.replica.Forwarder;
import dev.rejoin.replica.HintQueue;
import dev.rejoin.replica.PeerLink;
import dev.rejoin.replica.Replica;
import dev.rejoin.replica.StreamRecord;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.LongConsumer;

/**
 * The forwarder as a function: an instance serves until it is killed or does not answer in time; the next invocation gets a
 * new one.
 */
public final class ForwarderFunction implements StreamFunction {
    private final Replica replica;
    private final PolicySource policies;
    private final Map<Actor, PeerLink> links;
    private final HintQueue hints;
    private final Duration timeout;
    private Instance instance;

    /**
     * @param policies by which each invocation goes, whatever the replica says
     * @param timeout how long an invocation may take
     */
    public ForwarderFunction(
            Replica replica, PolicySource policies, Map<Actor, PeerLink> links, HintQueue hints, Duration timeout) {
        this.replica = replica;
        this.policies = policies;
        this.links = links;
        this.hints = hints;
        this.timeout = timeout;
        this.instance = newInstance();
    }

    private record Instance(Lifeline life, PerPolicy<Forwarder> forwarders) {
        CompletableFuture<BatchResult> process(List<StreamRecord> batch) {
            return forwarders
                    .now()
                    .thenCompose(made -> made.part().process(batch))
                    .exceptionallyCompose(error -> {
                        UnknownPolicyException unknown = Problem.in(error, UnknownPolicyException.class);
                        return unknown == null
                                ? CompletableFuture.failedFuture(error)
                                : CompletableFuture.completedFuture(
                                        failed(batch, String.valueOf(unknown.getMessage())));
                    });
        }

        private static BatchResult failed(List<StreamRecord> batch, String reason) {
            return new BatchResult(batch.stream()
                    .map(record -> new BatchResult.Failure(record.sequence(), record.key(), reason))
                    .toList());
        }
    }

    /** Why an invocation failed: its instance was killed. */
    public static final class KilledException extends RuntimeException {
        KilledException(long operations) {
            super("killed after " + operations + " store operations");
        }
    }

    @Override
    public CompletableFuture<BatchResult> invoke(List<StreamRecord> batch) {
        Instance serving = living();
        CompletableFuture<BatchResult> killed = serving.life.death().thenApply(operations -> {
            throw new KilledException(operations);
        });
        return serving.process(batch)
                .applyToEither(killed, result -> result)
                .orTimeout(timeout.toMillis(), TimeUnit.MILLISECONDS)
                .whenComplete((result, error) -> {
                    if (error != null) {
                        serving.life.end();
                    }
                });
    }

    /**
     * Kills the instance that serves now, when it has done so many more store operations.
     *
     * @param atDeath hears of its death, with the number of operations that the instance began from now on
     */
    public void killAfter(long operations, LongConsumer atDeath) {
        Lifeline life = living().life;
        var unused = life.death().thenAccept(atDeath::accept);
        life.endAfter(operations);
    }

    private synchronized Instance living() {
        if (instance.life.death().isDone()) {
            instance = newInstance();
        }
        return instance;
    }

    private Instance newInstance() {
        Lifeline life = new Lifeline();
        Replica mortal = new Replica(
                replica.config(),
                new MortalStore(replica.store(), life),
                conflicts -> life.call(() -> replica.journal().record(conflicts)),
                deleted -> life.call(() -> replica.bin().keep(deleted)),
                replica.metrics(),
                replica.time(),
                replica.ids());
        Map<Actor, PeerLink> mortalLinks = new TreeMap<>();
        links.forEach((peer, link) -> mortalLinks.put(peer, shipments -> life.call(() -> link.send(shipments))));
        HintQueue mortalHints = new MortalHints(hints, life);
        return new Instance(
                life,
                new PerPolicy<>(
                        policies, policy -> new Forwarder(mortal.withPolicy(policy), mortalLinks, mortalHints)));
    }
}
