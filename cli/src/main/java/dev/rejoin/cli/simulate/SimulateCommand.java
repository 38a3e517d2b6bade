package dev.rejoin.cli.simulate;

import dev.rejoin.cli.ExitCode;
import dev.rejoin.cli.Terminal;
import dev.rejoin.cli.option.OutputOption;
import dev.rejoin.cli.output.Screen;
import dev.rejoin.rule.Rule;
import dev.rejoin.testkit.sim.BugHunt;
import dev.rejoin.testkit.sim.Campaign;
import dev.rejoin.testkit.sim.Mix;
import dev.rejoin.testkit.sim.RunResult;
import dev.rejoin.testkit.sim.Scenario;
import dev.rejoin.testkit.sim.Simulation;
import dev.rejoin.testkit.sim.Sometimes;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code rejoin simulate}. */
@Command(
        name = "simulate",
        description = {
            "Runs the protocol in a deterministic simulation of regions in which anything goes wrong that can, and"
                    + " checks what it promises. A failure prints the one line that runs it again, to the byte.",
            ""
        },
        mixinStandardHelpOptions = true,
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {
            "0:everything held (with --plant: every planted bug was found)",
            "1:something did not hold (with --plant: a bug was not found)",
            "2:the command line is wrong"
        },
        footerHeading = "%nExamples:%n",
        footer = {
            "  rejoin simulate --seeds 10000",
            "  rejoin simulate --seeds 1000 --first 50000 --mix put_backs --regions 3",
            "  rejoin simulate --seed 281 --regions 3 --ops 16 --mix copies --faults common",
            "  rejoin simulate --plant dirty_waits --seeds 2000",
            "  rejoin simulate --seeds 2000 --life backfill",
            "  rejoin simulate --seeds 2000 --life outage"
        })
public final class SimulateCommand implements Callable<Integer> {
    private static final int SHOWN = 5;
    private static final int DEFAULT_REGIONS = 3;
    private static final int DEFAULT_OPS = 12;

    @Spec
    @SuppressWarnings("NullAway.Init")
    private CommandSpec spec;

    @Option(
            names = "--seeds",
            paramLabel = "N",
            defaultValue = "3000",
            description = "How many runs. Without --mix they go through all mixes. Default: ${DEFAULT-VALUE}")
    private long seeds;

    @Option(names = "--first", paramLabel = "S", defaultValue = "0", description = "Where to begin. Default: 0")
    private long first;

    @Option(names = "--seed", paramLabel = "S", description = "One run, with its trace.")
    private @Nullable Long seed;

    @Option(names = "--regions", paramLabel = "R", description = "2 to 5; all of these in turn if not given.")
    private @Nullable Integer regions;

    @Option(names = "--ops", paramLabel = "K", description = "Plain writes in a run; 4 to 26 in turn if not given.")
    private @Nullable Integer ops;

    @Option(names = "--mix", paramLabel = "M", description = "Which writes: ${COMPLETION-CANDIDATES}")
    private @Nullable Mix mix;

    @Option(names = "--faults", paramLabel = "F", description = "What goes wrong: ${COMPLETION-CANDIDATES}")
    private Scenario.@Nullable Faults faults;

    @Option(
            names = "--life",
            paramLabel = "L",
            description = "What becomes of regions and tables in a run: ${COMPLETION-CANDIDATES}. Default: steady; with"
                    + " --plant what the rule is about.")
    private Scenario.@Nullable Life life;

    @Option(
            names = "--plant",
            paramLabel = "RULE",
            description =
                    "Break a rule of the protocol, or each in turn with 'all', and count the runs until it shows.")
    private @Nullable String plant;

    @Mixin
    private OutputOption output = new OutputOption();

    /** Made by the command line's parser. */
    public SimulateCommand() {}

    @Override
    public Integer call() {
        Screen screen = Terminal.of(spec.commandLine(), true).screen();
        if (seeds < 1) {
            throw wrong("--seeds must be 1 or more, not " + seeds);
        }
        scenario(first);
        if (plant != null) {
            return hunt(screen, rules(plant));
        }
        return seed == null ? campaign(screen) : one(screen, seed);
    }

    private Scenario scenario(long run) {
        return chosen(run, Campaign.scenario(run));
    }

    /** What the user chose, and else what was drawn. */
    private Scenario chosen(long run, Scenario drawn) {
        try {
            return new Scenario(
                    mix == null ? drawn.seed() : run,
                    regions == null ? drawn.regions() : regions,
                    ops == null ? drawn.ops() : ops,
                    mix == null ? drawn.mix() : mix,
                    faults == null ? drawn.faults() : faults,
                    life == null ? drawn.life() : life);
        } catch (IllegalArgumentException e) {
            throw wrong(e.getMessage());
        }
    }

    private int one(Screen screen, long chosen) {
        Scenario scenario = new Scenario(
                chosen,
                regions == null ? DEFAULT_REGIONS : regions,
                ops == null ? DEFAULT_OPS : ops,
                mix == null ? Mix.ALL : mix,
                faults == null ? Scenario.Faults.ALL : faults,
                life == null ? Scenario.Life.STEADY : life);
        RunResult result = Simulation.traced(scenario);
        if (output.isJson()) {
            screen.line(SimulationJson.of(result));
        } else {
            Failures.trace(result).forEach(screen::line);
            screen.line("trace " + Long.toHexString(result.traceHash()) + ", " + result.steps() + " steps: "
                    + (result.failure() == null ? "everything holds" : result.failure()));
        }
        return result.failure() == null ? ExitCode.OK : ExitCode.DIFFERENT;
    }

    private int campaign(Screen screen) {
        Campaign.Report report;
        try (ProgressBar bar = progress("runs")) {
            report = Campaign.run(first, seeds, this::scenario, bar::step);
        }
        if (output.isJson()) {
            screen.line(SimulationJson.of(report));
        } else {
            tell(screen, report);
        }
        return report.failures().isEmpty() ? ExitCode.OK : ExitCode.DIFFERENT;
    }

    private void tell(Screen screen, Campaign.Report report) {
        screen.line(String.format(
                Locale.ROOT,
                "%,d runs, %,d steps: %s",
                report.runs(),
                report.steps(),
                report.failures().isEmpty()
                        ? "everything holds"
                        : report.failures().size() + " failed"));
        Set<Sometimes.Path> never = report.sometimes().never(life == null ? Scenario.Life.STEADY : life);
        if (!never.isEmpty()) {
            screen.line("never reached: " + never);
        }
        for (RunResult failed :
                report.failures().subList(0, Math.min(SHOWN, report.failures().size()))) {
            screen.line("");
            screen.line(failed.failure() == null ? "" : failed.failure());
            screen.line("  rejoin simulate " + failed.scenario().replay());
        }
        if (!report.failures().isEmpty()) {
            screen.line("");
            Failures.trace(Simulation.traced(report.failures().get(0).scenario()))
                    .forEach(screen::line);
        }
    }

    private List<Rule> rules(String name) {
        if (name.equalsIgnoreCase("all")) {
            return List.of(Rule.values());
        }
        try {
            return List.of(Rule.valueOf(name.toUpperCase(Locale.ROOT)));
        } catch (IllegalArgumentException e) {
            throw wrong("--plant must be 'all' or one of " + List.of(Rule.values()) + ", not '" + name + "'");
        }
    }

    private int hunt(Screen screen, List<Rule> rules) {
        Map<Rule, Optional<BugHunt.Found>> hunted = new LinkedHashMap<>();
        for (Rule rule : rules) {
            Optional<BugHunt.Found> found = hunt(rule);
            hunted.put(rule, found);
            if (!output.isJson()) {
                String told = found.map(hit -> "found at run " + hit.runs() + ": "
                                + hit.result().scenario().replay())
                        .orElse("not found in " + seeds + " runs");
                screen.line(String.format(Locale.ROOT, "%-22s %s", rule, told));
            }
        }
        if (output.isJson()) {
            screen.line(SimulationJson.of(hunted, seeds));
        }
        return hunted.values().stream().allMatch(Optional::isPresent) ? ExitCode.OK : ExitCode.DIFFERENT;
    }

    private Optional<BugHunt.Found> hunt(Rule rule) {
        try (ProgressBar bar = progress(rule.name())) {
            return BugHunt.hunt(
                    rule, first, seeds, run -> chosen(run, Campaign.about(rule).apply(run)), bar::step);
        }
    }

    private ProgressBar progress(String name) {
        return new ProgressBarBuilder()
                .setTaskName(name)
                .setInitialMax(seeds)
                .showSpeed()
                .build();
    }

    private ParameterException wrong(@Nullable String message) {
        return new ParameterException(spec.commandLine(), message == null ? "wrong" : message);
    }
}
