package dev.rejoin.cli.chaos.run;

import dev.rejoin.cli.chaos.audit.Audit;
import dev.rejoin.cli.chaos.audit.Promise;
import dev.rejoin.cli.chaos.fault.Fault;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;

/**
 * What a run gave.
 *
 * @param began when
 * @param ran how long writers and faults went on
 * @param stopped whether somebody stopped it early
 * @param toRest how long it took from the end of all faults until nothing was under way any more
 * @param faults those that happened
 */
public record ChaosResult(
        ChaosSetup setup,
        Instant began,
        Duration ran,
        boolean stopped,
        Duration toRest,
        List<Fault> faults,
        List<Sample> samples,
        Lags lags,
        Writes writes,
        Map<String, Long> counts,
        Audit.Findings findings) {
    /** Of all versions that were applied, in milliseconds. */
    public record Lags(long count, long p50, long p99, long max) {}

    /** What writers were told. */
    public record Writes(long acknowledged, long refused, long unknown) {
        public long all() {
            return acknowledged + refused + unknown;
        }
    }

    /** Whether every promise was kept. */
    public boolean held() {
        return findings.promises().stream().allMatch(Promise::held);
    }
}
