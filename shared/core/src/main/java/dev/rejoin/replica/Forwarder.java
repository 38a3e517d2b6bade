package dev.rejoin.replica;

import dev.rejoin.clock.Actor;
import dev.rejoin.item.ItemKey;
import dev.rejoin.replica.ReplicationMetrics.Event;
import dev.rejoin.version.ShadowRow;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;

/**
 * Turns stream records into versions and brings them to every peer, or owes them. Order is kept per key; keys and peers do not
 * wait for each other; several changes of one key travel as one version.
 */
public final class Forwarder {
    private final Replica replica;
    private final Map<Actor, PeerLink> links;
    private final HintQueue hints;
    private final Fold fold;
    private final Settle settle;
    private final Reads reads;

    /** @param links the way to each peer */
    public Forwarder(Replica replica, Map<Actor, PeerLink> links, HintQueue hints) {
        if (!links.keySet().equals(replica.config().peers())) {
            throw new IllegalArgumentException(
                    "links must be to exactly the peers " + replica.config().peers());
        }
        this.replica = replica;
        this.links = new TreeMap<>(links);
        this.hints = hints;
        this.fold = new Fold(replica.config(), replica.time());
        this.settle = new Settle(replica);
        this.reads = new Reads(replica.store());
    }

    /**
     * Handles a batch. When the future completes, each record without failure is folded, and its version was taken by each
     * peer or is owed to it; the caller may checkpoint. Never fails: what goes wrong is in the result.
     */
    public CompletableFuture<BatchResult> process(List<StreamRecord> batch) {
        Map<ItemKey, List<StreamRecord>> byKey = new LinkedHashMap<>();
        batch.forEach(record ->
                byKey.computeIfAbsent(record.key(), key -> new ArrayList<>()).add(record));
        List<KeyRun> runs = new ArrayList<>();
        byKey.forEach((key, records) -> runs.add(new KeyRun(replica, fold, settle, key, records)));
        return readAhead(runs)
                .thenCompose(rows -> Futures.all(
                        runs.stream().map(run -> run.run(rows.get(run.key()))).toList()))
                .thenCompose(done -> forward(done, byKey));
    }

    /** The rows that the runs begin with, in as few reads as possible. Where that fails, each run reads its own row. */
    private CompletableFuture<Map<ItemKey, ShadowRow>> readAhead(List<KeyRun> runs) {
        List<ItemKey> keys =
                runs.stream().filter(KeyRun::needsRow).map(KeyRun::key).toList();
        return keys.size() < 2 ? CompletableFuture.completedFuture(Map.of()) : reads.shadows(keys);
    }

    private CompletableFuture<BatchResult> forward(List<KeyRun> runs, Map<ItemKey, List<StreamRecord>> byKey) {
        List<Shipment> shipments = new ArrayList<>();
        Set<ItemKey> owed = new TreeSet<>();
        for (KeyRun run : runs) {
            if (run.isOwed()) {
                owed.add(run.key());
            } else if (!run.version().isEmpty()) {
                shipments.add(new Shipment(run.key(), run.version()));
            }
        }
        List<CompletableFuture<Map<ItemKey, String>>> peers = new ArrayList<>();
        links.forEach((peer, link) -> peers.add(deliver(peer, link, shipments, owed)));
        return Futures.all(peers).thenApply(undelivered -> {
            Map<ItemKey, String> unkept = new HashMap<>();
            undelivered.forEach(unkept::putAll);
            return result(runs, byKey, unkept);
        });
    }

    /** Sends to one peer and owes what it did not take. The result names the keys that could not even be owed. */
    private CompletableFuture<Map<ItemKey, String>> deliver(
            Actor peer, PeerLink link, List<Shipment> shipments, Set<ItemKey> owed) {
        CompletableFuture<Set<ItemKey>> undelivered = shipments.isEmpty()
                ? CompletableFuture.completedFuture(Set.of())
                : Links.send(link, shipments).thenApply(outcomes -> Links.undelivered(shipments, outcomes));
        return undelivered.thenCompose(more -> {
            Set<ItemKey> keys = new TreeSet<>(owed);
            keys.addAll(more);
            return keys.isEmpty() ? CompletableFuture.completedFuture(Map.of()) : owe(peer, keys);
        });
    }

    private CompletableFuture<Map<ItemKey, String>> owe(Actor peer, Set<ItemKey> keys) {
        replica.metrics().count(Event.HINT, keys.size());
        return hints.owe(peer, keys).handle((done, error) -> {
            Map<ItemKey, String> unkept = new HashMap<>();
            if (error != null) {
                keys.forEach(key -> unkept.put(key, "could not owe it to " + peer + ": " + Futures.name(error)));
            }
            return unkept;
        });
    }

    private static BatchResult result(
            List<KeyRun> runs, Map<ItemKey, List<StreamRecord>> byKey, Map<ItemKey, String> unkept) {
        List<BatchResult.Failure> failures = new ArrayList<>();
        for (KeyRun run : runs) {
            String reason = unkept.get(run.key());
            Throwable failure = run.failure();
            if (reason != null) {
                fail(failures, byKey.getOrDefault(run.key(), List.of()), reason);
            } else if (failure != null) {
                fail(failures, run.unhandled(), Futures.name(failure));
            }
        }
        return new BatchResult(failures);
    }

    private static void fail(List<BatchResult.Failure> failures, List<StreamRecord> records, String reason) {
        records.forEach(record -> failures.add(new BatchResult.Failure(record.sequence(), record.key(), reason)));
    }
}
