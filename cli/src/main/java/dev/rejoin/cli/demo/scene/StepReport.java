package dev.rejoin.cli.demo.scene;

import dev.rejoin.cli.local.node.LagBook.Lag;
import java.time.Duration;
import java.util.List;

/**
 * What became of a step.
 *
 * @param number from 1
 * @param writes how many plain writes the applications made
 * @param lag from a write to its arrival in other regions
 */
public record StepReport(int number, String title, List<Check> checks, long writes, Lag lag, Duration time) {
    public StepReport {
        checks = List.copyOf(checks);
    }

    /** Whether every claim held. */
    public boolean held() {
        return checks.stream().allMatch(Check::held);
    }
}
