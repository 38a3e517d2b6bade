package dev.rejoin.cli.outage;

import dev.rejoin.aws.control.Direction;
import dev.rejoin.aws.control.Owed;
import dev.rejoin.aws.control.Standing;
import dev.rejoin.cli.operate.ControlTables;
import dev.rejoin.clock.Actor;
import dev.rejoin.outage.FenceRecord;
import dev.rejoin.outage.FenceRecord.Reason;
import dev.rejoin.outage.FenceRecord.State;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Consumer;

/** Gives a region up for another: fences it, and waits until the other has all that it ever took. */
final class Failover {
    private static final Duration LOOK = Duration.ofSeconds(1);

    private final ControlTables control;
    private final Actor from;
    private final Actor to;
    private final Consumer<String> progress;

    Failover(ControlTables control, Actor from, Actor to, Consumer<String> progress) {
        this.control = control;
        this.from = from;
        this.to = to;
        this.progress = progress;
    }

    /**
     * How a planned failover ended.
     *
     * @param complete whether the other region has everything
     * @param fencedMillis from the decision until no write was accepted; empty if that is not proved
     * @param millis how long it took
     * @param left what is not done, in words
     */
    record Outcome(boolean complete, OptionalLong fencedMillis, long millis, String left) {}

    /** Why it cannot be begun as things stand; empty if it can. */
    static List<String> obstacles(Standing standing, Actor from, Actor to) {
        Optional<Standing.Way> way = standing.from(from)
                .filter(each -> each.direction().to().equals(to))
                .findFirst();
        java.util.ArrayList<String> obstacles = new java.util.ArrayList<>();
        way.map(Standing.Way::direction)
                .flatMap(Direction::paused)
                .ifPresent(note -> obstacles.add("the direction is paused by " + note.who() + ", so " + to
                        + " would never have everything: rejoin resume"));
        way.map(Standing.Way::direction)
                .flatMap(Direction::repair)
                .ifPresent(note ->
                        obstacles.add(to + " misses what nobody owes it any more (" + note.why() + "): rejoin repair"));
        return obstacles;
    }

    /** Fences, drains, and waits until nothing is owed. The region stays fenced however that ends. */
    Outcome planned(Reason reason, Duration patience) throws InterruptedException {
        long began = System.nanoTime();
        long deadline = began + patience.toNanos();
        Fencing fencing = new Fencing(control, from);
        fencing.change(record -> record.fencedByHand(reason));
        progress.accept("fencing " + from);
        FenceRecord fence = fencing.await(
                record -> record.state() == State.FENCED && record.drainedAt().isPresent(),
                patience,
                record -> progress.accept(from + " is " + FenceReport.words(record)));
        if (fence.state() != State.FENCED) {
            return new Outcome(false, OptionalLong.empty(), millis(began), from + " is not proved to be fenced");
        } else if (fence.drainedAt().isEmpty()) {
            return new Outcome(
                    false, fence.millisToClose(), millis(began), from + " has not forwarded all of its stream");
        }
        String left = owed(fence.drainedAt().getAsLong());
        while (!left.isEmpty() && System.nanoTime() < deadline) {
            progress.accept(left);
            Thread.sleep(LOOK.toMillis());
            left = owed(fence.drainedAt().getAsLong());
        }
        return new Outcome(left.isEmpty(), fence.millisToClose(), millis(began), left);
    }

    /** What the other region is still owed, in words; empty if nothing by a measurement from after the drain. */
    private String owed(long drainedAt) {
        Standing.Region region = control.read().standing().region(from).orElseThrow();
        if (!region.answers()) {
            return from + " does not answer any more";
        } else if (region.backlog().isEmpty() || region.backlog().get().at() <= drainedAt) {
            return "what " + to + " is owed has not been measured since";
        }
        Owed owed = region.backlog().get().owed().get(to);
        if (owed == null) {
            return "what " + to + " is owed could not be measured";
        }
        return owed.keys() == 0 ? "" : to + " is still owed " + owed.keys() + " keys";
    }

    /** Has the other region take writes, if it does not, although nobody knows what it misses. */
    FenceRecord open(String remark, Duration patience) throws InterruptedException {
        Fencing fencing = new Fencing(control, to);
        FenceRecord record = fencing.read();
        if (record.state() == State.OPEN
                && !record.isWanted()
                && !record.isolation().met()) {
            return record;
        }
        fencing.change(FenceRecord::openedByHand, remark);
        return fencing.await(
                each -> each.state() == State.OPEN,
                patience,
                each -> progress.accept(to + " is " + FenceReport.words(each)));
    }

    private static long millis(long began) {
        return (System.nanoTime() - began) / 1_000_000;
    }
}
