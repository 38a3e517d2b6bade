package dev.rejoin.testkit.sim;

import dev.rejoin.rule.PlantedBug;
import dev.rejoin.rule.Rule;
import java.util.Optional;
import java.util.function.LongFunction;

/** Breaks a rule and looks for a run that notices: a simulator that finds no planted bug would find no other either. */
public final class BugHunt {
    private BugHunt() {}

    /**
     * What was found.
     *
     * @param runs how many runs it took
     * @param result the run that failed with the rule broken, and holds without
     */
    public record Found(Rule rule, long runs, RunResult result) {}

    /** Hunts one planted bug. Not to be run beside other simulations: the rule is broken for the whole process. */
    public static Optional<Found> hunt(Rule rule, long first, long runs, LongFunction<Scenario> scenarios) {
        return hunt(rule, first, runs, scenarios, () -> {});
    }

    /**
     * As the other one.
     *
     * @param afterEach called after each run
     */
    public static Optional<Found> hunt(
            Rule rule, long first, long runs, LongFunction<Scenario> scenarios, Runnable afterEach) {
        for (long run = first; run < first + runs; run++) {
            Scenario scenario = scenarios.apply(run);
            RunResult broken = planted(rule, scenario);
            afterEach.run();
            if (broken.failure() != null && Simulation.run(scenario).failure() == null) {
                return Optional.of(new Found(rule, run - first + 1, broken));
            }
        }
        return Optional.empty();
    }

    /** One run with a rule broken. */
    public static RunResult planted(Rule rule, Scenario scenario) {
        return PlantedBug.during(rule, () -> Simulation.run(scenario));
    }
}
