package dev.rejoin.cli.outage;

import picocli.CommandLine.Command;

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
public final class ResumeCommand extends DirectionCommand {
    /** Made by the command line's parser. */
    public ResumeCommand() {}

    @Override
    public Integer call() {
        return change(false);
    }
}
