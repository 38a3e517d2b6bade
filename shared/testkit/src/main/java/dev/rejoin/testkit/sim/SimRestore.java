package dev.rejoin.testkit.sim;

import dev.rejoin.clock.Actor;
import dev.rejoin.item.ItemKey;
import dev.rejoin.replica.StoredItem;
import dev.rejoin.rule.Rule;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/**
 * One region's table is backed up, and lost some time later: either all of a sudden, or after its applications had stopped and everything
 * it had was sent. What it had sent arrives; then the backup is there in its place, under another incarnation of the region, and
 * applications write it at once.
 */
final class SimRestore {
    private static final double NEXT = .03;

    private final RandomWorld world;
    private final SimNetwork network;
    private final Members members;
    private final List<SimRegion> regions;
    private final Function<Actor, SimRegion> create;
    private final SimRegion region;
    private final boolean sudden;
    private final List<StoredItem> backup = new ArrayList<>();
    private Stage stage = Stage.BEFORE;
    private final SimTakeIn takeIn;

    private enum Stage {
        BEFORE,
        BACKED_UP,
        STOPPING,
        LOST,
        BACK
    }

    /**
     * One region, drawn now, goes through it.
     *
     * @param regions in which the new incarnation takes the place of the old one
     * @param create makes a region with an empty table
     */
    SimRestore(
            RandomWorld world,
            SimNetwork network,
            Members members,
            List<SimRegion> regions,
            Function<Actor, SimRegion> create) {
        this.world = world;
        this.network = network;
        this.members = members;
        this.regions = regions;
        this.create = create;
        this.region = world.pick(regions);
        this.sudden = world.coin();
        this.takeIn = new SimTakeIn(world, members);
    }

    /** Whether anything that was written there may be lost with the table. */
    boolean isSudden() {
        return sudden;
    }

    boolean isSettled() {
        return takeIn.isSettled();
    }

    /** What may happen now. */
    void step() {
        switch (stage) {
            case BEFORE -> next(this::backUp);
            case BACKED_UP -> next(sudden ? this::lose : this::stop);
            case STOPPING -> {
                if (region.isDone() && !region.isDown() && network.isQuiet(region)) {
                    lose();
                }
            }
            case LOST -> {
                if (network.isQuiet(region)) {
                    restore();
                }
            }
            case BACK -> takeIn.step();
        }
    }

    private void next(Runnable action) {
        if (world.chance(NEXT)) {
            action.run();
        }
    }

    private void backUp() {
        world.note(43, () -> region.self() + " is backed up");
        for (ItemKey key : region.table().keys()) {
            backup.add(region.table().item(key).orElseThrow());
        }
        stage = Stage.BACKED_UP;
    }

    private void stop() {
        world.note(47, () -> region.self() + " is not written any more");
        members.lose(region);
        stage = Stage.STOPPING;
    }

    private void lose() {
        world.note(53, () -> region.self() + " is lost");
        members.lose(region);
        region.vanish();
        stage = Stage.LOST;
    }

    private void restore() {
        Actor self = region.self();
        SimRegion back = create.apply(Rule.INCARNATION_TAKEN.holds() ? self.incarnation(self.incarnation() + 1) : self);
        world.note(59, () -> back.self() + " is restored");
        world.sometimes.reached(Sometimes.Path.RESTORED);
        region.log().restored().lost(self);
        back.restore(region, backup);
        back.setSkew(region.skewMillis());
        regions.set(regions.indexOf(region), back);
        takeIn.begin(back);
        stage = Stage.BACK;
    }
}
