package dev.rejoin.cli.local.region;

import dev.rejoin.cli.local.link.LinkSwitch;
import dev.rejoin.cli.local.link.Switchboard;
import dev.rejoin.cli.local.node.LagBook;
import dev.rejoin.cli.local.node.LocalJournal;
import dev.rejoin.cli.local.node.Sender;
import dev.rejoin.cli.local.source.EventSourcePoller.Hold;
import dev.rejoin.cli.local.source.FailureFolder;
import dev.rejoin.cli.local.source.MappingListener;
import dev.rejoin.cli.local.watch.Activity;
import dev.rejoin.cli.local.watch.MetricSink;
import dev.rejoin.clock.Actor;
import dev.rejoin.replica.Conflict;
import dev.rejoin.replica.ReplicaConfig;
import dev.rejoin.replica.StreamRecord;
import dev.rejoin.version.Home;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.concurrent.CopyOnWriteArrayList;

/** Regions on one DynamoDB Local, all connected with each other. */
public final class LocalCluster implements AutoCloseable {
    /** A moment that every clock in the cluster can tell from the one before. */
    private static final Duration MOMENT = Duration.ofMillis(2);

    private final ClusterSetup setup;
    private final MetricSink sink;
    private final LocalClients clients;
    private final Activity activity = new Activity();
    private final Switchboard links = new Switchboard();
    private final LagBook lags = new LagBook();
    private final Map<Actor, LocalRegion> regions = new LinkedHashMap<>();
    private final List<FailureFolder> failures = new ArrayList<>();
    private final List<PoisonFolder> poison = new ArrayList<>();
    private final List<ArrivalListener> listeners = new CopyOnWriteArrayList<>();
    private final Troubles troubles = new Troubles();
    private final Quiet quiet;

    private LocalCluster(URI endpoint, ClusterSetup setup, MetricSink sink) {
        this.setup = setup;
        this.sink = sink;
        this.clients = new LocalClients(endpoint);
        this.quiet = new Quiet(activity, links, regions);
    }

    /** Creates the tables of every region, and begins to replicate. */
    public static LocalCluster start(URI endpoint, ClusterSetup setup) {
        return start(endpoint, setup, MetricSink.NONE);
    }

    /**
     * Creates the tables of every region, and begins to replicate.
     *
     * @param sink hears of all that is measured
     */
    public static LocalCluster start(URI endpoint, ClusterSetup setup, MetricSink sink) {
        LocalCluster cluster = new LocalCluster(endpoint, setup, sink);
        try {
            cluster.open();
            return cluster;
        } catch (RuntimeException e) {
            cluster.close();
            throw e;
        }
    }

    private void open() {
        for (Actor self : setup.regions()) {
            regions.put(self, LocalRegion.create(setup.table(), config(self), clients, lags, sink));
        }
        for (Actor from : setup.regions()) {
            for (Actor to : config(from).peers()) {
                links.connect(from, to, link(from, to));
            }
        }
        regions.forEach((self, region) -> region.connect(links.from(self), sender(self), poison(self), activity));
    }

    private ReplicaConfig config(Actor self) {
        TreeSet<Actor> peers = new TreeSet<>(setup.regions());
        peers.remove(self);
        Home home = new Home(self, setup.table().name());
        ReplicaConfig defaults = ReplicaConfig.of(home, peers, setup.policy());
        // StreamSource gives records times that are not rounded.
        return new ReplicaConfig(
                home,
                defaults.peers(),
                defaults.policy(),
                defaults.clockBoundMillis(),
                1,
                defaults.attempts(),
                defaults.sliceSize(),
                defaults.itemLimit());
    }

    private LinkSwitch link(Actor from, Actor to) {
        return new LinkSwitch(region(to).receiver().inbound(), (shipments, outcomes) -> {
            activity.changed();
            region(to).receiver().metrics().received(from, outcomes);
            for (int i = 0; i < shipments.size(); i++) {
                for (ArrivalListener listener : listeners) {
                    listener.arrived(from, to, shipments.get(i), outcomes.get(i));
                }
            }
        });
    }

    private Sender.Setup sender(Actor self) {
        FailureFolder destination = new FailureFolder(setup.failures(), self.name());
        failures.add(destination);
        return new Sender.Setup(
                region(self).receiver().policies(),
                setup.mapping(),
                setup.pace(),
                setup.functionTimeout(),
                setup.hintRetryFrom(),
                setup.hintRetryTo(),
                Sender.Kept.nothing(),
                destination,
                new Ticker(self));
    }

    /** Beside what is given up after many tries. */
    private PoisonFolder poison(Actor self) {
        PoisonFolder folder = new PoisonFolder(setup.failures(), self.name(), (reason, file) -> {
            region(self).receiver().metrics().poison(1);
            troubles.tell("stream of " + self + ": a record was put aside in " + file + ": " + reason);
        });
        poison.add(folder);
        return folder;
    }

    /** Tells whoever waits that something moved, and keeps what went wrong. */
    private final class Ticker implements MappingListener {
        private final Actor self;

        Ticker(Actor self) {
            this.self = self;
        }

        @Override
        public void retried(String shard, int records, String reason) {
            troubles.add("forwarder of " + self + ": " + reason);
        }

        @Override
        public void troubled(String shard, RuntimeException trouble) {
            troubles.add("stream of " + self + ": " + trouble.getMessage());
        }

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

    public ClusterSetup setup() {
        return setup;
    }

    public URI endpoint() {
        return clients.endpoint();
    }

    /** The regions, in the order in which they were named. */
    public Collection<LocalRegion> regions() {
        return regions.values();
    }

    /**
     * One region.
     *
     * @throws IllegalArgumentException if there is none of that name
     */
    public LocalRegion region(Actor actor) {
        LocalRegion region = regions.get(actor);
        if (region == null) {
            throw new IllegalArgumentException("no region " + actor);
        }
        return region;
    }

    /** The ways between regions, to be cut and healed. */
    public Switchboard links() {
        return links;
    }

    public LagBook lags() {
        return lags;
    }

    /** Has arrivals told to somebody from now on. */
    public void listen(ArrivalListener listener) {
        listeners.add(listener);
    }

    /**
     * Holds back every forwarder until closed.
     *
     * @throws IllegalStateException if one does not come to the end of its batch in that time
     */
    public Hold hold(Duration patience) throws InterruptedException {
        List<Hold> holds = new ArrayList<>();
        try {
            for (LocalRegion region : regions()) {
                holds.add(region.sender().poller().hold(patience));
            }
        } catch (IllegalStateException e) {
            holds.forEach(Hold::close);
            throw e;
        }
        return () -> holds.forEach(Hold::close);
    }

    /** Waits until every stream was read again, so that a write from now on gets a later time than all before. */
    public boolean awaitLook(Duration patience) throws InterruptedException {
        long since = System.nanoTime() + MOMENT.toNanos();
        return activity.await(
                () -> regions().stream()
                        .allMatch(region -> region.sender().poller().hasReadSince(since)),
                patience);
    }

    /** Waits until nothing is under way any more but what is owed across links that do not work. */
    public boolean awaitQuiet(Duration patience) throws InterruptedException {
        return quiet.await(patience);
    }

    /** What is still under way, in words, and what went wrong last. */
    public String underWay() {
        return quiet
                + troubles.last().map(trouble -> "; last trouble: " + trouble).orElse("");
    }

    /** What goes wrong in forwarders and with streams; all of it is tried again, but for records that were put aside. */
    public Troubles troubles() {
        return troubles;
    }

    /** How many keys are owed, over all pairs of regions. */
    public int owed() {
        return quiet.owed();
    }

    /** Every conflict that any region found, each once, with as much as any of them knew. */
    public List<Conflict> conflicts() {
        Map<String, Conflict> all = new LinkedHashMap<>();
        for (LocalRegion region : regions()) {
            for (Conflict conflict : region.receiver().journal().conflicts()) {
                all.merge(conflict.id(), conflict, LocalJournal::fuller);
            }
        }
        return List.copyOf(all.values());
    }

    /** How many stream records were given up after many tries, or put aside because they cannot be decoded. */
    public long givenUp() {
        return failures.stream().mapToLong(FailureFolder::records).sum()
                + poison.stream().mapToLong(PoisonFolder::records).sum();
    }

    @Override
    public void close() {
        regions.values().forEach(LocalRegion::close);
        clients.close();
    }
}
