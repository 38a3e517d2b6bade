package dev.rejoin.cli.outage;

import dev.rejoin.cli.ExitCode;
import dev.rejoin.cli.operate.ControlTables;
import dev.rejoin.cli.operate.TableOptions;
import dev.rejoin.clock.Actor;
import dev.rejoin.outage.FenceRecord;
import dev.rejoin.outage.FenceRecord.State;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

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
public final class UnfenceCommand implements Callable<Integer> {
    @Mixin
    private TableOptions options = new TableOptions();

    @Mixin
    private Operator operator = new Operator();

    @Option(names = "--region", paramLabel = "R", required = true, description = "The region.")
    private String region = "";

    @Mixin
    private Waiting waiting = new Waiting();

    /** Made by the command line's parser. */
    public UnfenceCommand() {}

    @Override
    public Integer call() throws InterruptedException {
        try (ControlTables control = options.control(1)) {
            Actor actor = Regions.of(options, control, "--region", region);
            Fencing fencing = new Fencing(control, actor);
            fencing.change(FenceRecord::openedByHand, operator.remark("opened"));
            FenceRecord reached = fencing.await(
                    record -> record.state() == State.OPEN, waiting.patience(options), waiting.progress(options));
            FenceReport.tell(options, actor, reached);
            return reached.state() == State.OPEN ? ExitCode.OK : ExitCode.DIFFERENT;
        }
    }
}
