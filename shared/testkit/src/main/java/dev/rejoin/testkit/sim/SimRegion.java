package dev.rejoin.testkit.sim;

import dev.rejoin.clock.Actor;
import dev.rejoin.item.ItemKey;
import dev.rejoin.item.ItemSize;
import dev.rejoin.replica.Replica;
import dev.rejoin.replica.ReplicaConfig;
import dev.rejoin.replica.StoredItem;
import dev.rejoin.replica.StreamRecord;
import dev.rejoin.rule.Rule;
import dev.rejoin.testkit.sim.Sometimes.Path;
import dev.rejoin.testkit.store.MemoryTable;
import dev.rejoin.verify.Pause;
import dev.rejoin.verify.RegionView;
import dev.rejoin.verify.Repair;
import dev.rejoin.version.Home;
import dev.rejoin.version.ShadowRow;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/** One region: its table, and the functions that its stream, its hints and its peers call. */
final class SimRegion {
    /** The table's name in every region. */
    static final String TABLE = "orders";

    private static final long CLOCK_BOUND_MILLIS = 60_000;

    private final World world;
    private final SimNetwork network;
    private final Actor self;
    private final MemoryTable table;
    private final SimHints hints;
    private final FoldLog log;
    private final Chances chances;
    private final RunShape shape;
    private final SimPeers peers;
    private final SimPolicy policy;
    private long skewMillis;
    private boolean predates;
    private BooleanSupplier gate = () -> true;
    private boolean gone;
    private @Nullable Actor backup;
    private final @Nullable SimRegion earlier;
    private final SimBackfill backfill;
    private final SimForwarder forwarder;
    private final SimCourier courier;
    private final SimRecount recount;

    SimRegion(World world, SimNetwork network, Actor self, FoldLog log, Chances chances, RunShape shape) {
        this(world, network, self, log, chances, shape, null);
    }

    /** @param earlier the incarnation whose table it goes on with, null if it has one of its own */
    private SimRegion(
            World world,
            SimNetwork network,
            Actor self,
            FoldLog log,
            Chances chances,
            RunShape shape,
            @Nullable SimRegion earlier) {
        this.earlier = earlier;
        this.world = world;
        this.network = network;
        this.self = self;
        this.log = log;
        this.chances = chances;
        this.shape = shape;
        this.policy = new SimPolicy(world, shape, chances);
        this.table = earlier == null ? new MemoryTable(this::millis, shape.granularityMillis()) : earlier.table;
        this.peers = new SimPeers(world, network, this);
        this.hints = new SimHints(world, this);
        this.backfill = new SimBackfill(world, this);
        this.forwarder = new SimForwarder(world, this);
        this.courier = new SimCourier(world, this);
        this.recount = new SimRecount(world, this);
    }

    /** The writer that its own dots name: the region, or a later incarnation of it. */
    Actor self() {
        return self;
    }

    /** The region, as its peers call it. */
    Actor name() {
        return self.region();
    }

    Home home() {
        return new Home(self, TABLE);
    }

    /** What it has to do with the others. */
    SimPeers peers() {
        return peers;
    }

    MemoryTable table() {
        return table;
    }

    FoldLog log() {
        return log;
    }

    Chances chances() {
        return chances;
    }

    /** The time as this region's machines have it. */
    long millis() {
        return world.millis() + skewMillis;
    }

    long clockBoundMillis() {
        return CLOCK_BOUND_MILLIS;
    }

    /** Lets this region's clocks be ahead. */
    void setSkew(long millis) {
        skewMillis = millis;
        if (earlier != null) {
            earlier.setSkew(millis);
        }
    }

    long skewMillis() {
        return skewMillis;
    }

    /** The records that the forwarder is done with, but those that retention took. */
    List<StreamRecord> handled() {
        int first = table.firstIndex();
        return table.records(first, Math.max(0, cursor() - first));
    }

    boolean isDone() {
        return hints.isEmpty() && isAtRestButDown();
    }

    /** Whether nothing is under way here; hints may wait. */
    boolean isAtRest() {
        return !isDown() && isAtRestButDown();
    }

    private boolean isAtRestButDown() {
        return cursor() >= table.endIndex()
                && !forwarder.isAtIt()
                && !courier.isAtIt()
                && !recount.isAtIt()
                && !backfill.isUnderWay()
                && peers.areGreeted();
    }

    String backlog() {
        return self + ": " + (table.endIndex() - cursor()) + " records, hints " + (hints.isEmpty() ? "none" : "some");
    }

    /** All that may still matter here of a key, which is the only one. */
    List<Object> state(ItemKey key) {
        List<Object> state = new ArrayList<>();
        state.add(table.item(key));
        state.add(table.shadow(key));
        for (StreamRecord record : table.records(cursor(), Integer.MAX_VALUE)) {
            state.add(record);
            state.add(table.origin(record.sequence()));
        }
        state.addAll(List.of(
                table.endIndex(),
                cursor(),
                forwarder.isAtIt() ? 1 : 0,
                courier.isAtIt() ? 1 : 0,
                courier.isBackingOff() ? 1 : 0));
        state.add(hints.receipts());
        return state;
    }

    /** The table is lost, and whatever worked on it with it. */
    void vanish() {
        gone = true;
    }

    boolean isGone() {
        return gone;
    }

    /** Puts what an earlier incarnation had into this region's table; it is in no stream, and has no rows. */
    void restore(SimRegion earlier, Collection<StoredItem> items) {
        backup = earlier.self.equals(self) ? null : earlier.self;
        if (!Rule.ROWS_FORGOTTEN.holds()) {
            earlier.table
                    .readShadows(earlier.table.shadowKeys())
                    .forEach((key, row) -> table.writeShadow(key, row, ShadowRow.NONE));
        }
        items.forEach(item -> table.put(item.key(), item.attributes(), item.clock()));
        forwarder.skip();
    }

    /** The next incarnation, with the very table of this one: what is in the stream by now, it does not fold. */
    SimRegion returned() {
        Actor next = self.incarnation(self.incarnation() + 1);
        SimRegion back = new SimRegion(world, network, next, log, chances, shape, this);
        back.backup = self;
        back.setSkew(skewMillis);
        back.hints.takeOver(hints);
        table.trimBefore(Rule.RETURNED_SINCE.holds() ? table.endIndex() : cursor());
        return back;
    }

    /** Of which incarnation this region's table was restored; null if it was not. */
    @Nullable
    Actor backup() {
        return backup;
    }

    /** Lets this region's table be older than its replication: what it shows now is in no stream. */
    void predate() {
        predates = true;
        forwarder.skip();
    }

    /** Puts something before this region's table that may refuse applications' writes. */
    void guard(BooleanSupplier accepts) {
        gate = accepts;
    }

    /** Whether an application's write that comes now is accepted. */
    boolean accepts() {
        return gate.getAsBoolean();
    }

    /** How many records of its stream are handled. */
    int cursor() {
        return forwarder.cursor();
    }

    /** Whether something is under way that looked at the keys some time ago. */
    boolean isForwarding() {
        return forwarder.isAtIt() || recount.isAtIt();
    }

    boolean isRecounting() {
        return recount.isAtIt();
    }

    void reached(Path path) {
        world.sometimes.reached(path);
    }

    SimBackfill backfill() {
        return backfill;
    }

    SimHints hints() {
        return hints;
    }

    ReplicaConfig config() {
        ReplicaConfig config = new ReplicaConfig(
                home(),
                peers.names(),
                policy.now(),
                CLOCK_BOUND_MILLIS,
                shape.granularityMillis(),
                shape.attempts(),
                shape.sliceSize(),
                ItemSize.LIMIT);
        ReplicaConfig known = config.withFormer(peers.former());
        ReplicaConfig restored = backup == null ? known : known.withBackup(backup);
        return predates ? restored.withOrigins() : restored;
    }

    Replica replica(Invocation process) {
        return new Replica(
                config(),
                new SimStore(world, process, this),
                new SimJournal(world, process, this),
                new SimBin(world, this),
                new SimMetrics(world.sometimes),
                this::millis,
                () -> world.nextId(process));
    }

    /** This region's part of a repair. */
    CompletableFuture<Set<ItemKey>> repair(Collection<ItemKey> keys, Pause pause, int attempts) {
        Invocation process = Invocation.immortal(world, "repair " + self);
        return new Repair(replica(process), hints.seenBy(process), pause, attempts).owe(keys);
    }

    /** What somebody sees who looks at this region's keys. */
    RegionView view() {
        return new RegionView(home(), new SimStore(world, Invocation.immortal(world, "look at " + self), this));
    }

    /** How its items merge. */
    SimPolicy policy() {
        return policy;
    }

    /** Starts whatever has something to do and is not at it. */
    void wake() {
        if (!gone) {
            forwarder.wake();
            courier.wake();
        }
    }

    /** The forwarder stops, perhaps for longer than the stream keeps its records. */
    void goDown() {
        forwarder.goDown();
    }

    boolean isDown() {
        return forwarder.isDown();
    }

    /** The forwarder works again; some of what it had not read is gone, and whoever starts it knows. */
    void comeUp() {
        if (forwarder.comeUp()) {
            if (world.chance(chances.unattended())) {
                log.damaged();
            } else {
                recount.begin();
                peers.all().forEach(peer -> peer.peers().oweAll(name()));
            }
        }
        wake();
    }

    RunShape shape() {
        return shape;
    }

    SortedSet<ItemKey> everyKey() {
        SortedSet<ItemKey> keys = new TreeSet<>(table.keys());
        keys.addAll(table.shadowKeys());
        return keys;
    }
}
