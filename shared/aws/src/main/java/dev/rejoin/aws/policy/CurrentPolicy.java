package dev.rejoin.aws.policy;

import dev.rejoin.aws.control.PolicyRecord;
import dev.rejoin.aws.metrics.Problem;
import dev.rejoin.replica.TimeSource;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * A table's policy as its control table has it, read again every few seconds. A change takes effect in that time, for every batch
 * that begins after; a batch that has begun ends by the policy with which it began. While the control table cannot be read, the last
 * policy holds for a minute; after that, and at first, and while a policy cannot be understood, whoever asks has to wait.
 */
public final class CurrentPolicy implements PolicySource {
    /** How long what was read holds. */
    public static final Duration FRESH = Duration.ofSeconds(5);

    /** How long at most what was read holds while it cannot be read again. */
    public static final Duration LONGEST = Duration.ofSeconds(60);

    /** While there is a policy that still holds. */
    private static final long PATIENCE_MILLIS = 2_000;

    /** While there is none, and whoever asks can only wait; the batch's own deadline is mostly shorter. */
    private static final long FIRST_PATIENCE_MILLIS = 20_000;

    private final Supplier<CompletableFuture<PolicyRecord>> newest;
    private final PolicyReader reader;
    private final TimeSource time;
    private final long freshMillis;
    private final Runnable waits;
    private @Nullable Known known;
    private @Nullable CompletableFuture<InForce> asking;
    private long askedAt = Long.MIN_VALUE / 2;

    /** What was read last, and when. */
    private record Known(long at, PolicyRecord record, CompletableFuture<InForce> policy) {}

    /**
     * @param newest reads the newest policy that the control table knows
     * @param fresh how long that holds
     * @param waits run each time that somebody has to wait
     */
    public CurrentPolicy(
            Supplier<CompletableFuture<PolicyRecord>> newest,
            PolicyReader reader,
            TimeSource time,
            Duration fresh,
            Runnable waits) {
        this.newest = newest;
        this.reader = reader;
        this.time = time;
        this.freshMillis = fresh.toMillis();
        this.waits = waits;
    }

    @Override
    public CompletableFuture<InForce> inForce() {
        return now().whenComplete((policy, error) -> {
            if (error != null) {
                waits.run();
            }
        });
    }

    private synchronized CompletableFuture<InForce> now() {
        long now = time.millis();
        if (asking != null && !asking.isDone()) {
            return asking;
        }
        // A clock that was put back makes everything stale.
        boolean asked = now >= askedAt && now - askedAt < freshMillis;
        if (asked && known != null && holds(known, now)) {
            return known.policy;
        }
        long patience = known != null && holds(known, now) ? PATIENCE_MILLIS : FIRST_PATIENCE_MILLIS;
        CompletableFuture<InForce> answer = started()
                .orTimeout(patience, TimeUnit.MILLISECONDS)
                .thenCompose(record -> read(now, record))
                .exceptionallyCompose(error -> unread(now, error));
        askedAt = now;
        asking = answer;
        return answer;
    }

    private static boolean holds(Known known, long now) {
        return now >= known.at && now - known.at < LONGEST.toMillis();
    }

    private CompletableFuture<PolicyRecord> started() {
        try {
            return newest.get();
        } catch (RuntimeException e) {
            return CompletableFuture.failedFuture(e);
        }
    }

    private synchronized CompletableFuture<InForce> read(long at, PolicyRecord record) {
        Known last = known;
        CompletableFuture<InForce> policy =
                last != null && last.record.equals(record) && !last.policy.isCompletedExceptionally()
                        ? last.policy
                        : understood(record);
        known = new Known(at, record, policy);
        return policy;
    }

    private CompletableFuture<InForce> understood(PolicyRecord record) {
        try {
            return CompletableFuture.completedFuture(reader.read(record));
        } catch (UnknownPolicyException e) {
            return CompletableFuture.failedFuture(e);
        }
    }

    /** What was read but cannot be followed is known, and not to be replaced by what was in force before. */
    private synchronized CompletableFuture<InForce> unread(long now, Throwable error) {
        UnknownPolicyException unknown = Problem.in(error, UnknownPolicyException.class);
        if (unknown != null) {
            return CompletableFuture.failedFuture(unknown);
        }
        Known last = known;
        if (last != null && holds(last, now)) {
            return last.policy;
        }
        return CompletableFuture.failedFuture(
                new UnknownPolicyException("the control table does not tell the policy: " + Problem.of(error), error));
    }
}
