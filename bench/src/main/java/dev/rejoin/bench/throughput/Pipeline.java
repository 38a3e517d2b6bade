package dev.rejoin.bench.throughput;

import dev.rejoin.aws.store.DynamoDbStore;
import dev.rejoin.bench.cost.CountingStore;
import dev.rejoin.clock.Actor;
import dev.rejoin.item.ItemKey;
import dev.rejoin.policy.MergePolicy;
import dev.rejoin.replica.Applier;
import dev.rejoin.replica.BatchResult;
import dev.rejoin.replica.Forwarder;
import dev.rejoin.replica.HintQueue;
import dev.rejoin.replica.Replica;
import dev.rejoin.replica.ReplicaConfig;
import dev.rejoin.replica.ReplicationMetrics;
import dev.rejoin.replica.StreamRecord;
import dev.rejoin.version.Home;
import java.security.SecureRandom;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicLong;

/** The forwarder of one region and the applier of another, without anything between them. */
final class Pipeline {
    private static final Actor FROM = new Actor("eu-west-1");
    private static final Actor TO = new Actor("us-east-1");

    private final CountingStore here;
    private final CountingStore there;
    private final Forwarder forwarder;
    private final AtomicLong owed = new AtomicLong();

    Pipeline(BenchTable from, BenchTable to) {
        this.here = new CountingStore(new DynamoDbStore(from.client(), from.table()));
        this.there = new CountingStore(new DynamoDbStore(to.client(), to.table()));
        Applier applier = new Applier(replica(TO, FROM, there));
        this.forwarder = new Forwarder(replica(FROM, TO, here), Map.of(TO, applier::apply), new CountedHints());
    }

    private static Replica replica(Actor self, Actor peer, CountingStore store) {
        SecureRandom random = new SecureRandom();
        return new Replica(
                ReplicaConfig.of(new Home(self, "orders"), Set.of(peer), MergePolicy.counting(Set.of("stock"))),
                store,
                conflicts -> CompletableFuture.completedFuture(null),
                ReplicationMetrics.NOOP,
                System::currentTimeMillis,
                random::nextLong);
    }

    /** Handles batches one after the other, as the poller of one shard does. */
    void run(List<StreamRecord> records, int batchSize) {
        for (int from = 0; from < records.size(); from += batchSize) {
            List<StreamRecord> batch = records.subList(from, Math.min(from + batchSize, records.size()));
            BatchResult result = forwarder.process(batch).join();
            if (!result.failures().isEmpty()) {
                throw new IllegalStateException(result.failures().get(0).reason());
            }
        }
    }

    /** Conditional writes so far, in both regions. */
    long writes() {
        CountingStore.Counts a = here.counts();
        CountingStore.Counts b = there.counts();
        return a.itemWrites() + a.shadowWrites() + b.itemWrites() + b.shadowWrites();
    }

    /** Items and shadow rows read so far, in both regions. */
    long reads() {
        CountingStore.Counts a = here.counts();
        CountingStore.Counts b = there.counts();
        return a.itemReads() + a.shadowReads() + b.itemReads() + b.shadowReads();
    }

    /** How many keys could not be delivered at once. */
    long owed() {
        return owed.get();
    }

    private final class CountedHints implements HintQueue {
        @Override
        public CompletableFuture<Void> owe(Actor peer, Collection<ItemKey> keys) {
            owed.addAndGet(keys.size());
            return CompletableFuture.completedFuture(null);
        }

        @Override
        public CompletableFuture<Void> settle(Hint hint) {
            return CompletableFuture.completedFuture(null);
        }
    }
}
