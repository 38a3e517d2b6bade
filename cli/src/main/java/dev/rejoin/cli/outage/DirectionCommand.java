package dev.rejoin.cli.outage;

import dev.rejoin.aws.control.Direction.Note;
import dev.rejoin.aws.control.Directions;
import dev.rejoin.cli.ExitCode;
import dev.rejoin.cli.operate.AccessProblem;
import dev.rejoin.cli.operate.ControlTables;
import dev.rejoin.cli.operate.TableOptions;
import dev.rejoin.clock.Actor;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** A command that pauses or resumes a direction, in the control table of the region that sends. */
abstract class DirectionCommand implements Callable<Integer> {
    @Mixin
    private TableOptions options = new TableOptions();

    @Mixin
    private Operator operator = new Operator();

    @Option(names = "--from", paramLabel = "R", required = true, description = "The region that sends.")
    private String from = "";

    @Option(names = "--to", paramLabel = "R", required = true, description = "The region that receives.")
    private String to = "";

    int change(boolean pause) {
        try (ControlTables control = options.control(2)) {
            Regions.Pair ends = Regions.pair(options, control, from, to);
            Actor source = ends.from();
            Actor destination = ends.to();
            Note note = operator.note(System.currentTimeMillis());
            Directions directions = new Directions(control.client(source), control.name(source), source);
            AccessProblem.await(
                    "control table of " + source,
                    pause ? directions.pause(destination, note) : directions.resume(destination, note));
            String state = pause ? "paused" : "resumed";
            Told.result(
                    options,
                    options.table() + " from " + source + " to " + destination + " is " + state,
                    Map.of("from", source.name(), "to", destination.name(), "paused", pause));
        }
        return ExitCode.OK;
    }
}
