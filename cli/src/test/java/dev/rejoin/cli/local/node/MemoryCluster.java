package dev.rejoin.cli.local.node;

import dev.rejoin.aws.policy.PolicySource;
import dev.rejoin.cli.local.link.LinkSwitch;
import dev.rejoin.cli.local.link.Switchboard;
import dev.rejoin.cli.local.source.EventSource;
import dev.rejoin.cli.local.source.MappingConfig;
import dev.rejoin.cli.local.source.MappingListener;
import dev.rejoin.cli.local.source.MappingPace;
import dev.rejoin.cli.local.watch.Activity;
import dev.rejoin.cli.local.watch.MetricSink;
import dev.rejoin.clock.Actor;
import dev.rejoin.policy.MergePolicy;
import dev.rejoin.replica.DeletedItems;
import dev.rejoin.replica.ReplicaConfig;
import dev.rejoin.replica.StreamRecord;
import dev.rejoin.testkit.store.MemoryStore;
import dev.rejoin.testkit.store.MemoryTable;
import dev.rejoin.version.Home;
import dev.rejoin.version.SequenceNumber;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Collectors;

/** Regions in memory, with everything but DynamoDB: what the senders and receivers do among themselves. */
final class MemoryCluster implements AutoCloseable {
    private static final MergePolicy POLICY = MergePolicy.counting(Set.of("stock"));

    final Activity activity = new Activity();
    final Switchboard links = new Switchboard();
    final Map<Actor, MemoryStore> stores = new TreeMap<>();
    final Map<Actor, Receiver> receivers = new TreeMap<>();
    final Map<Actor, Sender> senders = new TreeMap<>();

    MemoryCluster(MappingConfig mapping, Actor... regions) {
        Set<Actor> all = new TreeSet<>(List.of(regions));
        LagBook lags = new LagBook();
        for (Actor self : all) {
            Set<Actor> peers = all.stream().filter(peer -> !peer.equals(self)).collect(Collectors.toSet());
            MemoryStore store = new MemoryStore(new MemoryTable(System::currentTimeMillis, 1));
            stores.put(self, store);
            receivers.put(
                    self,
                    new Receiver(
                            ReplicaConfig.of(new Home(self, "orders"), peers, POLICY),
                            waits -> PolicySource.always(POLICY),
                            store,
                            conflicts -> CompletableFuture.completedFuture(null),
                            DeletedItems.NONE,
                            lags,
                            MetricSink.NONE));
        }
        receivers.forEach((to, receiver) -> receiver.replica()
                .config()
                .peers()
                .forEach(from -> links.connect(
                        from, to, new LinkSwitch(receiver.inbound(), (shipments, outcomes) -> activity.changed()))));
        receivers.forEach((self, receiver) -> senders.put(
                self,
                new Sender(
                        receiver.replica(),
                        receiver.metrics(),
                        links.from(self),
                        new MemorySource(stores.get(self)),
                        new Sender.Setup(
                                receiver.policies(),
                                mapping,
                                MappingPace.BRISK,
                                Duration.ofSeconds(5),
                                Duration.ofMillis(5),
                                Duration.ofMillis(20),
                                Sender.Kept.nothing(),
                                failure -> {},
                                new Ticker()),
                        activity)));
        senders.values().forEach(Sender::start);
    }

    /** Waits until nothing is read, pending or owed any more. */
    boolean awaitQuiet() throws InterruptedException {
        long deadline = System.nanoTime() + Duration.ofSeconds(10).toNanos();
        while (System.nanoTime() - deadline < 0) {
            long before = activity.changes();
            long since = System.nanoTime();
            boolean done = activity.await(
                    () -> senders.values().stream().allMatch(sender -> isDone(sender, since)), Duration.ofSeconds(10));
            if (done && activity.changes() == before) {
                return true;
            }
        }
        return false;
    }

    private boolean isDone(Sender sender, long since) {
        boolean owes = senders.keySet().stream().anyMatch(peer -> sender.hints().size(peer) > 0);
        return !owes && sender.poller().isDoneSince(since);
    }

    @Override
    public void close() {
        senders.values().forEach(Sender::close);
    }

    private final class Ticker implements MappingListener {
        @Override
        public void read(String shard, List<StreamRecord> records) {
            if (records.isEmpty()) {
                activity.looked();
            } else {
                activity.changed();
            }
        }

        @Override
        public void settled(String shard, int records) {
            activity.changed();
        }

        @Override
        public void progressed() {
            activity.looked();
        }
    }

    private record MemorySource(MemoryStore store) implements EventSource {
        @Override
        public List<Shard> shards() {
            return List.of(new Shard("only", null));
        }

        @Override
        public String iterator(String shard, SequenceNumber after) {
            return "0";
        }

        @Override
        public Page read(String iterator, int limit) {
            int from = Integer.parseInt(iterator);
            List<StreamRecord> records = store.inTable(table -> table.records(from, limit));
            return new Page(records, Integer.toString(from + records.size()));
        }
    }
}
