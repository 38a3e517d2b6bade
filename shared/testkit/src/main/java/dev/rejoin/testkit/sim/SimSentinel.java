package dev.rejoin.testkit.sim;

import dev.rejoin.clock.Actor;
import dev.rejoin.item.ItemKey;
import dev.rejoin.outage.Fence;
import dev.rejoin.outage.FenceRecord;
import dev.rejoin.outage.FenceRecord.State;
import dev.rejoin.outage.FenceRecords;
import dev.rejoin.outage.Isolation;
import dev.rejoin.outage.OnIsolation;
import dev.rejoin.outage.Takeover.Measured;
import dev.rejoin.testkit.sim.Sometimes.Path;
import dev.rejoin.version.Version;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** One region's sentinel: it looks at the others, measures what is owed, and works on the region's fence. */
final class SimSentinel {
    private static final long BOUND_MILLIS = 400;
    private static final int BEAT_MILLIS = 120;

    private final RandomWorld world;
    private final SimNetwork network;
    private final SimRegion region;
    private final OnIsolation onIsolation;
    private final SimGate gate;
    private final Fence fence;
    private final Map<Actor, Long> heardAt = new HashMap<>();
    private final Map<Actor, Measured> measured = new HashMap<>();
    private final Map<ItemKey, Version> showed = new HashMap<>();
    private final List<ItemKey> keys;
    private FenceRecord kept = FenceRecord.NONE;
    private List<SimSentinel> others = List.of();
    private long nextLook;
    private int missed;
    private long drainsFor = -1;
    private int drainsTo;
    private final SortedMap<Integer, Long> ends = new TreeMap<>();
    private long forwardedTo;

    SimSentinel(RandomWorld world, SimNetwork network, SimRegion region, OnIsolation onIsolation, List<ItemKey> keys) {
        this.keys = keys;
        this.world = world;
        this.network = network;
        this.region = region;
        this.onIsolation = onIsolation;
        this.gate = new SimGate(world);
        this.fence = new Fence(
                new Records(),
                gate,
                closedAt -> CompletableFuture.completedFuture(isDrained(closedAt)),
                world::millis,
                new Fence.Pace(3 * SimGate.MACHINES, SimGate.SPREAD_MILLIS));
        region.guard(this::accepts);
    }

    void meet(List<SimSentinel> all) {
        others = all.stream().filter(other -> other != this).toList();
    }

    SimRegion region() {
        return region;
    }

    FenceRecord fence() {
        return kept;
    }

    Optional<Measured> owed(Actor peer) {
        return Optional.ofNullable(measured.get(peer));
    }

    /** An operator's word. */
    void change(UnaryOperator<FenceRecord> change) {
        kept = change.apply(kept);
    }

    /** Where the record is kept: whoever comes second finds another version. */
    private final class Records implements FenceRecords {
        @Override
        public CompletableFuture<FenceRecord> read() {
            return CompletableFuture.completedFuture(kept);
        }

        @Override
        public CompletableFuture<Boolean> write(FenceRecord next) {
            boolean follows = next.version() == kept.version() + 1;
            kept = follows ? next : kept;
            return CompletableFuture.completedFuture(follows);
        }
    }

    private boolean accepts() {
        boolean accepts = gate.accepts();
        if (accepts && kept.state() == State.FENCED) {
            region.log().error("a write was accepted in " + region.self() + ", which is fenced");
        }
        world.sometimes.reached(Path.WRITE_REFUSED, accepts ? 0 : 1);
        return accepts;
    }

    /** What happens now: a look when it is time, and a step of the fence. */
    void step() {
        if (world.millis() >= nextLook) {
            nextLook = world.millis() + BEAT_MILLIS / 2 + world.below(BEAT_MILLIS);
            look();
        }
        State before = kept.state();
        FenceRecord now = fence.step().join();
        if (before != State.FENCED && now.state() == State.FENCED) {
            world.sometimes.reached(Path.FENCED);
            world.note(43, () -> region.self() + " is fenced");
            remember();
            judge(now);
        }
    }

    /** What the region shows now, whatever it shows later. */
    void remember() {
        keys.forEach(key -> showed.put(key, SimFailover.known(region, key)));
    }

    /** What it showed when that mattered last. */
    Version showed(ItemKey key) {
        return showed.getOrDefault(key, Version.EMPTY);
    }

    /** What an operator is told must be so. */
    private void judge(FenceRecord now) {
        long late = gate.acceptedAt() - now.closedAt().orElse(now.since());
        if (late > 0) {
            region.log()
                    .error("a write was accepted in " + region.self() + " " + late + " ms after it counts as closed");
        }
    }

    /** Is heard by those it reaches, and looks whom it heard. */
    void look() {
        others.stream()
                .filter(other -> network.carries(region, other.region))
                .forEach(other -> other.heardAt.put(region.self(), world.millis()));
        measure();
        decide();
    }

    private void measure() {
        ends.put(region.table().endIndex(), world.millis());
        SortedMap<Integer, Long> handled = ends.headMap(region.cursor() + 1);
        handled.values().forEach(at -> forwardedTo = Math.max(forwardedTo, at));
        handled.clear();
        others.stream()
                .map(other -> other.region.self())
                .forEach(peer -> measured.put(
                        peer,
                        new Measured(
                                world.millis(),
                                forwardedTo,
                                OptionalLong.of(region.hints().size(peer)))));
    }

    private void decide() {
        Set<Actor> all = new TreeSet<>(region.peers().names());
        all.add(region.self());
        Set<Actor> side = side();
        boolean together = (onIsolation == OnIsolation.OPEN ? OnIsolation.FENCE : onIsolation).mayWrite(side, all);
        missed = together ? 0 : missed + 1;
        boolean before = kept.isolation().isolated();
        kept = onIsolation.decide(kept, side, all, Isolation.Patience.DEFAULT, world.millis());
        if (!before && kept.isolation().isolated()) {
            world.sometimes.reached(Path.ISOLATED);
            world.note(47, () -> region.self() + " reaches only " + side);
            if (missed < 2) {
                region.log().error(region.self() + " counts as cut off after one missed look");
            }
        }
    }

    /** Those that it heard of lately and that answer it. */
    private Set<Actor> side() {
        Set<Actor> side = new TreeSet<>(Set.of(region.self()));
        for (SimSentinel other : others) {
            Long at = heardAt.get(other.region.self());
            boolean heard = at != null && world.millis() - at <= BOUND_MILLIS;
            if (heard && network.carries(region, other.region) && network.carries(other.region, region)) {
                side.add(other.region.self());
            }
        }
        return side;
    }

    /** Everything is handled that was there when it looked first after the gate was closed. */
    private boolean isDrained(long closedAt) {
        if (drainsFor != closedAt) {
            drainsFor = closedAt;
            drainsTo = region.table().endIndex();
        }
        return region.cursor() >= drainsTo;
    }

    /** Whether nothing is under way; a fence by hand may stay. */
    boolean isSettled() {
        return kept.isSettled() && !kept.isolation().isolated();
    }

    @Nullable
    String wrongAtTheEnd() {
        return kept.byIsolation().isPresent() ? region.self() + " is with the others, but fenced" : null;
    }
}
