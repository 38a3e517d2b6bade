package dev.rejoin.cli.local.outage;

import dev.rejoin.aws.fence.FenceTask;
import dev.rejoin.outage.Isolation;
import dev.rejoin.outage.OnIsolation;
import java.time.Duration;

/**
 * How fast local sentinels are.
 *
 * @param beat between two looks
 * @param bound the age of a heartbeat from which its region counts as not reached
 * @param proofs how many probes must be refused
 */
public record WatchPace(OnIsolation onIsolation, Duration beat, Duration bound, int proofs) {
    /** For a person who watches: a second to see a cut, not minutes. */
    public static final WatchPace BRISK =
            new WatchPace(OnIsolation.FENCE_MINORITY, Duration.ofMillis(200), Duration.ofMillis(1_000), 3);

    private static final int STEPS = 6;
    private static final Duration PAUSE = Duration.ofMillis(20);

    FenceTask.Rules rules() {
        return new FenceTask.Rules(
                onIsolation, bound, new Isolation.Patience(2, 2), STEPS, PAUSE, Duration.ofSeconds(5));
    }
}
