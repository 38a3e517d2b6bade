package dev.rejoin.cli.outage;

import dev.rejoin.cli.ExitCode;
import dev.rejoin.cli.operate.TableOptions;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code rejoin resume}. */
@Command(
        name = "resume",
        description = {
            "Has a paused direction sent again, first what is owed.",
            "",
            "Forwarders and couriers go by it within seconds, the couriers' queues within a minute. Heartbeats go on.",
            ""
        },
        mixinStandardHelpOptions = true,
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {"0:done", "2:the command line is wrong", "69:the region does not answer"})
public final class ResumeCommand implements Callable<Integer> {
    @Mixin
    private TableOptions options = new TableOptions();

    @Mixin
    private Operator operator = new Operator();

    @Option(names = "--from", paramLabel = "R", required = true, description = "The region that sends.")
    private String from = "";

    @Option(names = "--to", paramLabel = "R", required = true, description = "The region that receives.")
    private String to = "";

    /** Made by the command line's parser. */
    public ResumeCommand() {}

    @Override
    public Integer call() {
        Pausing.resume(options, operator, from, to);
        return ExitCode.OK;
    }
}
