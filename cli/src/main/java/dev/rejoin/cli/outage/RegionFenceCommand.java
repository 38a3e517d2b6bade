package dev.rejoin.cli.outage;

import dev.rejoin.cli.ExitCode;
import dev.rejoin.cli.operate.ControlTables;
import dev.rejoin.cli.operate.TableOptions;
import dev.rejoin.clock.Actor;
import dev.rejoin.outage.FenceRecord;
import dev.rejoin.outage.FenceRecord.State;
import java.util.concurrent.Callable;
import java.util.function.UnaryOperator;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** A command that says what is wanted of a region's fence, and waits until its sentinel has seen to it. */
abstract class RegionFenceCommand implements Callable<Integer> {
    @Mixin
    private TableOptions options = new TableOptions();

    @Mixin
    private Operator operator = new Operator();

    @Option(names = "--region", paramLabel = "R", required = true, description = "The region.")
    private String region = "";

    @Mixin
    private Waiting waiting = new Waiting();

    Operator operator() {
        return operator;
    }

    /** @param remark for the record's history, empty for none */
    int reach(State wanted, UnaryOperator<FenceRecord> change, String remark) throws InterruptedException {
        try (ControlTables control = options.control(1)) {
            Actor actor = Regions.of(options, control, "--region", region);
            Fencing fencing = new Fencing(control, actor);
            fencing.change(change, remark);
            FenceRecord reached = fencing.await(
                    record -> record.state() == wanted, waiting.patience(options), waiting.progress(options));
            FenceReport.tell(options, actor, reached);
            return reached.state() == wanted ? ExitCode.OK : ExitCode.DIFFERENT;
        }
    }
}
