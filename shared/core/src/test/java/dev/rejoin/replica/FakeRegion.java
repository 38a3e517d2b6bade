package dev.rejoin.replica;

import static dev.rejoin.version.Versions.AP;
import static dev.rejoin.version.Versions.EU;
import static dev.rejoin.version.Versions.US;

import dev.rejoin.clock.Actor;
import dev.rejoin.item.Attributes;
import dev.rejoin.item.ItemKey;
import dev.rejoin.item.ItemSize;
import dev.rejoin.item.Value;
import dev.rejoin.policy.MergePolicy;
import dev.rejoin.replica.HintQueue.Hint;
import dev.rejoin.version.Home;
import dev.rejoin.version.ShadowRow;
import dev.rejoin.version.Version;
import java.util.ArrayList;
import java.util.Collection;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;

/** One of three regions, with counters n and m, on a fake store. */
final class FakeRegion {
    static final ItemKey KEY = ItemKey.of("pk", "one");
    static final ItemKey OTHER = ItemKey.of("pk", "two");

    final Actor self;
    final FakeStore store = new FakeStore(() -> this.millis);
    final List<Conflict> journal = new ArrayList<>();
    final Hints hints = new Hints();
    final Metrics metrics = new Metrics();
    final List<DeletedItem> bin = new ArrayList<>();
    boolean journalFails;
    boolean predates;
    boolean binFails;
    long millis = 10_000;
    int attempts = 6;
    int sliceSize = ReplicaConfig.MAX_SLICE;
    MergePolicy policy = MergePolicy.counting(List.of("n", "m"));
    int itemLimit = ItemSize.LIMIT;

    private long lastId;
    /** How many of the stream's records the forwarder is done with. */
    int folded;

    FakeRegion(Actor self) {
        this.self = self;
    }

    static Value s(String text) {
        return new Value.S(text);
    }

    static Value n(long number) {
        return Value.N.of(number);
    }

    /** Names and values by turns. */
    static Attributes attributes(Object... namesAndValues) {
        Map<String, Value> values = new TreeMap<>();
        for (int i = 0; i < namesAndValues.length; i += 2) {
            values.put((String) namesAndValues[i], (Value) namesAndValues[i + 1]);
        }
        return Attributes.of(values);
    }

    /** Where the clocks of a region's items are at home. */
    static Home home(Actor region) {
        return new Home(region, "orders");
    }

    Home home() {
        return home(self);
    }

    ReplicaConfig config() {
        Set<Actor> peers = new TreeSet<>(Set.of(EU, US, AP));
        peers.remove(self);
        ReplicaConfig config = new ReplicaConfig(home(), peers, policy, 60_000, 1_000, attempts, sliceSize, itemLimit);
        return predates ? config.withOrigins() : config;
    }

    Replica replica() {
        ConflictJournal keeps = conflicts -> {
            if (journalFails) {
                return CompletableFuture.failedFuture(new IllegalStateException("no journal"));
            }
            journal.addAll(conflicts);
            return CompletableFuture.completedFuture(null);
        };
        DeletedItems bins = deleted -> {
            if (binFails) {
                return CompletableFuture.failedFuture(new IllegalStateException("no bin"));
            }
            bin.add(deleted);
            return CompletableFuture.completedFuture(null);
        };
        return new Replica(config(), store, keeps, bins, metrics, () -> millis, () -> ++lastId);
    }

    OwnWrites own() {
        return new OwnWrites(config(), () -> millis, () -> ++lastId);
    }

    /** A link that applies here. */
    PeerLink link() {
        return shipments -> new Applier(replica()).apply(shipments);
    }

    /** Sends everywhere what was written since the last time; regions that are not named are out of reach. */
    BatchResult forward(FakeRegion... reachable) {
        Map<Actor, PeerLink> links = new HashMap<>();
        config().peers().forEach(peer -> links.put(peer, shipments -> CompletableFuture.failedFuture(new Exception())));
        for (FakeRegion region : reachable) {
            links.put(region.self, region.link());
        }
        return forward(links);
    }

    BatchResult forward(Map<Actor, PeerLink> links) {
        List<StreamRecord> batch = List.copyOf(store.stream.subList(folded, store.stream.size()));
        BatchResult result =
                new Forwarder(replica(), links, hints).process(batch).join();
        folded += result.failures().isEmpty() ? batch.size() : 0;
        return result;
    }

    Outcome apply(Version version) {
        return new Applier(replica())
                .apply(List.of(new Shipment(KEY, version)))
                .join()
                .get(0);
    }

    /** What the key's item shows, null if there is none. */
    Attributes shown() {
        StoredItem item = store.items.get(KEY);
        return item == null ? null : item.attributes();
    }

    /** The clock of the key with the item's values. */
    Version version() {
        ShadowRow shadow = store.rows.getOrDefault(KEY, ShadowRow.NONE);
        StoredItem item = store.items.get(KEY);
        return item == null ? shadow.clock() : KeyState.of(home(), item, shadow).version();
    }

    /** Hints as a set with receipts. */
    static final class Hints implements HintQueue {
        final Map<Actor, Set<ItemKey>> owed = new TreeMap<>();
        final List<Hint> settled = new ArrayList<>();
        final Set<Actor> failing = new HashSet<>();

        @Override
        public CompletableFuture<Void> owe(Actor peer, Collection<ItemKey> keys) {
            if (failing.contains(peer)) {
                return CompletableFuture.failedFuture(new IllegalStateException("no queue"));
            }
            owed.computeIfAbsent(peer, any -> new TreeSet<>()).addAll(keys);
            return CompletableFuture.completedFuture(null);
        }

        @Override
        public CompletableFuture<Void> settle(Hint hint) {
            settled.add(hint);
            return CompletableFuture.completedFuture(null);
        }
    }

    /** Counts. */
    static final class Metrics implements ReplicationMetrics {
        final Map<Event, Long> events = new EnumMap<>(Event.class);
        final List<Conflict> conflicts = new ArrayList<>();
        final List<Outcome> outcomes = new ArrayList<>();
        final Map<Actor, Long> lags = new TreeMap<>();

        @Override
        public void count(Event event, long n) {
            if (n != 0) {
                events.merge(event, n, Long::sum);
            }
        }

        @Override
        public void conflict(Conflict conflict) {
            conflicts.add(conflict);
        }

        @Override
        public void outcome(Outcome outcome) {
            outcomes.add(outcome);
        }

        @Override
        public void lag(Actor source, long millis) {
            lags.put(source, millis);
        }
    }
}
