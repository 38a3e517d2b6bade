package dev.rejoin.cli.demo;

import dev.rejoin.aws.item.ReplicatedTable;
import dev.rejoin.cli.ExitCode;
import dev.rejoin.cli.local.EngineFolder;
import dev.rejoin.cli.local.metrics.MetricsServer;
import dev.rejoin.cli.local.region.ClusterSetup;
import dev.rejoin.cli.local.region.LocalCluster;
import dev.rejoin.cli.option.ColorOption;
import dev.rejoin.cli.option.LocalRegions;
import dev.rejoin.cli.option.OutputOption;
import dev.rejoin.cli.output.Screen;
import dev.rejoin.cli.output.Show;
import dev.rejoin.cli.output.Style;
import dev.rejoin.clock.Actor;
import dev.rejoin.testkit.engine.LocalEngine;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code rejoin demo}. */
@Command(
        name = "demo",
        description = {
            "Replicates real DynamoDB tables between regions on this machine, and shows that nothing gets lost.",
            "",
            "Starts DynamoDB Local, creates the table 'orders' in three regions, and plays nine steps: plain AWS SDK"
                    + " writes, concurrent edits, counters, a delete against an update, a partition, and a forwarder"
                    + " killed in the middle of a batch. Then compares all regions item by item. Takes well under a"
                    + " minute; needs no account, no Docker and no network.",
            ""
        },
        mixinStandardHelpOptions = true,
        exitCodeOnUsageHelp = ExitCode.OK,
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {
            "0:every claim held, and all regions are equal",
            "1:a claim failed, or regions differ",
            "2:the command line is wrong",
            "69:something needed is missing: the local engine, the port, disk",
            "70:a bug in this command",
            "130:ended by Ctrl-C"
        },
        footerHeading = "%nExamples:%n",
        footer = {
            "  rejoin demo",
            "  rejoin demo --keep --port 8000",
            "  rejoin demo --keep --metrics-port 9400",
            "  rejoin demo -o json --seed 42",
            "  rejoin demo --regions eu-west-1,us-east-1"
        })
public final class DemoCommand implements Callable<Integer> {
    private static final String TABLE = "orders";
    private static final String KEY = "id";
    private static final int MOST_PORT = 65_535;
    private static final int SEEDS = 100_000;

    @Spec
    @SuppressWarnings("NullAway.Init")
    private CommandSpec spec;

    @Option(names = "--keep", description = "Stay up afterwards, so that you can write yourself and see it arrive.")
    private boolean keep;

    @Option(names = "--port", paramLabel = "N", description = "Port for DynamoDB Local; any free one if not given.")
    private int port;

    @Option(
            names = "--metrics-port",
            paramLabel = "N",
            description = "Serve metrics for Prometheus on this port of localhost, under /metrics; 0 for any free one.")
    private @Nullable Integer metricsPort;

    @Option(names = "--seed", paramLabel = "N", description = "Amounts and moments come from it; any if not given.")
    private @Nullable Long seed;

    @Mixin
    private LocalRegions regions = new LocalRegions();

    @Mixin
    private OutputOption output = new OutputOption();

    @Mixin
    private ColorOption color = new ColorOption();

    /** Made by the command line's parser. */
    public DemoCommand() {}

    @Override
    public Integer call() throws InterruptedException {
        List<Actor> actors = validated();
        Screen screen = output.isJson() ? Screen.none() : color.screen();
        long began = System.nanoTime();
        screen.line(screen.styled(Style.DIM, "Starting DynamoDB Local ..."));
        try (MetricsServer metrics = MetricsServer.start(metricsPort, TABLE, actors);
                LocalEngine engine = LocalEngine.start(EngineFolder.named(), port);
                LocalCluster cluster = LocalCluster.start(engine.endpoint(), setup(actors), metrics.sink())) {
            screen.line(screen.styled(Style.BOLD, "Rejoin") + " replicates the table '" + TABLE + "' between "
                    + actors.stream().map(Actor::name).collect(Collectors.joining(", ")));
            screen.line(screen.styled(
                    Style.DIM,
                    "DynamoDB Local at " + engine.endpoint() + ", started in "
                            + Show.seconds(Duration.ofNanos(System.nanoTime() - began))));
            metrics.address().ifPresent(address -> screen.line(screen.styled(Style.DIM, "Metrics at " + address)));
            DemoReport report = new Demo(cluster, screen, seed()).play();
            tell(report, screen, actors);
            if (keep) {
                new KeepAlive(cluster, engine, screen).run();
            }
            return report.exitCode();
        }
    }

    private void tell(DemoReport report, Screen screen, List<Actor> actors) {
        if (output.isJson()) {
            System.out.println(JsonReport.of(report, actors));
        } else {
            new TextReport(screen, actors).show(report);
        }
    }

    private long seed() {
        return seed == null ? new SecureRandom().nextInt(SEEDS) : seed;
    }

    private static ClusterSetup setup(List<Actor> actors) {
        Path failures = Path.of(
                System.getProperty("java.io.tmpdir"),
                "rejoin-failures-" + ProcessHandle.current().pid());
        ReplicatedTable table = ReplicatedTable.of(TABLE, KEY);
        return ClusterSetup.brisk(actors, table, DemoPolicy.COUNTERS, failures).merging(DemoPolicy.of(table));
    }

    private List<Actor> validated() {
        if (port < 0 || port > MOST_PORT) {
            throw wrong("--port must be 1 to 65535, not " + port);
        }
        if (metricsPort != null && (metricsPort < 0 || metricsPort > MOST_PORT)) {
            throw wrong("--metrics-port must be 0 to 65535, not " + metricsPort);
        }
        if (keep && output.isJson()) {
            throw wrong("--keep shows arrivals as they come; leave out one of --keep and -o json");
        }
        return regions.actors();
    }

    private ParameterException wrong(String message) {
        return new ParameterException(spec.commandLine(), message);
    }
}
