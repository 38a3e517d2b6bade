package dev.rejoin.cli.chaos;

import dev.rejoin.cli.ExitCode;
import dev.rejoin.cli.Main;
import dev.rejoin.cli.UnavailableException;
import dev.rejoin.cli.chaos.fault.Schedule;
import dev.rejoin.cli.chaos.fleet.Fleet;
import dev.rejoin.cli.chaos.fleet.RegionCommand;
import dev.rejoin.cli.chaos.process.Interrupts;
import dev.rejoin.cli.chaos.report.ChaosHtml;
import dev.rejoin.cli.chaos.report.ChaosJson;
import dev.rejoin.cli.chaos.run.ChaosResult;
import dev.rejoin.cli.chaos.run.ChaosRun;
import dev.rejoin.cli.chaos.run.ChaosSetup;
import dev.rejoin.cli.local.EngineFolder;
import dev.rejoin.cli.option.ColorOption;
import dev.rejoin.cli.option.LocalRegions;
import dev.rejoin.cli.option.OutputOption;
import dev.rejoin.cli.output.Screen;
import dev.rejoin.cli.output.Style;
import dev.rejoin.clock.Actor;
import dev.rejoin.testkit.engine.LocalEngine;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code rejoin chaos}. */
@Command(
        name = "chaos",
        description = {
            "Breaks everything that can break between regions on this machine while applications write, and then looks"
                    + " whether every promise was kept.",
            "",
            "Starts DynamoDB Local and a process of functions for each region, with a proxy on every way. Kills and"
                    + " freezes processes, cuts and slows down links, throttles and breaks tables, sets clocks wrong,"
                    + " floods keys; all by a schedule that follows from the seed. At the end it heals everything,"
                    + " waits until nothing is under way, and compares all regions with what was written. Ctrl-C ends"
                    + " the faults early; the rest follows all the same. Needs no account and no network.",
            ""
        },
        mixinStandardHelpOptions = true,
        exitCodeOnUsageHelp = ExitCode.OK,
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {
            "0:every promise was kept",
            "1:a promise was broken",
            "2:the command line is wrong",
            "69:something needed is missing: the local engine, disk; nothing can be told",
            "70:a bug in this command"
        },
        footerHeading = "%nExamples:%n",
        footer = {
            "  rejoin chaos --minutes 1",
            "  rejoin chaos --minutes 10 --seed 7 --report chaos-report",
            "  rejoin chaos --minutes 5 --regions eu-west-1,us-east-1 -o json"
        })
public final class ChaosCommand implements Callable<Integer> {
    private static final double LEAST_MINUTES = 0.2;
    private static final double MOST_MINUTES = 24 * 60;
    private static final double MOST_WRITES = 1_000;
    private static final double MILLIS_PER_MINUTE = 60_000;
    private static final int SEEDS = 100_000;
    private static final int STOPPED_TWICE = 130;

    @Spec
    @SuppressWarnings("NullAway.Init")
    private CommandSpec spec;

    @Option(
            names = "--minutes",
            paramLabel = "N",
            defaultValue = "1",
            description = "How long faults and writers go on: 0.2 to 1440. Default: ${DEFAULT-VALUE}")
    private double minutes;

    @Option(
            names = "--seed",
            paramLabel = "S",
            description = "The faults and the writes follow from it; any if not given.")
    private @Nullable Long seed;

    @Option(
            names = "--writes-per-second",
            paramLabel = "W",
            defaultValue = "60",
            description = "Plain writes of all regions together, up to 1000. Default: ${DEFAULT-VALUE}")
    private double writes;

    @Option(
            names = "--patience",
            paramLabel = "SECONDS",
            defaultValue = "300",
            description = "How long it may take to come to rest afterwards. Default: ${DEFAULT-VALUE}")
    private int patience;

    @Option(
            names = "--report",
            paramLabel = "DIR",
            description = "Write report.html and report.json there; the folder is made if it is not there.")
    private @Nullable Path report;

    @Mixin
    private LocalRegions regions = new LocalRegions();

    @Mixin
    private OutputOption output = new OutputOption();

    @Mixin
    private ColorOption color = new ColorOption();

    /** Made by the command line's parser. */
    public ChaosCommand() {}

    @Override
    public Integer call() throws IOException, InterruptedException {
        ChaosSetup setup = validated();
        prepareReport();
        Screen screen = output.isJson() ? new Screen(System.err, false) : color.screen();
        Path folder = Files.createTempDirectory("rejoin-chaos-");
        screen.line(screen.styled(Style.DIM, "Starting DynamoDB Local and a process for each region ..."));
        try (LocalEngine engine = LocalEngine.start(EngineFolder.named(), 0, Interrupts::deaf);
                Fleet fleet = Fleet.start(engine.endpoint(), setup.regions(), command(), folder, setup.seed())) {
            Schedule schedule = Schedule.of(setup.seed(), setup.length(), setup.regions());
            ChaosRun run = new ChaosRun(setup, schedule, fleet, new ChaosProgress(screen, setup));
            stopAtCtrlC(run, screen);
            screen.line(
                    screen.styled(Style.BOLD, "Rejoin") + ", seed " + setup.seed() + "; once more: " + again(setup));
            ChaosResult result = run.run();
            tell(result, again(setup), screen);
            return result.held() ? ExitCode.OK : ExitCode.DIFFERENT;
        } finally {
            delete(folder);
        }
    }

    private static void stopAtCtrlC(ChaosRun run, Screen screen) {
        AtomicBoolean before = new AtomicBoolean();
        Interrupts.on(() -> {
            if (before.getAndSet(true)) {
                System.exit(STOPPED_TWICE);
            }
            screen.line("Ctrl-C: no more faults; healing, and looking at what there is. Once more ends at once.");
            run.stop();
        });
    }

    private static RegionCommand command() {
        return new RegionCommand(Main.class.getName(), List.of());
    }

    private void tell(ChaosResult result, String again, Screen screen) throws IOException {
        String json = ChaosJson.of(result, again);
        if (report != null) {
            Files.writeString(report.resolve("report.json"), json + "\n");
            Files.writeString(report.resolve("report.html"), ChaosHtml.of(result, again));
        }
        new ChaosText(screen).show(result, again);
        if (report != null) {
            screen.line("Report: " + report.resolve("report.html"));
        }
        if (output.isJson()) {
            System.out.println(json);
        }
    }

    private void prepareReport() {
        if (report == null) {
            return;
        }
        try {
            Files.createDirectories(report);
        } catch (IOException e) {
            throw new UnavailableException(
                    "The folder " + report + " cannot be made (" + e.getMessage() + "). Name another with --report.",
                    e);
        }
    }

    /** The command that has the same faults once more. */
    private static String again(ChaosSetup setup) {
        return "rejoin chaos --minutes " + number(setup.length().toMillis() / MILLIS_PER_MINUTE) + " --seed "
                + setup.seed() + " --regions "
                + String.join(",", setup.regions().stream().map(Actor::name).toList())
                + " --writes-per-second " + number(setup.writesPerSecond());
    }

    private static String number(double value) {
        return value == Math.rint(value) ? Long.toString(Math.round(value)) : Double.toString(value);
    }

    private static void delete(Path folder) throws IOException {
        try (var paths = Files.walk(folder)) {
            for (Path path : paths.sorted((a, b) -> b.compareTo(a)).toList()) {
                Files.deleteIfExists(path);
            }
        }
    }

    private ChaosSetup validated() {
        if (!(minutes >= LEAST_MINUTES && minutes <= MOST_MINUTES)) {
            throw wrong("--minutes must be 0.2 to 1440, not " + minutes);
        }
        if (!(writes > 0 && writes <= MOST_WRITES)) {
            throw wrong("--writes-per-second must be more than 0 and at most 1000, not " + writes);
        }
        if (patience < 1) {
            throw wrong("--patience must be 1 second or more, not " + patience);
        }
        return new ChaosSetup(
                Duration.ofMillis(Math.round(minutes * MILLIS_PER_MINUTE)),
                Duration.ofSeconds(patience),
                seed == null ? new SecureRandom().nextInt(SEEDS) : seed,
                regions.actors(),
                writes);
    }

    private ParameterException wrong(String message) {
        return new ParameterException(spec.commandLine(), message);
    }
}
