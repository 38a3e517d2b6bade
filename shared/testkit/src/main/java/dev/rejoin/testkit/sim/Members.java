package dev.rejoin.testkit.sim;

import dev.rejoin.testkit.sim.Sometimes.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;

/** Which regions there are: the last may join in the middle of a run, or leave. */
final class Members {
    private static final double MOVES = .02;
    private static final int FEWEST_TO_LEAVE = 3;

    private final RandomWorld world;
    private final Scenario.Life life;
    private final List<SimRegion> present;
    private final SimRegion moving;
    private boolean moved;
    private boolean leaving;

    Members(RandomWorld world, List<SimRegion> all, Scenario.Life life) {
        this.world = world;
        this.life = life;
        this.present = new ArrayList<>(all);
        this.moving = all.get(all.size() - 1);
        if (life == Scenario.Life.JOIN) {
            present.remove(moving);
        }
        connect();
    }

    private void connect() {
        present.forEach(region -> region.peers().meet(present));
    }

    /** The regions that applications write to. A live view. */
    List<SimRegion> present() {
        return Collections.unmodifiableList(present);
    }

    /** A region's table is lost: until there is another, nobody writes there, and nobody sends there any more. */
    void lose(SimRegion region) {
        present.remove(region);
    }

    /** A region is there again, with another table. */
    void restore(SimRegion region) {
        present.add(region);
        present.sort(Comparator.comparing(SimRegion::name));
        connect();
    }

    /** What may happen now. */
    void step() {
        boolean moves = life == Scenario.Life.JOIN || life == Scenario.Life.LEAVE;
        if (moves && !moved && world.chance(MOVES)) {
            move();
        }
        if (leaving && moving.isDone() && !moving.isDown()) {
            part();
        }
    }

    /** What did not happen so far does now. */
    void move() {
        if (!moved && life == Scenario.Life.JOIN) {
            join();
        } else if (!moved && life == Scenario.Life.LEAVE && present.size() >= FEWEST_TO_LEAVE) {
            world.note(37, () -> moving.self() + " is not written any more");
            present.remove(moving);
            leaving = true;
        }
        moved = true;
    }

    /** It has an empty table, and each of the others owes it all that it has. */
    private void join() {
        world.note(31, () -> moving.self() + " joins");
        world.sometimes.reached(Path.REGION_JOINED);
        present.add(moving);
        connect();
        present.stream()
                .filter(region -> region != moving)
                .forEach(region -> region.peers().greet(moving));
    }

    /** It has sent all that it had: the others forget it as a peer. */
    private void part() {
        world.note(41, () -> moving.self() + " leaves");
        world.sometimes.reached(Path.REGION_LEFT);
        leaving = false;
        connect();
        present.forEach(region -> region.peers().part(moving));
    }
}
