package dev.rejoin.cli.outage;

import picocli.CommandLine.Command;

/** {@code rejoin pause}. */
@Command(
        name = "pause",
        description = {
            "Has nothing more of a table sent from one region to another; what is written is owed, and nothing is lost.",
            "",
            "Forwarders and couriers go by it within seconds, the couriers' queues within a minute. Heartbeats go on.",
            ""
        },
        mixinStandardHelpOptions = true,
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {"0:done", "2:the command line is wrong", "69:the region does not answer"})
public final class PauseCommand extends DirectionCommand {
    /** Made by the command line's parser. */
    public PauseCommand() {}

    @Override
    public Integer call() {
        return change(true);
    }
}
