package dev.rejoin.bench.throughput;

import dev.rejoin.aws.store.DynamoDbStore;
import dev.rejoin.clock.Actor;
import dev.rejoin.item.ItemKey;
import dev.rejoin.policy.MergePolicy;
import dev.rejoin.replica.Applier;
import dev.rejoin.replica.BatchResult;
import dev.rejoin.replica.Courier;
import dev.rejoin.replica.Forwarder;
import dev.rejoin.replica.HintQueue;
import dev.rejoin.replica.Outcome;
import dev.rejoin.replica.PeerLink;
import dev.rejoin.replica.Replica;
import dev.rejoin.replica.ReplicaConfig;
import dev.rejoin.replica.ReplicationMetrics;
import dev.rejoin.replica.Shipment;
import dev.rejoin.replica.StreamRecord;
import dev.rejoin.version.Home;
import java.io.IOException;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;

/** One region's forwarder and couriers, another's applier, and a link between them that can be cut. */
final class CatchUp {
    private static final Actor FROM = new Actor("eu-west-1");
    private static final Actor TO = new Actor("us-east-1");

    private final Hints hints = new Hints();
    private final Forwarder forwarder;
    private final Courier courier;
    private final int couriers;
    private volatile boolean cut;

    /** @param couriers how many deliver side by side; one courier's code is all they share */
    CatchUp(BenchTable from, BenchTable to, int couriers) {
        this.couriers = couriers;
        Applier applier = new Applier(replica(TO, FROM, to));
        PeerLink link = shipments -> send(applier, shipments);
        Replica here = replica(FROM, TO, from);
        this.forwarder = new Forwarder(here, Map.of(TO, link), hints);
        this.courier = new Courier(here, Map.of(TO, link), hints);
    }

    private CompletableFuture<List<Outcome>> send(Applier applier, List<Shipment> shipments) {
        return cut ? CompletableFuture.failedFuture(new IOException("cut")) : applier.apply(shipments);
    }

    private static Replica replica(Actor self, Actor peer, BenchTable table) {
        SecureRandom random = new SecureRandom();
        return new Replica(
                ReplicaConfig.of(
                        new Home(self, table.table().name()), Set.of(peer), MergePolicy.counting(Set.of("stock"))),
                new DynamoDbStore(table.client(), table.table()),
                conflicts -> CompletableFuture.completedFuture(null),
                ReplicationMetrics.NOOP,
                System::currentTimeMillis,
                random::nextLong);
    }

    void cut(boolean nothingPasses) {
        cut = nothingPasses;
    }

    /** Hands the next so many records of a table to the forwarder, batch after batch. */
    void forward(BenchTable from, int records, int batchSize) {
        for (int done = 0; done < records; done += batchSize) {
            List<StreamRecord> batch = from.records(Math.min(batchSize, records - done));
            BatchResult result = forwarder.process(batch).join();
            if (!result.failures().isEmpty()) {
                throw new IllegalStateException(result.failures().get(0).reason());
            }
        }
    }

    int owed() {
        return hints.size();
    }

    /** Brings the peer so many of the keys that it is owed, batch after batch in each courier. */
    void deliver(int batchSize, int most) {
        AtomicInteger left = new AtomicInteger(most);
        List<CompletableFuture<Void>> all = new ArrayList<>();
        for (int courier = 0; courier < couriers; courier++) {
            all.add(CompletableFuture.runAsync(() -> deliver(batchSize, left)));
        }
        all.forEach(CompletableFuture::join);
    }

    private void deliver(int batchSize, AtomicInteger left) {
        int room = left.getAndAdd(-batchSize);
        while (room > 0) {
            List<HintQueue.Hint> batch = hints.take(Math.min(room, batchSize));
            if (batch.isEmpty()) {
                return;
            }
            Map<HintQueue.Hint, Outcome> kept = courier.deliver(batch).join();
            if (!kept.isEmpty()) {
                throw new IllegalStateException(
                        "not delivered: " + kept.values().iterator().next());
            }
            room = left.getAndAdd(-batchSize);
        }
    }

    /** A key is owed once, however often it was written. What a courier took is out of the others' sight, as in a queue. */
    private static final class Hints implements HintQueue {
        private final Map<ItemKey, Hint> owed = new LinkedHashMap<>();

        synchronized int size() {
            return owed.size();
        }

        synchronized List<Hint> take(int most) {
            List<Hint> taken = owed.values().stream().limit(most).toList();
            taken.forEach(hint -> owed.remove(hint.key()));
            return taken;
        }

        @Override
        public synchronized CompletableFuture<Void> owe(Actor peer, Collection<ItemKey> keys) {
            keys.forEach(key -> owed.put(key, new Hint(peer, key, "")));
            return CompletableFuture.completedFuture(null);
        }

        @Override
        public CompletableFuture<Void> settle(Hint hint) {
            return CompletableFuture.completedFuture(null);
        }
    }
}
