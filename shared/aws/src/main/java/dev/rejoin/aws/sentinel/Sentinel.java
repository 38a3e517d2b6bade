package dev.rejoin.aws.sentinel;

import dev.rejoin.aws.alarm.LagAlarms;
import dev.rejoin.aws.metrics.Problem;
import dev.rejoin.aws.metrics.RegionMetrics;
import dev.rejoin.clock.Actor;
import dev.rejoin.replica.TimeSource;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Writes this region's heartbeat, measures the age of each peer's and how far its clock is from ours, and maintains the lag
 * alarms. Every step has its own deadline, and none waits for what it does not need: a peer, a table or CloudWatch that is away
 * costs what it would have told, and nothing else.
 */
public final class Sentinel {
    /** A longer way there and back says too little about the clock: probably it had to start first. */
    private static final long LONG_MILLIS = 200;

    private final Heartbeats heartbeats;
    private final Map<Actor, PeerClock> peers;
    private final Supplier<CompletableFuture<Set<Actor>>> expelled;
    private final LagAlarms alarms;
    private final RegionMetrics metrics;
    private final TimeSource time;
    private final Duration patience;
    private final List<SentinelTask> tasks;

    /**
     * @param expelled tells which of the peers this region has expelled: no alarm is raised because they lag
     * @param patience how long each step may take
     * @param tasks what is done beside that, once the peers were looked at
     */
    public Sentinel(
            Heartbeats heartbeats,
            Map<Actor, PeerClock> peers,
            Supplier<CompletableFuture<Set<Actor>>> expelled,
            LagAlarms alarms,
            RegionMetrics metrics,
            TimeSource time,
            Duration patience,
            List<SentinelTask> tasks) {
        this.heartbeats = heartbeats;
        this.peers = new TreeMap<>(peers);
        this.expelled = expelled;
        this.alarms = alarms;
        this.metrics = metrics;
        this.time = time;
        this.patience = patience;
        this.tasks = List.copyOf(tasks);
    }

    /**
     * What a run found.
     *
     * @param ages of each peer's newest heartbeat here, in milliseconds, where it could be told
     * @param skews by how much each peer's clock is ahead of ours, negative if behind, in milliseconds
     * @param alarms names of alarms that were created, changed or deleted
     * @param notes what tasks changed, in words
     * @param problems what went wrong, in words
     */
    public record Report(
            Map<Actor, Long> ages,
            Map<Actor, Long> skews,
            List<String> alarms,
            List<String> notes,
            List<String> problems) {}

    /** Runs once. Never fails: what goes wrong is in the report. */
    public CompletableFuture<Report> run() {
        return new Run().all();
    }

    /** How far a clock is ahead, as told by a question and its answer. */
    private record Reading(long skew, long roundTrip) {}

    private final class Run {
        private final Map<Actor, Long> ages = Collections.synchronizedMap(new TreeMap<>());
        private final Map<Actor, Long> skews = Collections.synchronizedMap(new TreeMap<>());
        private final List<String> changed = Collections.synchronizedList(new ArrayList<>());
        private final List<String> notes = Collections.synchronizedList(new ArrayList<>());
        private final List<String> problems = Collections.synchronizedList(new ArrayList<>());

        CompletableFuture<Report> all() {
            List<CompletableFuture<?>> steps = new ArrayList<>();
            CompletableFuture<Map<Actor, Long>> beat = step("heartbeat", Map.of(), this::beat);
            peers.forEach((peer, clock) -> {
                steps.add(age(peer, beat));
                steps.add(step("clock of " + peer, false, () -> skew(peer, clock)));
            });
            CompletableFuture<Set<Actor>> away = step("expelled peers", Set.of(), expelled);
            steps.add(away.thenCompose(gone -> step("alarms", false, () -> alarms(gone))));
            steps.add(beat);
            return CompletableFuture.allOf(steps.toArray(new CompletableFuture<?>[0]))
                    .thenCompose(done -> tasks(away.join()))
                    .thenApply(done -> new Report(
                            Map.copyOf(ages),
                            Map.copyOf(skews),
                            List.copyOf(changed),
                            List.copyOf(notes),
                            List.copyOf(problems)));
        }

        /** Side by side: none waits for another. */
        private CompletableFuture<Void> tasks(Set<Actor> away) {
            SentinelTask.Seen seen = new SentinelTask.Seen(Map.copyOf(ages), Map.copyOf(skews), Set.copyOf(away));
            return CompletableFuture.allOf(tasks.stream()
                    .map(task -> step(task.name(), List.<String>of(), task.patience(), () -> task.run(seen))
                            .thenAccept(notes::addAll))
                    .toArray(CompletableFuture<?>[]::new));
        }

        /** Never fails, and is there in time: with the other result if something went wrong. */
        private <T> CompletableFuture<T> step(String name, T otherwise, Supplier<CompletableFuture<T>> work) {
            return step(name, otherwise, patience, work);
        }

        private <T> CompletableFuture<T> step(
                String name, T otherwise, Duration deadline, Supplier<CompletableFuture<T>> work) {
            CompletableFuture<T> begun;
            try {
                begun = work.get();
            } catch (RuntimeException e) {
                begun = CompletableFuture.failedFuture(e);
            }
            return begun.orTimeout(deadline.toMillis(), TimeUnit.MILLISECONDS).exceptionally(error -> {
                problems.add(name + ": " + Problem.of(error));
                return otherwise;
            });
        }

        private CompletableFuture<Map<Actor, Long>> beat() {
            return heartbeats.beat(time.millis(), peers.keySet()).thenApply(since -> {
                metrics.heartbeat();
                return since;
            });
        }

        /** Of a peer that was never heard of: since when we listen. */
        private CompletableFuture<?> age(Actor peer, CompletableFuture<Map<Actor, Long>> beat) {
            return step(
                    "heartbeat of " + peer,
                    false,
                    () -> heartbeats.last(peer).thenCompose(last -> {
                        if (last.isPresent()) {
                            return CompletableFuture.completedFuture(noted(peer, last.getAsLong()));
                        }
                        return beat.thenApply(since -> noted(peer, since.get(peer)));
                    }));
        }

        private boolean noted(Actor peer, @Nullable Long from) {
            if (from == null) {
                return false;
            }
            long age = Math.max(0, time.millis() - from);
            ages.put(peer, age);
            metrics.heartbeatAge(peer, age);
            return true;
        }

        private CompletableFuture<Boolean> skew(Actor peer, PeerClock clock) {
            return ask(clock)
                    .thenCompose(first -> first.roundTrip <= LONG_MILLIS
                            ? CompletableFuture.completedFuture(first)
                            : ask(clock).thenApply(second -> second.roundTrip < first.roundTrip ? second : first))
                    .thenApply(best -> {
                        skews.put(peer, best.skew);
                        metrics.clockSkew(peer, best.skew);
                        return true;
                    });
        }

        private CompletableFuture<Reading> ask(PeerClock clock) {
            long asked = time.millis();
            return clock.millis().thenApply(there -> {
                long answered = time.millis();
                return new Reading(there - (asked + (answered - asked) / 2), answered - asked);
            });
        }

        private CompletableFuture<Boolean> alarms(Set<Actor> away) {
            Set<Actor> watched = new TreeSet<>(peers.keySet());
            watched.removeAll(away);
            return alarms.maintain(watched).thenApply(changes -> {
                changed.addAll(changes.put());
                changed.addAll(changes.deleted());
                changes.problems().forEach(problem -> problems.add("alarm " + problem));
                return true;
            });
        }
    }
}
