package dev.rejoin.testkit.sim;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * A world that asks what happens next. Time stands still, so that no step's outcome depends on how many others came before.
 *
 * <p>It can tell where it is. What a process will do follows from what it is and has got to know so far, so that stands for it;
 * even the identities that it draws follow from that. Hence two ways through a run that bring everything to the same point are
 * seen to do so.
 */
final class ForkedWorld extends World {
    private static final long START = 1_750_000_000_000L;

    private final Fork fork;
    private final boolean eager;
    private final List<Event> pending = new ArrayList<>();
    private final Deque<Event> alone = new ArrayDeque<>();
    private final Map<Invocation, Memory> memories = new HashMap<>();
    private final List<Memory> working = new ArrayList<>();
    private final boolean patient;
    private final List<Event> late = new ArrayList<>();
    private boolean calm = true;
    private int faultsLeft;
    private long steps;

    private record Event(Invocation process, Runnable action) {}

    /** What a process is and has got to know. */
    private static final class Memory {
        private final Invocation process;
        private final List<Object> news = new ArrayList<>();
        private long hash;
        private int place;
        private long drawn;
        private boolean ended;

        Memory(Invocation process) {
            this.process = process;
            this.hash = Digest.of(process.toString());
        }

        boolean isOver() {
            return ended || !process.isAlive();
        }

        long hash() {
            news.forEach(thing -> hash = Digest.of(hash, thing));
            news.clear();
            return Digest.of(hash, place);
        }
    }

    /**
     * A calm world, in which nothing is asked.
     *
     * @param eager whether what concerns one process only happens at once
     * @param patient whether what happens later happens when nothing else can
     */
    ForkedWorld(Fork fork, boolean eager, boolean patient, boolean keepTrace) {
        super(keepTrace);
        this.fork = fork;
        this.eager = eager;
        this.patient = patient;
    }

    /** From now on things may happen in any order, and so many may go wrong. */
    void endCalm(int faults) {
        calm = false;
        faultsLeft = faults;
    }

    @Override
    long millis() {
        return START;
    }

    @Override
    long steps() {
        return steps;
    }

    @Override
    long nextId(Invocation process) {
        Memory memory = memory(process);
        return Digest.of(memory.hash(), ++memory.drawn);
    }

    private Memory memory(Invocation process) {
        return memories.computeIfAbsent(process, Memory::new);
    }

    @Override
    void started(Invocation process) {
        working.removeIf(Memory::isOver);
        Memory memory = memory(process);
        while (working.stream().anyMatch(other -> isTwin(other, memory))) {
            memory.place++;
        }
        working.add(memory);
    }

    private static boolean isTwin(Memory one, Memory other) {
        return one.place == other.place && one.process.toString().equals(other.process.toString());
    }

    @Override
    void learned(Invocation process, Object... news) {
        for (Object thing : news) {
            memory(process)
                    .news
                    .add(
                            thing instanceof Invocation other
                                    ? (Object) memory(other).hash()
                                    : thing);
        }
    }

    @Override
    void ended(Invocation process) {
        memory(process).ended = true;
    }

    @Override
    void soon(Invocation process, Runnable action) {
        pending.add(new Event(process, action));
    }

    @Override
    void later(Invocation process, int steps, Runnable action) {
        (patient ? late : pending).add(new Event(process, action));
    }

    @Override
    void within(Invocation process, int steps, Runnable action) {
        later(process, steps, action);
    }

    @Override
    void alone(Invocation process, Runnable action) {
        (eager ? alone : pending).add(new Event(process, action));
    }

    @Override
    void apart(Invocation process, Runnable action) {
        if (faultsLeft == 0) {
            action.run();
            return;
        }
        alone(process, action);
        alone(process, () -> {});
    }

    @Override
    boolean chance(double probability) {
        boolean happens = probability > 0 && faultsLeft > 0 && fork.choose(2) == 1;
        faultsLeft -= happens ? 1 : 0;
        return happens;
    }

    @Override
    int below(int bound) {
        return bound == 1 || calm ? 0 : fork.choose(bound);
    }

    @Override
    boolean coin() {
        return fork.choose(2) == 1;
    }

    /** How many things could happen now; 0 if everything has come to rest. */
    int ready() {
        while (!alone.isEmpty()) {
            happen(alone.remove());
        }
        pending.removeIf(event -> memory(event.process).isOver());
        if (pending.isEmpty()) {
            pending.addAll(late);
            late.clear();
        }
        return pending.size();
    }

    /** Lets one of them happen. */
    void happen(int which) {
        happen(pending.remove(which));
    }

    private void happen(Event event) {
        steps++;
        if (!memory(event.process).isOver()) {
            happen(event.process, event.action);
        }
    }

    /** Where everything that is under way has got to. */
    long whereabouts() {
        working.removeIf(Memory::isOver);
        long[] sum = new long[pending.size() + working.size()];
        int i = 0;
        for (Event event : pending) {
            sum[i++] = Digest.mix(memory(event.process).hash());
        }
        for (Memory memory : working) {
            sum[i++] = memory.hash();
        }
        return Digest.of(Arrays.stream(sum).sum(), faultsLeft);
    }
}
