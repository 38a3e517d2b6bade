package dev.rejoin.cli.tombstones;

import dev.rejoin.aws.control.Direction;
import dev.rejoin.aws.control.Standing;
import dev.rejoin.aws.control.TombstoneRun;
import dev.rejoin.aws.control.TombstoneRuns;
import dev.rejoin.cli.UnavailableException;
import dev.rejoin.cli.operate.AccessProblem;
import dev.rejoin.cli.operate.ControlTables;
import dev.rejoin.clock.Actor;
import dev.rejoin.tombstone.Fate;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;

/**
 * Notes in the control table of each region that answers how a run ended: the sentinels tell for how long tombstones have been held
 * back. It is the run's last step, and what goes wrong with it is told and harms nothing that was done.
 */
final class RunNotes {
    private final ControlTables control;
    private final PrintWriter notes;

    /** @param notes for what goes wrong */
    RunNotes(ControlTables control, PrintWriter notes) {
        this.control = control;
        this.notes = notes;
    }

    /** What of a run's keys is held back by something that somebody can mend. */
    static List<String> heldBy(Tally tally) {
        List<String> held = new ArrayList<>();
        if (tally.of(Fate.ELSEWHERE) > 0) {
            held.add("keys name a region that was not asked");
        }
        if (tally.unreadable() > 0) {
            held.add("rows are of a newer release");
        }
        return held;
    }

    /**
     * How a run ended.
     *
     * @param now when, in milliseconds since 1970
     * @param heldBy what held tombstones back, as the run saw it; directions that are paused come to it
     * @param noted whether it is written down
     * @throws UnavailableException if no region's control table answers
     */
    Ending ended(long now, List<String> heldBy, boolean noted) {
        ControlTables.Read read = control.read();
        read.silent().forEach(this::untold);
        List<String> held =
                Stream.concat(heldBy.stream(), paused(read.standing())).toList();
        if (noted) {
            List<Actor> answer = new ArrayList<>(control.regions());
            answer.removeAll(read.silent().keySet());
            write(answer, now, held);
        }
        return new Ending(now, held, complete(read.standing()));
    }

    private void untold(Actor region, String why) {
        notes.println("rejoin: how this run ended is not noted in " + region + ": " + why);
    }

    private static Stream<String> paused(Standing standing) {
        return standing.ways().stream()
                .map(Standing.Way::direction)
                .flatMap(way -> way.paused().map(note -> paused(way, note)).stream());
    }

    private static String paused(Direction way, Direction.Note note) {
        return way.from() + " to " + way.to() + " is paused by " + note.who();
    }

    private static OptionalLong complete(Standing standing) {
        return standing.regions().stream()
                .flatMap(region -> region.tombstones().stream())
                .map(TombstoneRun::complete)
                .flatMapToLong(OptionalLong::stream)
                .max();
    }

    private void write(List<Actor> regions, long now, List<String> held) {
        Optional<String> words = held.isEmpty() ? Optional.empty() : Optional.of(String.join("; ", held));
        Map<Actor, CompletableFuture<Void>> written = new LinkedHashMap<>();
        for (Actor region : regions) {
            TombstoneRuns runs = new TombstoneRuns(control.client(region), control.name(region), region);
            written.put(region, runs.ended(now, words));
        }
        written.forEach((region, done) -> {
            try {
                AccessProblem.await("control table " + control.name(region), done);
            } catch (UnavailableException e) {
                untold(region, String.valueOf(e.getMessage()));
            }
        });
    }
}
