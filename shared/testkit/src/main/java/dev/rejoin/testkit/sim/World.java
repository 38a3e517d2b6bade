package dev.rejoin.testkit.sim;

import java.util.function.Supplier;

/** Time, chance, and what is under way. One thread; what happens next, of all that could, is for the kinds of world to say. */
abstract class World {
    final Trace trace;
    final Sometimes sometimes = new Sometimes();

    World(boolean keepTrace) {
        this.trace = new Trace(keepTrace);
    }

    /** The true time, which no region knows exactly. */
    abstract long millis();

    /** How many things have happened. */
    abstract long steps();

    /** An identity that a process gives to something; never the same twice. */
    abstract long nextId(Invocation process);

    /** Something that may happen from now on, if its process is still there. */
    abstract void soon(Invocation process, Runnable action);

    /** As {@link #soon}, but it touches nothing that any other process sees or changes, so it matters to none when it happens. */
    abstract void alone(Invocation process, Runnable action);

    /** Goes on with a process after its last step; where every crash counts, it may crash in between. */
    abstract void apart(Invocation process, Runnable action);

    /** Something that may happen after so many steps. */
    abstract void later(Invocation process, int steps, Runnable action);

    /** Something that may happen at some time during so many steps. */
    void within(Invocation process, int steps, Runnable action) {
        later(process, 1 + below(steps), action);
    }

    /** Whether something goes wrong. */
    abstract boolean chance(double probability);

    /** A number from 0 to below the bound. */
    abstract int below(int bound);

    /** Either. */
    abstract boolean coin();

    /** A process has begun; more things than one call themselves by its name. */
    void started(Invocation process) {}

    /** A process has got to know this, and what it does next follows from all that it knows. */
    void learned(Invocation process, Object... news) {}

    /** A process will do nothing more. */
    void ended(Invocation process) {}

    static void happen(Invocation process, Runnable action) {
        if (process.isAlive()) {
            process.beforeStep();
        }
        if (process.isAlive()) {
            action.run();
        }
    }

    void note(long what, Supplier<String> text) {
        trace.event(what * 31 + steps(), () -> steps() + " " + text.get());
    }
}
