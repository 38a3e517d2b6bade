package dev.rejoin.testkit.sim;

import dev.rejoin.item.ItemKey;
import dev.rejoin.policy.ItemPolicy;
import dev.rejoin.policy.MergePolicy;
import dev.rejoin.testkit.sim.Sometimes.Path;

/** How one region merges items, which the table's owner changes while applications write. */
final class SimPolicy {
    private final World world;
    private final RunShape shape;
    private final Chances chances;
    private MergePolicy now;

    SimPolicy(World world, RunShape shape, Chances chances) {
        this.world = world;
        this.shape = shape;
        this.chances = chances;
        this.now = shape.policy(false, this::resolverFails);
    }

    MergePolicy now() {
        return now;
    }

    ItemPolicy at(ItemKey key) {
        return now.at(key);
    }

    boolean keepsItems() {
        return shape.mix().keepsItems();
    }

    /** An attribute of registers and counters changes its type. */
    void change() {
        now = shape.policy(world.coin(), this::resolverFails);
        world.sometimes.reached(Path.POLICY_CHANGED);
    }

    /** Attributes change their types, so many changes from the first policy. */
    void turn(int turn) {
        now = shape.typed(turn, this::resolverFails);
        world.sometimes.reached(Path.POLICY_CHANGED);
    }

    private boolean resolverFails() {
        boolean fails = shape.mix() == Mix.RESOLVER_FAILS && world.chance(chances.resolver());
        world.sometimes.reached(Path.RESOLVER_FAILED, fails ? 1 : 0);
        return fails;
    }
}
