package dev.rejoin.cli.outage;

import dev.rejoin.aws.control.Direction.Note;
import dev.rejoin.aws.control.Directions;
import dev.rejoin.cli.operate.AccessProblem;
import dev.rejoin.cli.operate.ControlTables;
import dev.rejoin.cli.operate.TableOptions;
import dev.rejoin.clock.Actor;
import java.util.Map;

/** Pauses and resumes a direction in the control table of the region that sends. */
final class Pausing {
    private Pausing() {}

    static void pause(TableOptions options, Operator operator, String from, String to) {
        change(options, operator, from, to, true);
    }

    static void resume(TableOptions options, Operator operator, String from, String to) {
        change(options, operator, from, to, false);
    }

    private static void change(TableOptions options, Operator operator, String from, String to, boolean pause) {
        try (ControlTables control = options.control(2)) {
            Actor source = Regions.of(options, control, "--from", from);
            Actor destination = Regions.of(options, control, "--to", to);
            if (source.equals(destination)) {
                throw options.wrong("--from and --to are the same region");
            }
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
    }
}
