package dev.rejoin.testkit.sim;

import java.util.function.BooleanSupplier;

/** One invocation of a function: it lives until it is done, or crashes between any two of its operations. */
final class Invocation {
    private final World world;
    private final String name;
    private final Chances chances;
    private final Runnable onCrash;
    private final BooleanSupplier gone;
    private boolean alive = true;
    private boolean crashed;

    /** @param onCrash what the world notices of a crash: the next invocation, or a sender's timeout */
    Invocation(World world, String name, Chances chances, Runnable onCrash) {
        this(world, name, chances, onCrash, () -> false);
    }

    /** @param gone whether the region is gone in which it runs: then it does nothing more, not even as a zombie */
    Invocation(World world, String name, Chances chances, Runnable onCrash, BooleanSupplier gone) {
        this.world = world;
        this.name = name;
        this.chances = chances;
        this.onCrash = onCrash;
        this.gone = gone;
    }

    /** Whether it is a function at its work, and not somebody who only starts one. */
    boolean isAtWork() {
        return alive && chances != Chances.NEVER;
    }

    /** One that never crashes. */
    static Invocation immortal(World world, String name) {
        return new Invocation(world, name, Chances.NEVER, () -> {});
    }

    boolean isAlive() {
        return alive;
    }

    /** Whether the world gave it up; as a zombie it may go on all the same. */
    boolean isCrashed() {
        return crashed;
    }

    void beforeStep() {
        if (gone.getAsBoolean()) {
            end();
            return;
        }
        if (crashed || !world.chance(chances.crash())) {
            return;
        }
        crashed = true;
        alive = world.chance(chances.zombie());
        if (alive) {
            world.sometimes.reached(Sometimes.Path.ZOMBIE);
        }
        world.note(3, () -> name + " crashes" + (alive ? ", but goes on" : ""));
        onCrash.run();
    }

    private void end() {
        alive = false;
        if (!crashed) {
            crashed = true;
            onCrash.run();
        }
    }

    @Override
    public String toString() {
        return name;
    }
}
