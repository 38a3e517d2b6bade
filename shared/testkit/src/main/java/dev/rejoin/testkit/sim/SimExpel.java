package dev.rejoin.testkit.sim;

import dev.rejoin.item.ItemKey;
import dev.rejoin.replica.Imprint;
import dev.rejoin.replica.ReplicaConfig;
import dev.rejoin.replica.StreamRecord;
import dev.rejoin.testkit.sim.Sometimes.Path;
import dev.rejoin.testkit.store.MemoryTable;
import dev.rejoin.version.ShadowRow;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;

/**
 * One region is cut off, and expelled by the others while applications write everywhere. Some time later its applications stop, and its
 * forwarder may come to the end of its stream before nothing is at work there any more. What its rows know is put on its items, page by page,
 * and it comes back with the table that it has, as another incarnation.
 */
final class SimExpel {
    private static final double NEXT = .03;
    private static final int PAUSE_STEPS = 30;
    private static final int PAGE = 3;

    private final RandomWorld world;
    private final SimNetwork network;
    private final Members members;
    private final List<SimRegion> regions;
    private final Consumer<SimRegion> created;
    private final SimRegion region;
    private final boolean drained;
    private final List<ItemKey> left = new ArrayList<>();
    private final SimTakeIn takeIn;
    private Stage stage = Stage.BEFORE;
    private boolean unfolded;

    private enum Stage {
        BEFORE,
        CUT,
        EXPELLED,
        STOPPING,
        IMPRINTING,
        IMPRINTED,
        BACK
    }

    /**
     * One region, drawn now, goes through it.
     *
     * @param regions in which the new incarnation takes the place of the old one
     * @param created told of the new incarnation
     */
    SimExpel(
            RandomWorld world,
            SimNetwork network,
            Members members,
            List<SimRegion> regions,
            Consumer<SimRegion> created) {
        this.world = world;
        this.network = network;
        this.members = members;
        this.regions = regions;
        this.created = created;
        this.region = world.pick(regions);
        this.drained = world.coin();
        this.takeIn = new SimTakeIn(world, members);
    }

    /** Whether records were left that the region had not folded, so that nobody knows what they counted. */
    boolean isUnfolded() {
        return unfolded;
    }

    boolean isSettled() {
        return takeIn.isSettled();
    }

    /** What may happen now. */
    void step() {
        switch (stage) {
            case BEFORE -> next(() -> cut(true, Stage.CUT));
            case CUT -> next(this::expel);
            case EXPELLED -> next(this::stop);
            case STOPPING -> {
                if (isStopped()) {
                    takeOver();
                }
            }
            case IMPRINTING -> {}
            case IMPRINTED -> next(this::comeBack);
            case BACK -> takeIn.step();
        }
    }

    private void next(Runnable action) {
        if (world.chance(NEXT)) {
            action.run();
        }
    }

    private List<SimRegion> others() {
        return regions.stream().filter(other -> other != region).toList();
    }

    private void cut(boolean cuts, Stage then) {
        others().forEach(other -> network.setCut(region, other, cuts));
        stage = then;
    }

    private void expel() {
        world.note(79, () -> region.self() + " is expelled");
        world.sometimes.reached(Path.EXPELLED);
        others().forEach(other -> other.peers().expel(region.self()));
        stage = Stage.EXPELLED;
    }

    private void stop() {
        world.note(83, () -> region.self() + " is not written any more");
        members.lose(region);
        stage = Stage.STOPPING;
    }

    private boolean isStopped() {
        return drained ? region.isAtRest() : !region.isDown() && !region.isRecounting();
    }

    /** Nothing of it is at work from now on. */
    private void takeOver() {
        world.note(89, () -> region.self() + " is taken over");
        MemoryTable table = region.table();
        unfolded = table.records(region.cursor(), Integer.MAX_VALUE).stream().anyMatch(this::isUnfolded);
        world.sometimes.reached(Path.RETURNED_UNFOLDED, unfolded ? 1 : 0);
        region.vanish();
        left.addAll(table.shadowKeys());
        stage = Stage.IMPRINTING;
        imprint();
    }

    private boolean isUnfolded(StreamRecord record) {
        ShadowRow row = region.table().shadow(record.key()).orElse(ShadowRow.NONE);
        return row.sequence().compareTo(record.sequence()) < 0;
    }

    private void imprint() {
        if (left.isEmpty()) {
            stage = Stage.IMPRINTED;
            return;
        }
        List<ItemKey> page = List.copyOf(left.subList(0, Math.min(left.size(), 1 + world.below(PAGE))));
        Invocation process = new Invocation(world, "imprint " + region.self(), region.chances(), this::pause);
        ReplicaConfig config =
                ReplicaConfig.of(region.home(), Set.of(), region.policy().now());
        SimStore store = new SimStore(world, process, region);
        world.started(process);
        CompletableFuture<Void> unused = new Imprint(config, store, world::millis, () -> world.nextId(process))
                .put(page)
                .handle((there, error) -> {
                    world.ended(process);
                    if (!process.isCrashed()) {
                        if (error == null) {
                            there.forEach(region.table()::removeShadow);
                            left.removeAll(page);
                        }
                        pause();
                    }
                    return null;
                });
    }

    private void pause() {
        world.later(Invocation.immortal(world, "imprint " + region.self()), PAUSE_STEPS, this::imprint);
    }

    private void comeBack() {
        SimRegion back = region.returned();
        world.note(97, () -> back.self() + " is back");
        world.sometimes.reached(Path.RETURNED);
        cut(false, Stage.BACK);
        others().forEach(other -> other.peers().takeBack(back.name()));
        created.accept(back);
        regions.set(regions.indexOf(region), back);
        takeIn.begin(back);
    }
}
