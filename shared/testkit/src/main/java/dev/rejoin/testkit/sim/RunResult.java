package dev.rejoin.testkit.sim;

import dev.rejoin.testkit.store.OperationCounts;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How a run ended.
 *
 * @param failure what does not hold, null if everything does
 * @param traceHash the same for the same scenario, always
 * @param trace what happened, a line a step; empty unless asked for
 * @param sometimes which rare paths were reached
 * @param steps how many steps it took
 * @param counts store operations by region
 * @param sent versions sent
 */
public record RunResult(
        Scenario scenario,
        @Nullable String failure,
        long traceHash,
        List<String> trace,
        Sometimes sometimes,
        long steps,
        List<OperationCounts> counts,
        long sent) {}
