package dev.rejoin.cli.local.outage;

import dev.rejoin.aws.control.ControlReader;
import dev.rejoin.aws.control.Standing;
import dev.rejoin.cli.local.region.LocalClients;
import dev.rejoin.cli.local.region.LocalCluster;
import dev.rejoin.cli.local.region.LocalRegion;
import dev.rejoin.cli.operate.TableNames;
import dev.rejoin.clock.Actor;
import dev.rejoin.outage.FenceRecord;
import java.net.URI;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Predicate;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;

/**
 * Sentinels for the regions of a local cluster: heartbeats, backlog, pauses and fences, in control tables on DynamoDB Local, so that
 * the operators' commands work on it. What a region says of itself is carried to the others over the links that work.
 */
public final class LocalWatch implements AutoCloseable {
    private static final Duration CLOSE_PATIENCE = Duration.ofSeconds(5);

    private final LocalCluster cluster;
    private final WatchPace pace;
    private final LocalClients clients;
    private final String control;
    private final Map<Actor, WatchedRegion> regions = new LinkedHashMap<>();
    private final Thread thread = new Thread(this::run, "sentinels");
    private volatile boolean ends;
    private final AtomicLong looks = new AtomicLong();

    private LocalWatch(LocalCluster cluster, WatchPace pace) {
        this.cluster = cluster;
        this.pace = pace;
        this.clients = new LocalClients(cluster.endpoint());
        this.control = new TableNames(cluster.setup().table().name()).control();
        thread.setDaemon(true);
    }

    /** Begins to watch. */
    public static LocalWatch start(LocalCluster cluster, WatchPace pace) {
        LocalWatch watch = new LocalWatch(cluster, pace);
        try {
            for (LocalRegion region : cluster.regions()) {
                watch.regions.put(
                        region.actor(), new WatchedRegion(cluster, region, watch.clients, watch.control, pace));
            }
        } catch (RuntimeException e) {
            watch.close();
            throw e;
        }
        watch.thread.start();
        return watch;
    }

    private void run() {
        try {
            while (!ends) {
                for (WatchedRegion region : regions.values()) {
                    look(region);
                }
                looks.incrementAndGet();
                Thread.sleep(pace.beat().toMillis());
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** A look that fails is followed by the next; who waits for something sees that it does not come. */
    private void look(WatchedRegion region) {
        try {
            region.look();
            carry(region);
        } catch (CompletionException e) {
            cluster.troubles().tell("sentinel of " + region.actor() + ": " + e.getCause());
        }
    }

    /** As the control table's replication would. */
    private void carry(WatchedRegion from) {
        Standing.Copy copy = ControlReader.read(
                        from.engine(), control, cluster.setup().regions())
                .join();
        regions.values().stream()
                .filter(to -> to != from && cluster.links().works(from.actor(), to.actor()))
                .forEach(to -> CompletableFuture.allOf(copy.of(from.actor()).stream()
                                .map(item -> to.engine()
                                        .putItem(put -> put.tableName(control).item(item)))
                                .toArray(CompletableFuture<?>[]::new))
                        .join());
    }

    private WatchedRegion region(Actor actor) {
        WatchedRegion region = regions.get(actor);
        if (region == null) {
            throw new IllegalArgumentException("no region " + actor);
        }
        return region;
    }

    /** A client of an application of that region: its writes are refused while the region is fenced. */
    public DynamoDbClient application(Actor region) {
        return region(region).application();
    }

    /** Where that region's applications reach the table. */
    public URI endpoint(Actor region) {
        return region(region).endpoint().address();
    }

    /** How a region's fence stands. */
    public FenceRecord fence(Actor region) {
        return region(region).record();
    }

    /** Waits until every region has looked at the others so often more. */
    public boolean awaitLooks(int more, Duration patience) throws InterruptedException {
        long wanted = looks.get() + more;
        long deadline = System.nanoTime() + patience.toNanos();
        while (looks.get() < wanted && System.nanoTime() < deadline) {
            Thread.sleep(pace.beat().toMillis() / 4 + 1);
        }
        return looks.get() >= wanted;
    }

    /** Waits until a region's fence is as wanted. */
    public boolean awaitFence(Actor region, Predicate<FenceRecord> wanted, Duration patience)
            throws InterruptedException {
        long deadline = System.nanoTime() + patience.toNanos();
        boolean reached = wanted.test(fence(region));
        while (!reached && System.nanoTime() < deadline) {
            Thread.sleep(pace.beat().toMillis() / 4 + 1);
            reached = wanted.test(fence(region));
        }
        return reached;
    }

    @Override
    public void close() {
        ends = true;
        try {
            thread.join(CLOSE_PATIENCE.toMillis());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        regions.values().forEach(WatchedRegion::close);
        clients.close();
    }
}
