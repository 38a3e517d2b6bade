package dev.rejoin.cli.local.outage;

import dev.rejoin.aws.backlog.BacklogTask;
import dev.rejoin.aws.backlog.ItemWeight;
import dev.rejoin.aws.backlog.Retention;
import dev.rejoin.aws.backlog.StreamProgress;
import dev.rejoin.aws.control.Backlogs;
import dev.rejoin.aws.control.ControlExpulsions;
import dev.rejoin.aws.control.ControlFences;
import dev.rejoin.aws.control.Direction;
import dev.rejoin.aws.control.Directions;
import dev.rejoin.aws.control.Owed;
import dev.rejoin.aws.fence.FenceTask;
import dev.rejoin.aws.fence.TablePolicy;
import dev.rejoin.aws.sentinel.Heartbeats;
import dev.rejoin.aws.sentinel.SentinelTask.Seen;
import dev.rejoin.cli.local.node.Sender;
import dev.rejoin.cli.local.region.LocalClients;
import dev.rejoin.cli.local.region.LocalCluster;
import dev.rejoin.cli.local.region.LocalRegion;
import dev.rejoin.clock.Actor;
import dev.rejoin.outage.Fence;
import dev.rejoin.outage.FenceRecord;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import software.amazon.awssdk.services.dynamodb.DynamoDbAsyncClient;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;

/** One local region's sentinel, with its control table and the endpoint of its applications. */
final class WatchedRegion implements AutoCloseable {
    private final LocalCluster cluster;
    private final LocalRegion region;
    private final Actor self;
    private final Set<Actor> peers;
    private final DynamoDbAsyncClient engine;
    private final WriteEndpoint endpoint;
    private final LocalClients gated;
    private final DynamoDbClient application;
    private final DynamoDbAsyncClient probing;
    private final Heartbeats heartbeats;
    private final Directions directions;
    private final ControlExpulsions expulsions;
    private final ControlFences fences;
    private final BacklogTask backlog;
    private final FenceTask fence;
    private long doneMillis = System.currentTimeMillis();
    private long lookedMillis = doneMillis;
    private long lookedNanos = System.nanoTime();

    WatchedRegion(LocalCluster cluster, LocalRegion region, LocalClients clients, String control, WatchPace pace) {
        this.cluster = cluster;
        this.region = region;
        this.self = region.actor();
        this.peers = new TreeSet<>(cluster.setup().regions());
        peers.remove(self);
        this.engine = clients.dynamoAsync(self.name());
        String table = region.table().name();
        this.endpoint = new WriteEndpoint(cluster.endpoint(), table);
        this.gated = new LocalClients(endpoint.address());
        this.application = gated.dynamo(self.name());
        this.probing = gated.dynamoAsync(self.name());
        this.heartbeats = new Heartbeats(engine, control, self);
        this.directions = new Directions(engine, control, self);
        this.expulsions = new ControlExpulsions(engine, control, self);
        this.fences = new ControlFences(engine, control, self);
        this.backlog = backlog(control, table);
        this.fence = fence(table, pace);
    }

    private Sender sender() {
        return region.sender();
    }

    private BacklogTask backlog(String control, String table) {
        ItemWeight weight = new ItemWeight(engine, table, System::currentTimeMillis, Duration.ofSeconds(1));
        return new BacklogTask(
                new BacklogTask.Sources(
                        peer -> weight.bytes().thenApply(bytes -> owed(peer, bytes)),
                        () -> CompletableFuture.completedFuture(progress()),
                        new Backlogs(engine, control, self),
                        directions),
                peers,
                region.receiver().metrics(),
                System::currentTimeMillis,
                Retention.DEFAULT);
    }

    private Owed owed(Actor peer, long bytes) {
        int keys = sender().hints().size(peer);
        return new Owed(keys, sender().hints().oldest(peer).toMillis(), keys * bytes, 0);
    }

    private StreamProgress.Progress progress() {
        long now = System.currentTimeMillis();
        if (sender().poller().isDoneSince(lookedNanos)) {
            doneMillis = lookedMillis;
        }
        lookedMillis = now;
        lookedNanos = System.nanoTime();
        return new StreamProgress.Progress(Math.max(0, now - doneMillis), true);
    }

    private FenceTask fence(String table, WatchPace pace) {
        LocalGate gate = new LocalGate(endpoint, new TablePolicy(probing, table, List.of("local")));
        Fence steps = new Fence(
                fences,
                gate,
                closedAt -> CompletableFuture.completedFuture(isDrained(closedAt)),
                System::currentTimeMillis,
                new Fence.Pace(pace.proofs(), pace.beat().toMillis()));
        return new FenceTask(
                region.receiver().metrics(), peers, pace.rules(), fences, steps, System::currentTimeMillis);
    }

    private boolean isDrained(long closedAt) {
        long nanosAgo = (System.currentTimeMillis() - closedAt) * 1_000_000;
        return sender().poller().isDoneSince(System.nanoTime() - nanosAgo);
    }

    Actor actor() {
        return self;
    }

    DynamoDbAsyncClient engine() {
        return engine;
    }

    WriteEndpoint endpoint() {
        return endpoint;
    }

    DynamoDbClient application() {
        return application;
    }

    ControlFences fences() {
        return fences;
    }

    /** One look of the sentinel. */
    void look() {
        heartbeats.beat(System.currentTimeMillis(), peers).join();
        Set<Actor> away = expelled();
        Seen seen = seen(away);
        CompletableFuture.allOf(backlog.run(seen), fence.run(seen)).join();
        Set<Actor> paused = new HashSet<>();
        Map<Actor, Direction> all = directions.all(peers).join();
        all.forEach((peer, direction) -> direction.paused().ifPresent(note -> paused.add(peer)));
        cluster.links().pause(self, paused);
        cluster.links().expel(self, away);
    }

    private Set<Actor> expelled() {
        Set<Actor> expelled = new HashSet<>();
        expulsions.of(peers).join().forEach((peer, expulsion) -> {
            if (expulsion.isInForce()) {
                expelled.add(peer);
            }
        });
        return expelled;
    }

    private Seen seen(Set<Actor> away) {
        Map<Actor, Long> ages = new TreeMap<>();
        Map<Actor, Long> skews = new HashMap<>();
        long now = System.currentTimeMillis();
        for (Actor peer : peers) {
            OptionalLong last = heartbeats.last(peer).join();
            ages.put(peer, last.isPresent() ? Math.max(0, now - last.getAsLong()) : Long.MAX_VALUE / 2);
            if (cluster.links().works(self, peer)) {
                skews.put(peer, 0L);
            }
        }
        return new Seen(ages, skews, away);
    }

    FenceRecord record() {
        return fences.read().join();
    }

    @Override
    public void close() {
        endpoint.close();
        application.close();
        probing.close();
        gated.close();
        engine.close();
    }
}
