package dev.rejoin.testkit.sim;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.PriorityQueue;
import java.util.SplittableRandom;
import java.util.function.Supplier;

/** Time, chance, and what is under way. One thread; whatever happens next is drawn from all that could. */
final class World {
    private static final long START = 1_750_000_000_000L;
    private static final int MAX_STEP_MILLIS = 30;

    final SplittableRandom random;
    final Trace trace;
    final Sometimes sometimes = new Sometimes();
    private final List<Event> ready = new ArrayList<>();
    private final PriorityQueue<Event> later =
            new PriorityQueue<>(Comparator.comparingLong(Event::due).thenComparingLong(Event::id));
    private long millis = START;
    private long step;
    private long ids;

    private record Event(Invocation process, Runnable action, long due, long id) {}

    World(long seed, boolean keepTrace) {
        this.random = new SplittableRandom(seed);
        this.trace = new Trace(keepTrace);
    }

    /** The true time, which no region knows exactly. */
    long millis() {
        return millis;
    }

    void passMillis(long more) {
        millis += more;
    }

    long steps() {
        return step;
    }

    long nextId() {
        return ++ids;
    }

    /** Something that may happen from now on, if its process is still there. */
    void soon(Invocation process, Runnable action) {
        ready.add(new Event(process, action, step, nextId()));
    }

    /** Something that may happen after so many steps. */
    void later(Invocation process, int steps, Runnable action) {
        later.add(new Event(process, action, step + steps, nextId()));
    }

    boolean isIdle() {
        return ready.isEmpty() && later.isEmpty();
    }

    /** Lets one thing happen; where nothing can, time passes until something does. */
    void step() {
        step++;
        millis += random.nextInt(MAX_STEP_MILLIS);
        if (ready.isEmpty() && !later.isEmpty()) {
            step = Math.max(step, later.element().due());
        }
        while (!later.isEmpty() && later.element().due() <= step) {
            ready.add(later.remove());
        }
        if (!ready.isEmpty()) {
            happen(take(random.nextInt(ready.size())));
        }
    }

    private Event take(int at) {
        Event event = ready.get(at);
        ready.set(at, ready.get(ready.size() - 1));
        ready.remove(ready.size() - 1);
        return event;
    }

    private static void happen(Event event) {
        if (event.process().isAlive()) {
            event.process().beforeStep();
        }
        if (event.process().isAlive()) {
            event.action().run();
        }
    }

    boolean chance(double probability) {
        return probability > 0 && random.nextDouble() < probability;
    }

    <T> T pick(List<T> from) {
        return from.get(random.nextInt(from.size()));
    }

    void note(long what, Supplier<String> text) {
        trace.event(what * 31 + step, () -> step + " " + text.get());
    }
}
