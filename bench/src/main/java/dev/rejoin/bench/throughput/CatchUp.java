package dev.rejoin.bench.throughput;

import dev.rejoin.aws.store.DynamoDbStore;
import dev.rejoin.clock.Actor;
import dev.rejoin.item.ItemKey;
import dev.rejoin.policy.MergePolicy;
import dev.rejoin.replica.Applier;
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

/** One region's forwarder and courier, another's applier, and a link between them that can be cut. */
final class CatchUp {
    private static final Actor FROM = new Actor("eu-west-1");
    private static final Actor TO = new Actor("us-east-1");

    private final Hints hints = new Hints();
    private final Forwarder forwarder;
    private final Courier courier;
    private volatile boolean cut;

    CatchUp(BenchTable from, BenchTable to) {
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

    /** Hands records to the forwarder, batch after batch. */
    void forward(List<StreamRecord> records, int batchSize) {
        for (int from = 0; from < records.size(); from += batchSize) {
            var result = forwarder
                    .process(records.subList(from, Math.min(from + batchSize, records.size())))
                    .join();
            if (!result.failures().isEmpty()) {
                throw new IllegalStateException(result.failures().get(0).reason());
            }
        }
    }

    int owed() {
        return hints.owed.size();
    }

    /** Brings the peer all that it is owed, batch after batch, as one courier does. */
    void deliver(int batchSize) {
        while (owed() > 0) {
            List<HintQueue.Hint> batch = hints.first(batchSize);
            if (courier.deliver(batch).join().size() == batch.size()) {
                throw new IllegalStateException("nothing of a batch was delivered");
            }
        }
    }

    /** A key is owed once, however often it was written. */
    private static final class Hints implements HintQueue {
        private final Map<ItemKey, Hint> owed = new LinkedHashMap<>();

        synchronized List<Hint> first(int most) {
            return new ArrayList<>(owed.values()).subList(0, Math.min(most, owed.size()));
        }

        @Override
        public synchronized CompletableFuture<Void> owe(Actor peer, Collection<ItemKey> keys) {
            keys.forEach(key -> owed.put(key, new Hint(peer, key, "")));
            return CompletableFuture.completedFuture(null);
        }

        @Override
        public synchronized CompletableFuture<Void> settle(Hint hint) {
            owed.remove(hint.key());
            return CompletableFuture.completedFuture(null);
        }
    }
}
