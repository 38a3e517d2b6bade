package dev.rejoin.testkit.sim;

import dev.rejoin.rule.Rule;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** A region that is back as another incarnation: its table is taken in, and everybody owes everybody everything, twice. */
final class SimTakeIn {
    private static final double NEXT = .03;

    private final RandomWorld world;
    private final Members members;
    private @Nullable SimRegion back;
    private Stage stage = Stage.BEFORE;

    private enum Stage {
        BEFORE,
        BACK,
        TAKEN_IN,
        OWED_AGAIN
    }

    SimTakeIn(RandomWorld world, Members members) {
        this.world = world;
        this.members = members;
    }

    boolean isSettled() {
        return stage == Stage.OWED_AGAIN;
    }

    /** It is there now, and applications write it. */
    void begin(SimRegion region) {
        members.restore(region);
        back = region;
        everybodyOwes();
        stage = Stage.BACK;
    }

    /** What may happen now. */
    void step() {
        if (stage == Stage.BACK && world.chance(NEXT)) {
            Objects.requireNonNull(back).backfill().begin();
            stage = Stage.TAKEN_IN;
        } else if (stage == Stage.TAKEN_IN
                && (members.present().stream().allMatch(SimRegion::isDone) || !Rule.OWED_TWICE.holds())) {
            oweAgain();
        }
    }

    private void everybodyOwes() {
        for (SimRegion one : members.present()) {
            for (SimRegion other : members.present()) {
                if (one != other && (other == back || Rule.EVERYBODY_OWES.holds())) {
                    one.peers().greet(other);
                }
            }
        }
    }

    /**
     * A hint of an item that goes before it is delivered tells what the row knows, which is not what the item's clock did until the
     * records of this are folded. Now they are.
     */
    private void oweAgain() {
        if (Rule.OWED_TWICE.holds()) {
            everybodyOwes();
        }
        stage = Stage.OWED_AGAIN;
    }
}
