package dev.rejoin.bench.cost;

import dev.rejoin.clock.Actor;
import dev.rejoin.item.ItemKey;
import dev.rejoin.item.Value;
import dev.rejoin.policy.MergePolicy;
import dev.rejoin.replica.Applier;
import dev.rejoin.replica.Courier;
import dev.rejoin.replica.Forwarder;
import dev.rejoin.replica.HintQueue;
import dev.rejoin.replica.PeerLink;
import dev.rejoin.replica.Replica;
import dev.rejoin.replica.ReplicaConfig;
import dev.rejoin.replica.ReplicationMetrics;
import dev.rejoin.replica.StreamRecord;
import dev.rejoin.testkit.store.MemoryStore;
import dev.rejoin.testkit.store.MemoryTable;
import dev.rejoin.version.Home;
import java.util.Collection;
import java.util.LinkedHashSet;
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
        private final Owed owed = new Owed();
        private int read;

        Region(MemoryStore memory, Replica replica, CountingStore store) {
            this.memory = memory;
            this.store = store;
            this.replica = replica;
            this.applier = new Applier(replica);
        }
    }

    QuietCluster(List<Actor> actors, MergePolicy policy) {
        for (Actor self : actors) {
            Set<Actor> peers = new TreeSet<>(actors);
            peers.remove(self);
            MemoryStore memory = new MemoryStore(new MemoryTable(clock::get, 1));
            CountingStore store = new CountingStore(memory);
            Replica replica = new Replica(
                    ReplicaConfig.of(new Home(self, "orders"), peers, policy),
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
            Forwarder forwarder = new Forwarder(region.replica, links(actor), region.owed);
            if (!forwarder.process(batch).join().failures().isEmpty()) {
                throw new IllegalStateException("a record was not handled");
            }
        }
        return batch.size();
    }

    /** Bytes of the clock on a region's item, without the attribute's name; 0 if it has none. */
    int clockBytes(Actor actor, ItemKey key) {
        return region(actor)
                .memory
                .inTable(table -> table.item(key))
                .map(item -> item.clock() instanceof Value.B clock ? clock.length() : 0)
                .orElse(0);
    }

    /** Bytes of a region's shadow row beside its key, without its attribute's name. */
    int shadowBytes(Actor actor, ItemKey key) {
        return region(actor)
                .memory
                .inTable(table -> table.shadow(key))
                .map(row -> row.toBytes().length())
                .orElse(0);
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

    /** Brings peers what a region owes them; returns how much that was. */
    int deliver(Actor actor) {
        Region region = region(actor);
        List<HintQueue.Hint> hints = List.copyOf(region.owed.hints);
        new Courier(region.replica, links(actor), region.owed).deliver(hints).join();
        return hints.size();
    }

    /** What a region owes. */
    private static final class Owed implements HintQueue {
        private final Set<Hint> hints = new LinkedHashSet<>();

        @Override
        public CompletableFuture<Void> owe(Actor peer, Collection<ItemKey> keys) {
            keys.forEach(key -> hints.add(new Hint(peer, key, "")));
            return CompletableFuture.completedFuture(null);
        }

        @Override
        public CompletableFuture<Void> settle(Hint hint) {
            hints.remove(hint);
            return CompletableFuture.completedFuture(null);
        }
    }
}
