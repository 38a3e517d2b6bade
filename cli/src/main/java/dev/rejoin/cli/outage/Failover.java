package dev.rejoin.cli.outage;

import dev.rejoin.aws.control.Backlog;
import dev.rejoin.aws.control.Owed;
import dev.rejoin.aws.control.Standing;
import dev.rejoin.cli.operate.ControlTables;
import dev.rejoin.clock.Actor;
import dev.rejoin.outage.FenceRecord;
import dev.rejoin.outage.FenceRecord.Reason;
import dev.rejoin.outage.FenceRecord.State;
import dev.rejoin.outage.Takeover;
import dev.rejoin.outage.Takeover.Left;
import dev.rejoin.outage.Takeover.Measured;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Gives a region up for another: fences it, and waits until the other has all that it ever took, and all that it showed. */
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

    /** Why waiting would be in vain as things stand; empty if nothing is in the way. */
    static List<String> obstacles(Standing standing, Actor from, Actor to) {
        List<String> obstacles = new ArrayList<>();
        for (Standing.Region region : standing.regions()) {
            if (!region.answers() && !region.region().equals(from)) {
                obstacles.add(region.region() + " does not answer, so nobody knows what " + to + " misses of it");
            }
        }
        standing.ways().stream()
                .map(Standing.Way::direction)
                .filter(direction -> direction.to().equals(to))
                .forEach(direction -> {
                    String way = "the direction from " + direction.from();
                    direction
                            .paused()
                            .ifPresent(note -> obstacles.add(way + " is paused by " + note.who() + ", so " + to
                                    + " would never have everything: rejoin resume"));
                    direction
                            .repair()
                            .ifPresent(note -> obstacles.add(to + " misses what nobody in " + direction.from()
                                    + " owes it any more (" + note.why() + "): rejoin repair"));
                });
        standing.ways().stream()
                .filter(way -> way.expelled().isPresent())
                .map(Standing.Way::direction)
                .filter(way -> way.to().equals(to)
                        || (way.from().equals(to) && way.to().equals(from)))
                .forEach(way -> obstacles.add(way.from() + " has expelled " + way.to()
                        + ", and there is nothing between them until that is back: rejoin regions restored"));
        return obstacles;
    }

    /** Fences, drains, and waits until nothing is owed. The region stays fenced however that ends. */
    Outcome planned(Reason reason, Duration patience) throws InterruptedException {
        long began = System.nanoTime();
        long deadline = began + patience.toNanos();
        new Fencing(control, from).change(record -> record.fencedByHand(reason));
        progress.accept("fencing " + from);
        Look look = look();
        while (!look.isOver() && System.nanoTime() < deadline) {
            Thread.sleep(LOOK.toMillis());
            look = look();
        }
        boolean complete = look.left == Left.NOTHING && look.obstacles.isEmpty();
        return new Outcome(complete, look.fence.millisToClose(), millis(began), complete ? "" : look.words());
    }

    private Look look() {
        Look look = new Look(control.read().standing());
        progress.accept(look.left == Left.NOTHING ? look.fenced() : look.words());
        return look;
    }

    /** How far it is. */
    private final class Look {
        private final Standing standing;
        private final FenceRecord fence;
        private final Left left;
        private final List<String> obstacles;

        Look(Standing standing) {
            this.standing = standing;
            this.fence = standing.region(from).orElseThrow().fence();
            this.left = Takeover.left(
                    fence, measured(from), others().map(this::measured).collect(Collectors.toList()));
            this.obstacles = obstacles(standing, from, to);
        }

        private Stream<Actor> others() {
            return standing.regions().stream()
                    .map(Standing.Region::region)
                    .filter(region -> !region.equals(from) && !region.equals(to));
        }

        /** What a region said last of what it has to bring; a forwarder that may be off has brought nothing for sure. */
        private Optional<Measured> measured(Actor region) {
            return standing.region(region)
                    .filter(Standing.Region::answers)
                    .flatMap(Standing.Region::backlog)
                    .filter(backlog -> backlog.behindSince().isEmpty() || region.equals(from))
                    .map(backlog -> new Measured(backlog.at(), backlog.at() - backlog.streamMillis(), keys(backlog)));
        }

        private OptionalLong keys(Backlog backlog) {
            Owed owed = backlog.owed().get(to);
            return owed == null ? OptionalLong.empty() : OptionalLong.of(owed.keys());
        }

        /** Whether it is done, or the rest would be in vain. */
        boolean isOver() {
            boolean closed = left != Left.TO_FENCE && left != Left.TO_DRAIN;
            boolean silent = !standing.region(from).orElseThrow().answers();
            return left == Left.NOTHING || silent || (closed && !obstacles.isEmpty());
        }

        private String fenced() {
            return from + " is " + FenceReport.words(fence);
        }

        String words() {
            if (!standing.region(from).orElseThrow().answers()) {
                return from + " does not answer any more";
            } else if (!obstacles.isEmpty() && left != Left.TO_FENCE && left != Left.TO_DRAIN) {
                return String.join("; ", obstacles);
            }
            return switch (left) {
                case NOTHING, TO_FENCE, TO_DRAIN -> fenced();
                case TO_MEASURE -> "what " + to + " is owed has not been measured since";
                case TO_DELIVER -> owed(from);
                case OTHERS ->
                    others().filter(each -> !Takeover.hasDelivered(fence, measured(each)))
                            .map(this::owed)
                            .collect(Collectors.joining("; "));
            };
        }

        private String owed(Actor region) {
            OptionalLong keys = measured(region).map(Measured::keys).orElse(OptionalLong.empty());
            return keys.orElse(0) == 0
                    ? "what " + region + " still has for " + to + " has not been measured since"
                    : region + " still owes " + to + " " + keys.getAsLong() + " keys";
        }
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
