package dev.rejoin.bench.cost;

import dev.rejoin.clock.Actor;
import dev.rejoin.item.ItemKey;
import dev.rejoin.policy.MergePolicy;
import dev.rejoin.replica.Applier;
import dev.rejoin.replica.Forwarder;
import dev.rejoin.replica.HintQueue;
import dev.rejoin.replica.PeerLink;
import dev.rejoin.replica.Replica;
import dev.rejoin.replica.ReplicaConfig;
import dev.rejoin.replica.ReplicationMetrics;
import dev.rejoin.replica.StreamRecord;
import dev.rejoin.testkit.store.MemoryStore;
import dev.rejoin.testkit.store.MemoryTable;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;

/** Regions in memory in which one thing happens at a time, so that each has its own cost. */
final class QuietCluster {
    private final AtomicLong clock = new AtomicLong(1_700_000_000_000L);
    private final AtomicLong ids = new AtomicLong();
    private final Map<Actor, Region> regions = new TreeMap<>();

    private static final class Region {
        private final MemoryStore memory;
        private final CountingStore store;
        private final Applier applier;
        private final Replica replica;
        private int read;

        Region(MemoryStore memory, Replica replica, CountingStore store) {
            this.memory = memory;
            this.store = store;
            this.replica = replica;
            this.applier = new Applier(replica);
        }
    }

    QuietCluster(List<Actor> actors, Set<String> counters) {
        for (Actor self : actors) {
            Set<Actor> peers = new TreeSet<>(actors);
            peers.remove(self);
            MemoryStore memory = new MemoryStore(new MemoryTable(clock::get, 1));
            CountingStore store = new CountingStore(memory);
            Replica replica = new Replica(
                    ReplicaConfig.of(self, peers, MergePolicy.counting(counters)),
                    store,
                    conflicts -> CompletableFuture.completedFuture(null),
                    ReplicationMetrics.NOOP,
                    clock::get,
                    ids::incrementAndGet);
            regions.put(self, new Region(memory, replica, store));
        }
    }

    /** An application writes in a region. */
    void write(Actor region, Consumer<MemoryTable> plainWrite) {
        clock.addAndGet(1_000);
        region(region).memory.inTable(table -> {
            plainWrite.accept(table);
            return true;
        });
    }

    /** Hands one region's new records to its forwarder, which delivers them; returns how many there were. */
    int forward(Actor actor) {
        Region region = region(actor);
        List<StreamRecord> batch = region.memory.inTable(table -> table.records(region.read, Integer.MAX_VALUE));
        region.read += batch.size();
        if (!batch.isEmpty()) {
            Forwarder forwarder = new Forwarder(region.replica, links(actor), new NoHints());
            if (!forwarder.process(batch).join().failures().isEmpty()) {
                throw new IllegalStateException("a record was not handled");
            }
        }
        return batch.size();
    }

    CountingStore.Counts counts(Actor actor) {
        return region(actor).store.counts();
    }

    private Map<Actor, PeerLink> links(Actor from) {
        Map<Actor, PeerLink> links = new TreeMap<>();
        regions.forEach((to, region) -> {
            if (!to.equals(from)) {
                links.put(to, region.applier::apply);
            }
        });
        return links;
    }

    private Region region(Actor actor) {
        Region region = regions.get(actor);
        if (region == null) {
            throw new IllegalArgumentException("no region " + actor);
        }
        return region;
    }

    /** Where nothing is ever owed. */
    private static final class NoHints implements HintQueue {
        @Override
        public CompletableFuture<Void> owe(Actor peer, Collection<ItemKey> keys) {
            throw new IllegalStateException("a quiet cluster owes nothing");
        }

        @Override
        public CompletableFuture<Void> settle(Hint hint) {
            return CompletableFuture.completedFuture(null);
        }
    }
}
