package dev.rejoin.cli.demo;

import dev.rejoin.cli.ExitCode;
import dev.rejoin.cli.demo.scene.StepReport;
import java.time.Duration;
import java.util.List;

/**
 * What became of the demo.
 *
 * @param seed gives the same scene again
 * @param figures what was counted
 * @param time from the first step to the end of the comparison
 */
record DemoReport(long seed, List<StepReport> steps, Comparison comparison, Figures figures, Duration time) {
    /** Whether every claim held and all regions are equal. */
    boolean held() {
        return comparison.areEqual() && steps.stream().allMatch(StepReport::held) && figures.givenUp() == 0;
    }

    int exitCode() {
        return held() ? ExitCode.OK : ExitCode.DIFFERENT;
    }
}
