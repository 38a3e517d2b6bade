package dev.rejoin.cli.local.function;

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
    private final Map<Actor, PeerLink> links;
    private final HintQueue hints;
    private final Duration timeout;
    private Instance instance;

    /** @param timeout how long an invocation may take */
    public ForwarderFunction(Replica replica, Map<Actor, PeerLink> links, HintQueue hints, Duration timeout) {
        this.replica = replica;
        this.links = links;
        this.hints = hints;
        this.timeout = timeout;
        this.instance = newInstance();
    }

    private record Instance(Lifeline life, Forwarder forwarder) {}

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
        return serving.forwarder
                .process(batch)
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
        return new Instance(life, new Forwarder(mortal, mortalLinks, new MortalHints(hints, life)));
    }
}
