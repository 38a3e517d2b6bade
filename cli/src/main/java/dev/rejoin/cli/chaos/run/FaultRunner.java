package dev.rejoin.cli.chaos.run;

import dev.rejoin.cli.chaos.fault.Fault;
import dev.rejoin.cli.chaos.fault.FaultKind;
import dev.rejoin.cli.chaos.fault.Schedule;
import dev.rejoin.cli.chaos.fleet.Fleet;
import dev.rejoin.cli.chaos.proxy.LinkFault;
import dev.rejoin.cli.chaos.proxy.StoreFault;
import dev.rejoin.cli.chaos.writer.Writers;
import dev.rejoin.clock.Actor;
import java.io.IOException;
import java.time.Duration;
import java.util.Comparator;
import java.util.HashSet;
import java.util.PriorityQueue;
import java.util.Set;
import java.util.function.Consumer;

/** Has the faults of a schedule happen. One thread: what takes long delays the next, and nothing else. */
final class FaultRunner {
    private static final int KILLS_IN_A_ROW = 3;
    private static final double PERCENT = 100;

    private final Fleet fleet;
    private final Writers writers;
    private final PriorityQueue<Step> steps = new PriorityQueue<>(Comparator.comparing(Step::at));
    private final Set<Actor> down = new HashSet<>();
    private final Set<Actor> frozen = new HashSet<>();

    private record Step(Duration at, Action action) {}

    private interface Action {
        void run() throws IOException, InterruptedException;
    }

    /** @param listener hears of each fault that begins */
    FaultRunner(Fleet fleet, Writers writers, Schedule schedule, Consumer<Fault> listener) {
        this.fleet = fleet;
        this.writers = writers;
        for (Fault fault : schedule.faults()) {
            steps.add(new Step(fault.at(), () -> {
                listener.accept(fault);
                begin(fault);
            }));
            if (fault.kind() == FaultKind.KILL_AGAIN) {
                for (int kill = 1; kill < KILLS_IN_A_ROW; kill++) {
                    Duration at =
                            fault.at().plus(fault.length().multipliedBy(kill).dividedBy(KILLS_IN_A_ROW));
                    steps.add(new Step(at, () -> {
                        start(fault.region());
                        kill(fault.region());
                    }));
                }
            }
            steps.add(new Step(fault.end(), () -> end(fault)));
        }
    }

    /**
     * Runs until that time, or until it is to stop.
     *
     * @param began {@code System.nanoTime} of the run's beginning
     * @param stop asked for how long to wait, and answers whether to stop
     */
    void run(long began, Duration length, Stop stop) throws IOException, InterruptedException {
        while (true) {
            Step next = steps.peek();
            Duration at = next == null || next.at.compareTo(length) > 0 ? length : next.at;
            if (stop.waited(at.minusNanos(System.nanoTime() - began)) || next == null || at.equals(length)) {
                return;
            }
            steps.remove();
            next.action.run();
        }
    }

    /** Waits, and may be told to stop. */
    @FunctionalInterface
    interface Stop {
        /** Waits so long, if it is positive; true at once when it is to stop. */
        boolean waited(Duration time) throws InterruptedException;
    }

    private void begin(Fault fault) throws IOException, InterruptedException {
        Actor region = fault.region();
        switch (fault.kind()) {
            case KILL, KILL_AGAIN -> kill(region);
            case PAUSE -> {
                fleet.freeze(region, true);
                frozen.add(region);
            }
            case CUT, CUT_SILENTLY, ANSWERS_LOST, BROKEN_OFF, DELAY, NARROW -> link(fault, linkFault(fault));
            case ISOLATE -> isolate(region, LinkFault.of(LinkFault.Kind.SILENT));
            case THROTTLE, STORE_ERRORS, STORE_ANSWERS_LOST, STORE_SLOW ->
                fleet.store(region).set(storeFault(fault));
            case SKEW -> fleet.skew(region, fault.amount());
            case FLOOD -> writers.flood(region, fault.length());
            case CHURN -> writers.churn(region, fault.length());
        }
    }

    private void end(Fault fault) throws IOException, InterruptedException {
        Actor region = fault.region();
        switch (fault.kind().resource()) {
            case PROCESS -> revive(region);
            case LINK -> link(fault, LinkFault.NONE);
            case LINKS -> isolate(region, LinkFault.NONE);
            case STORE -> fleet.store(region).set(StoreFault.NONE);
            case CLOCK -> fleet.skew(region, 0);
            case WRITERS -> {}
        }
    }

    /** Ends every fault, also those that had not ended. */
    void heal() throws IOException, InterruptedException {
        for (Actor region : fleet.regions()) {
            revive(region);
        }
        fleet.heal();
    }

    private void kill(Actor region) {
        down.add(region);
        fleet.kill(region);
    }

    private void start(Actor region) {
        if (down.remove(region)) {
            fleet.start(region);
        }
    }

    private void revive(Actor region) throws IOException, InterruptedException {
        start(region);
        if (frozen.remove(region)) {
            fleet.freeze(region, false);
        }
    }

    private void link(Fault fault, LinkFault what) {
        Actor peer = fault.peer();
        if (peer != null) {
            fleet.link(fault.region(), peer).set(what);
        }
    }

    private void isolate(Actor region, LinkFault what) {
        for (Actor other : fleet.regions()) {
            if (!other.equals(region)) {
                fleet.link(region, other).set(what);
                fleet.link(other, region).set(what);
            }
        }
    }

    private static LinkFault linkFault(Fault fault) {
        return switch (fault.kind()) {
            case CUT -> LinkFault.of(LinkFault.Kind.RESET);
            case CUT_SILENTLY -> LinkFault.of(LinkFault.Kind.SILENT);
            case ANSWERS_LOST -> LinkFault.of(LinkFault.Kind.ANSWERS_LOST);
            case BROKEN_OFF -> LinkFault.of(LinkFault.Kind.BROKEN_OFF);
            case DELAY -> LinkFault.delayed(Duration.ofMillis(fault.amount()));
            case NARROW -> LinkFault.narrow(fault.amount());
            default -> throw new IllegalArgumentException("not a fault of a link: " + fault.kind());
        };
    }

    private static StoreFault storeFault(Fault fault) {
        StoreFault.Kind kind = switch (fault.kind()) {
            case THROTTLE -> StoreFault.Kind.THROTTLED;
            case STORE_ERRORS -> StoreFault.Kind.ERRORS;
            case STORE_ANSWERS_LOST -> StoreFault.Kind.ANSWERS_LOST;
            case STORE_SLOW -> StoreFault.Kind.SLOW;
            default -> throw new IllegalArgumentException("not a fault of a store: " + fault.kind());
        };
        return new StoreFault(kind, fault.amount() / PERCENT);
    }
}
