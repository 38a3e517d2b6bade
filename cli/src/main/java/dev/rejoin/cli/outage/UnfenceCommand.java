package dev.rejoin.cli.outage;

import dev.rejoin.outage.FenceRecord;
import dev.rejoin.outage.FenceRecord.State;
import picocli.CommandLine.Command;

/** {@code rejoin unfence}. */
@Command(
        name = "unfence",
        description = {
            "Has a fenced region take its applications' writes again, whoever fenced it. Cut off as it may be, it is not fenced again before it has reached the others.",
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
public final class UnfenceCommand extends RegionFenceCommand {
    /** Made by the command line's parser. */
    public UnfenceCommand() {}

    @Override
    public Integer call() throws InterruptedException {
        return reach(State.OPEN, FenceRecord::openedByHand, operator().remark("opened"));
    }
}
