package dev.rejoin.cli.demo.scene;

import dev.rejoin.cli.local.region.LocalCluster;
import dev.rejoin.cli.local.region.LocalRegion;
import dev.rejoin.cli.local.source.EventSourcePoller.Hold;
import dev.rejoin.cli.output.Screen;
import dev.rejoin.clock.Actor;
import dev.rejoin.item.ItemKey;
import dev.rejoin.replica.Conflict;
import dev.rejoin.replica.StoredItem;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;

/** Where a step plays: regions with applications in them, and what can be seen and checked from outside. */
public final class Scene {
    private static final Duration PATIENCE = Duration.ofSeconds(25);

    private final LocalCluster cluster;
    private final Story story;
    private final Random random;
    private final List<Check> checks = new ArrayList<>();
    private final AtomicLong writes = new AtomicLong();

    /** @param random what differs between two runs with different seeds */
    public Scene(LocalCluster cluster, Story story, Random random) {
        this.cluster = cluster;
        this.story = story;
        this.random = random;
    }

    public LocalCluster cluster() {
        return cluster;
    }

    public Story story() {
        return story;
    }

    public Random random() {
        return random;
    }

    public List<Actor> regions() {
        return cluster.setup().regions();
    }

    /** The first region; the last is {@code region(-1)}. Any number is some region. */
    public Actor region(int index) {
        return regions().get(Math.floorMod(index, regions().size()));
    }

    /** An application in a region, whose writes are told one by one. */
    public Application in(Actor region) {
        return new Application(cluster.region(region), story, writes);
    }

    /** An application in a region, whose writes are too many to be told. */
    public Application busyIn(Actor region) {
        return new Application(cluster.region(region), new Story(Screen.none(), List.of()), writes);
    }

    /** As {@link #busyIn}, by another way to the region. */
    public Application through(DynamoDbClient client, Actor region) {
        return new Application(cluster.region(region), client, new Story(Screen.none(), List.of()), writes);
    }

    /** Holds back every forwarder meanwhile: whatever is written, no region has seen what another writes. */
    public void concurrently(Work work) throws InterruptedException {
        held(work);
        story.tells("written before any region heard of another's write");
    }

    /** Holds back every forwarder meanwhile, so that what is written becomes one batch. */
    public void held(Work work) throws InterruptedException {
        Hold hold = cluster.hold(PATIENCE);
        try {
            work.run();
        } finally {
            hold.close();
        }
    }

    /** Something to be done. */
    @FunctionalInterface
    public interface Work {
        void run() throws InterruptedException;
    }

    /** Lets so much time pass that a write from now on is later than all before, wherever it is made. */
    public void later() throws InterruptedException {
        if (!cluster.awaitLook(PATIENCE)) {
            check(false, "the streams could not be read within " + PATIENCE.toSeconds() + " s");
        }
    }

    /** Waits until nothing is under way any more; a claim of its own if that does not come true. */
    public void settle() throws InterruptedException {
        if (!cluster.awaitQuiet(PATIENCE)) {
            check(false, "the regions came to rest within " + PATIENCE.toSeconds() + " s: " + cluster.underWay());
        }
    }

    /** Reads items in every region and shows some of their attributes. */
    public Holdings show(List<String> ids, List<String> attributes) {
        Holdings holdings = holdings(ids);
        story.shows(holdings.table(attributes));
        return holdings;
    }

    /** Reads items in every region. */
    public Holdings holdings(List<String> ids) {
        Holdings holdings = new Holdings(regions());
        for (String id : ids) {
            Map<Actor, @Nullable StoredItem> byRegion = new TreeMap<>();
            for (LocalRegion region : cluster.regions()) {
                byRegion.put(region.actor(), region.read(key(id)));
            }
            holdings.add(id, byRegion);
        }
        return holdings;
    }

    private ItemKey key(String id) {
        return ItemKey.of(cluster.setup().table().partitionKey(), id);
    }

    /** What the journals say of an attribute of an item, or of all its attributes if null. */
    public List<Conflict> conflicts(String id, @Nullable String attribute) {
        ItemKey key = key(id);
        return cluster.conflicts().stream()
                .filter(conflict -> conflict.key().equals(key))
                .filter(conflict -> attribute == null || conflict.attribute().equals(attribute))
                .toList();
    }

    /** Claims something. */
    public void check(boolean held, String claim) {
        Check check = new Check(held, claim);
        checks.add(check);
        story.checked(check);
    }

    /** Forgets what was counted so far. */
    void reset() {
        takeChecks();
        takeWrites();
        cluster.lags().reset();
        cluster.regions().forEach(region -> region.receiver().metrics().reset());
    }

    /** Takes what was claimed since the last time. */
    List<Check> takeChecks() {
        List<Check> taken = List.copyOf(checks);
        checks.clear();
        return taken;
    }

    /** Takes the number of writes since the last time. */
    long takeWrites() {
        return writes.getAndSet(0);
    }
}
