package dev.rejoin.cli.outage;

import dev.rejoin.aws.backlog.Retention;
import dev.rejoin.aws.control.Attention;
import dev.rejoin.cli.ExitCode;
import dev.rejoin.cli.operate.ControlTables;
import dev.rejoin.cli.operate.TableOptions;
import dev.rejoin.cli.output.Screen;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code rejoin status}. */
@Command(
        name = "status",
        description = {
            "Tells where a replicated table stands: what each region owes each other, since when, and about how much;"
                    + " heartbeats, paused directions, fences, and what has to be repaired.",
            "",
            "Reads what the sentinels measured, a minute ago at most, from the control tables. Of a region that does not"
                    + " answer it shows what the others heard last.",
            ""
        },
        mixinStandardHelpOptions = true,
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {
            "0:all is well",
            "1:something needs attention",
            "2:the command line is wrong",
            "69:no region answers"
        })
public final class StatusCommand implements Callable<Integer> {
    @Mixin
    private TableOptions options = new TableOptions();

    @Option(
            names = "--bound",
            paramLabel = "SECONDS",
            defaultValue = "180",
            description =
                    "Age of a heartbeat, or of what is owed, from which it is worth a look. Default: ${DEFAULT-VALUE}")
    private long bound;

    /** Made by the command line's parser. */
    public StatusCommand() {}

    @Override
    public Integer call() {
        if (bound < 1) {
            throw options.wrong("--bound must be 1 or more seconds, not " + bound);
        }
        try (ControlTables control = options.control(2)) {
            ControlTables.Read read = control.read();
            long now = System.currentTimeMillis();
            List<String> attention = Attention.of(read.standing(), Retention.DEFAULT, Duration.ofSeconds(bound), now);
            if (options.isJson()) {
                System.out.println(Told.json(StatusText.json(read.standing(), attention, now)));
            } else {
                Screen screen = Screen.of(System.out, true);
                new StatusText(screen, now).show(read.standing(), attention);
                read.silent().forEach((region, why) -> options.notes().println(region + ": " + why));
            }
            return attention.isEmpty() ? ExitCode.OK : ExitCode.DIFFERENT;
        }
    }
}
