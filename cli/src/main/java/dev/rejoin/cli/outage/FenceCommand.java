package dev.rejoin.cli.outage;

import dev.rejoin.outage.FenceRecord.State;
import picocli.CommandLine.Command;

/** {@code rejoin fence}. */
@Command(
        name = "fence",
        description = {
            "Has a region refuse its applications' writes to a table. Reads stay open, and replicated writes still land.",
            "",
            "The region's sentinel sees to it, which runs once a minute; this waits until probe writes proved it.",
            ""
        },
        mixinStandardHelpOptions = true,
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {
            "0:done, and proved",
            "1:wanted, but not proved in that time; the sentinel goes on",
            "2:the command line is wrong",
            "69:the region does not answer"
        })
public final class FenceCommand extends RegionFenceCommand {
    /** Made by the command line's parser. */
    public FenceCommand() {}

    @Override
    public Integer call() throws InterruptedException {
        return reach(State.FENCED, record -> record.fencedByHand(operator().reason(System.currentTimeMillis())), "");
    }
}
