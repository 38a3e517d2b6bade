package dev.rejoin.cli.chaos.fleet;

import dev.rejoin.cli.chaos.process.RegionFigures;
import dev.rejoin.cli.chaos.process.RegionSetup;
import dev.rejoin.cli.chaos.proxy.LinkFault;
import dev.rejoin.cli.chaos.proxy.StoreFault;
import dev.rejoin.cli.chaos.proxy.StoreProxy;
import dev.rejoin.cli.chaos.proxy.TcpProxy;
import dev.rejoin.cli.local.region.LocalClients;
import dev.rejoin.clock.Actor;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;

/** Regions on one DynamoDB Local, each with its functions in a process of its own, and a proxy on every way between two things. */
public final class Fleet implements AutoCloseable {
    private final List<Actor> regions;
    private final Path folder;
    private final LocalClients clients;
    private final Map<Actor, ChaosTables> tables = new LinkedHashMap<>();
    private final Map<Actor, StoreProxy> stores = new LinkedHashMap<>();
    private final Map<Actor, Map<Actor, TcpProxy>> links = new LinkedHashMap<>();
    private final Map<Actor, RegionHandle> processes = new LinkedHashMap<>();
    private final Map<Actor, Long> skews = new ConcurrentHashMap<>();
    private final List<String> troubles = new CopyOnWriteArrayList<>();

    private Fleet(URI engine, List<Actor> regions, Path folder) {
        this.regions = List.copyOf(regions);
        this.folder = folder;
        this.clients = new LocalClients(engine);
    }

    /**
     * Creates the tables, and starts the processes, which are ready later.
     *
     * @param engine where DynamoDB Local answers
     * @param folder for what the processes leave to each other
     * @param seed of which requests a store's faults hit
     */
    public static Fleet start(URI engine, List<Actor> regions, RegionCommand command, Path folder, long seed)
            throws IOException {
        Fleet fleet = new Fleet(engine, regions, folder);
        try {
            fleet.open(engine, command, seed);
            return fleet;
        } catch (IOException | RuntimeException e) {
            fleet.close();
            throw e;
        }
    }

    private void open(URI engine, RegionCommand command, long seed) throws IOException {
        for (Actor region : regions) {
            Path own = Files.createDirectories(folder.resolve(region.name()));
            tables.put(region, ChaosTables.create(clients, region));
            stores.put(region, new StoreProxy("store-" + region, engine, seed + stores.size()));
            Map<Actor, TcpProxy> from = new TreeMap<>();
            for (Actor peer : regions) {
                if (!peer.equals(region)) {
                    from.put(peer, new TcpProxy("link-" + region + "-" + peer));
                }
            }
            links.put(region, from);
            processes.put(
                    region, new RegionHandle(region.name(), command, own, port -> ready(region, port), troubles::add));
        }
        regions.forEach(this::start);
    }

    private void ready(Actor region, int port) {
        links.values().forEach(from -> {
            TcpProxy link = from.get(region);
            if (link != null) {
                link.target(port);
            }
        });
    }

    /** Starts a region's process, in the place of one that was killed. */
    public void start(Actor region) {
        Map<String, URI> peers = new TreeMap<>();
        of(links, region)
                .forEach((peer, link) -> peers.put(peer.name(), link.address().resolve("/apply")));
        ChaosTables own = tables(region);
        of(processes, region)
                .start(new RegionSetup(
                        region.name(),
                        ChaosTables.TABLE.name(),
                        ChaosTables.TABLE.partitionKey(),
                        ChaosTables.JOURNAL,
                        own.stream(),
                        own.createdMillis(),
                        ChaosTables.COUNTERS,
                        store(region).address(),
                        peers,
                        folder.resolve(region.name()).toString(),
                        skews.getOrDefault(region, 0L)));
    }

    public List<Actor> regions() {
        return regions;
    }

    /** Ends a region's process in the middle of whatever it does. */
    public void kill(Actor region) {
        of(processes, region).kill();
    }

    /** Freezes a region's process, or has it go on. */
    public void freeze(Actor region, boolean frozen) throws IOException, InterruptedException {
        of(processes, region).freeze(frozen);
    }

    /** Sets a region's clock, also for processes that are still to be started. */
    public void skew(Actor region, long millis) throws InterruptedException {
        skews.put(region, millis);
        of(processes, region).skew(millis);
    }

    /** From one region to another. */
    public TcpProxy link(Actor from, Actor to) {
        return of(of(links, from), to);
    }

    /** Before a region's tables. */
    public StoreProxy store(Actor region) {
        return of(stores, region);
    }

    /** A region's tables themselves. */
    public ChaosTables tables(Actor region) {
        return of(tables, region);
    }

    /** Clients of the engine itself. */
    public LocalClients clients() {
        return clients;
    }

    /** Whether a region's process is started and answers. */
    public boolean isReady(Actor region) {
        return of(processes, region).isReady();
    }

    /** What a region's process says of itself; empty if it does not answer. */
    public Optional<RegionFigures> figures(Actor region, long since, boolean withLags) throws InterruptedException {
        return of(processes, region).figures(since, withLags);
    }

    /** Ends every fault of links, stores and clocks. Processes are to be started by who killed them. */
    public void heal() throws InterruptedException {
        links.values().stream().map(Map::values).flatMap(Collection::stream).forEach(link -> link.set(LinkFault.NONE));
        stores.values().forEach(store -> store.set(StoreFault.NONE));
        for (Actor region : regions) {
            skew(region, 0);
        }
    }

    /** Processes that ended though nobody wanted them to, with their last words. */
    public List<String> troubles() {
        return List.copyOf(troubles);
    }

    /** How many batches of stream records were given up, and records put aside, in all regions. */
    public int givenUp() throws IOException {
        int files = 0;
        for (Actor region : regions) {
            Path failures = folder.resolve(region.name()).resolve("failures");
            if (Files.isDirectory(failures)) {
                try (var list = Files.list(failures)) {
                    files += (int) list.count();
                }
            }
        }
        return files;
    }

    private static <K, V> V of(Map<K, V> map, K key) {
        return Objects.requireNonNull(map.get(key), () -> "no region " + key);
    }

    @Override
    public void close() throws IOException {
        processes.values().forEach(RegionHandle::close);
        for (Map<Actor, TcpProxy> from : links.values()) {
            for (TcpProxy link : from.values()) {
                link.close();
            }
        }
        stores.values().forEach(StoreProxy::close);
        clients.close();
    }
}
