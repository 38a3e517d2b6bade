package dev.rejoin.testkit.sim;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.PriorityQueue;
import java.util.SplittableRandom;
import java.util.stream.Stream;

/** A world where whatever happens next is drawn from all that could. */
final class RandomWorld extends World {
    private static final long START = 1_750_000_000_000L;
    private static final int MAX_STEP_MILLIS = 30;

    final SplittableRandom random;
    private final List<Event> ready = new ArrayList<>();
    private final PriorityQueue<Event> later =
            new PriorityQueue<>(Comparator.comparingLong(Event::due).thenComparingLong(Event::id));
    private long millis = START;
    private long step;
    private long ids;

    private record Event(Invocation process, Runnable action, long due, long id) {}

    RandomWorld(long seed, boolean keepTrace) {
        super(keepTrace);
        this.random = new SplittableRandom(seed);
    }

    @Override
    long millis() {
        return millis;
    }

    void passMillis(long more) {
        millis += more;
    }

    @Override
    long steps() {
        return step;
    }

    long nextId() {
        return ++ids;
    }

    @Override
    long nextId(Invocation process) {
        return nextId();
    }

    @Override
    void soon(Invocation process, Runnable action) {
        ready.add(new Event(process, action, step, nextId()));
    }

    @Override
    void alone(Invocation process, Runnable action) {
        soon(process, action);
    }

    @Override
    void apart(Invocation process, Runnable action) {
        action.run();
    }

    @Override
    void later(Invocation process, int steps, Runnable action) {
        later.add(new Event(process, action, step + steps, nextId()));
    }

    /** Whether no function is at work, not even one that was given up. */
    boolean isNobodyAtWork() {
        return Stream.concat(ready.stream(), later.stream())
                .noneMatch(event -> event.process().isAtWork());
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
            Event event = take(random.nextInt(ready.size()));
            happen(event.process(), event.action());
        }
    }

    private Event take(int at) {
        Event event = ready.get(at);
        ready.set(at, ready.get(ready.size() - 1));
        ready.remove(ready.size() - 1);
        return event;
    }

    @Override
    boolean chance(double probability) {
        return probability > 0 && random.nextDouble() < probability;
    }

    @Override
    int below(int bound) {
        return random.nextInt(bound);
    }

    @Override
    boolean coin() {
        return random.nextBoolean();
    }

    <T> T pick(List<T> from) {
        return from.get(random.nextInt(from.size()));
    }
}
