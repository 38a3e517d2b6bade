package dev.rejoin.aws.fence;

import dev.rejoin.aws.metrics.MetricName;
import dev.rejoin.aws.metrics.Problem;
import dev.rejoin.aws.metrics.RegionMetrics;
import dev.rejoin.aws.sentinel.SentinelTask;
import dev.rejoin.clock.Actor;
import dev.rejoin.outage.Fence;
import dev.rejoin.outage.FenceRecord;
import dev.rejoin.outage.FenceRecords;
import dev.rejoin.outage.Isolation;
import dev.rejoin.outage.OnIsolation;
import dev.rejoin.replica.TimeSource;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;

/**
 * Decides from what the sentinel saw whether this region is cut off, and takes its fence as far as it gets until the sentinel
 * has to end. The next run goes on from there.
 */
public final class FenceTask implements SentinelTask {
    private static final int WRITE_ATTEMPTS = 5;

    /** The step that is under way when the time is over. */
    private static final Duration LAST_STEP = Duration.ofSeconds(4);

    private final Actor self;
    private final Set<Actor> peers;
    private final Rules rules;
    private final FenceRecords records;
    private final Fence fence;
    private final RegionMetrics metrics;
    private final TimeSource time;

    /**
     * What is decided by what.
     *
     * @param onIsolation what the owner of the table wants
     * @param bound the age of a heartbeat from which its region counts as not reached
     * @param patience how many looks it takes
     * @param steps how often the fence is looked at in one run, 1 or more
     * @param pause between two of these
     * @param deadline for all of it
     */
    public record Rules(
            OnIsolation onIsolation,
            Duration bound,
            Isolation.Patience patience,
            int steps,
            Duration pause,
            Duration deadline) {
        private static final int STEPS = 20;

        /** For a run each minute. */
        public static Rules of(OnIsolation onIsolation, Duration bound, Duration deadline) {
            return new Rules(onIsolation, bound, Isolation.Patience.DEFAULT, STEPS, Duration.ofSeconds(1), deadline);
        }
    }

    public FenceTask(
            RegionMetrics metrics, Set<Actor> peers, Rules rules, FenceRecords records, Fence fence, TimeSource time) {
        this.self = metrics.self();
        this.peers = Set.copyOf(peers);
        this.rules = rules;
        this.records = records;
        this.fence = fence;
        this.metrics = metrics;
        this.time = time;
    }

    @Override
    public String name() {
        return "fence";
    }

    @Override
    public Duration patience() {
        return rules.deadline.plus(LAST_STEP);
    }

    @Override
    public CompletableFuture<List<String>> run(Seen seen) {
        List<String> notes = new ArrayList<>();
        long until = time.millis() + rules.deadline.toMillis();
        return decided(seen, notes, 1)
                .thenCompose(before -> go(before, 1, until, notes))
                .thenApply(after -> {
                    metrics.region(MetricName.ISOLATED, after.isolation().isolated() ? 1 : 0);
                    metrics.region(MetricName.FENCED, after.state() == FenceRecord.State.FENCED ? 1 : 0);
                    return List.copyOf(notes);
                });
    }

    private CompletableFuture<FenceRecord> decided(Seen seen, List<String> notes, int attempt) {
        return records.read().thenCompose(record -> {
            FenceRecord next = decide(record, seen);
            if (next.equals(record)) {
                return CompletableFuture.completedFuture(record);
            }
            return records.write(next).thenCompose(kept -> {
                if (kept) {
                    tell(record, next, notes);
                    return CompletableFuture.completedFuture(next);
                } else if (attempt == WRITE_ATTEMPTS) {
                    return CompletableFuture.failedFuture(
                            new IllegalStateException("others kept changing the fence's record"));
                }
                return decided(seen, notes, attempt + 1);
            });
        });
    }

    /** Where it cannot be told how old a heartbeat is, nothing follows. A region that this one has expelled does not count. */
    private FenceRecord decide(FenceRecord record, Seen seen) {
        Set<Actor> all = new TreeSet<>(peers);
        all.removeAll(seen.expelled());
        if (!seen.ages().keySet().containsAll(all)) {
            return record;
        }
        Set<Actor> side = side(all, seen);
        all.add(self);
        return rules.onIsolation.decide(record, side, all, rules.patience, time.millis());
    }

    /** The regions that are heard of and answer, and this one. */
    private Set<Actor> side(Set<Actor> others, Seen seen) {
        Set<Actor> side = new TreeSet<>(Set.of(self));
        for (Actor peer : others) {
            Long skew = seen.skews().get(peer);
            if (skew != null && millis(seen.ages(), peer, skew) <= rules.bound.toMillis()) {
                side.add(peer);
            }
        }
        return side;
    }

    /** An age by our clock: a peer whose clock is behind writes heartbeats that look old. */
    private static long millis(Map<Actor, Long> ages, Actor peer, long skew) {
        long age = ages.getOrDefault(peer, Long.MAX_VALUE / 2);
        return age == 0 ? 0 : age + skew;
    }

    private CompletableFuture<FenceRecord> go(FenceRecord now, int step, long until, List<String> notes) {
        return fence.step()
                .handle((record, error) -> {
                    if (error != null) {
                        notes.add("fence not moved: " + Problem.of(error));
                        return now;
                    }
                    tell(now, record, notes);
                    return record;
                })
                .thenCompose(record -> {
                    boolean ends = record.isSettled() || step == rules.steps || time.millis() >= until;
                    return ends
                            ? CompletableFuture.completedFuture(record)
                            : later().thenCompose(waited -> go(record, step + 1, until, notes));
                });
    }

    private CompletableFuture<Void> later() {
        Executor later =
                CompletableFuture.delayedExecutor(rules.pause.toMillis(), TimeUnit.MILLISECONDS, Runnable::run);
        return CompletableFuture.runAsync(() -> {}, later);
    }

    private void tell(FenceRecord before, FenceRecord after, List<String> notes) {
        if (before.isolation().isolated() != after.isolation().isolated()) {
            notes.add(after.isolation().isolated() ? "isolated" : "not isolated any more");
        }
        if (before.state() != after.state()) {
            notes.add("fence " + after.state());
            if (after.state() == FenceRecord.State.FENCED
                    && after.millisToClose().isPresent()) {
                metrics.region(MetricName.TIME_TO_FENCE, after.millisToClose().getAsLong());
            }
        }
        if (before.drainedAt().isEmpty() && after.drainedAt().isPresent()) {
            notes.add("fence drained");
        }
    }
}
