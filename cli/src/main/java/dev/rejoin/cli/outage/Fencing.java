package dev.rejoin.cli.outage;

import dev.rejoin.aws.control.ControlFences;
import dev.rejoin.cli.UnavailableException;
import dev.rejoin.cli.operate.AccessProblem;
import dev.rejoin.cli.operate.ControlTables;
import dev.rejoin.clock.Actor;
import dev.rejoin.outage.FenceRecord;
import java.time.Duration;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;

/**
 * One region's fence, as an operator works on it: says in the record what is wanted, and waits until the region's sentinel has
 * seen to it.
 */
final class Fencing {
    private static final int ATTEMPTS = 20;
    private static final Duration LOOK = Duration.ofMillis(500);

    private final ControlFences fences;
    private final Actor region;

    Fencing(ControlTables control, Actor region) {
        this.fences = new ControlFences(control.client(region), control.name(region), region);
        this.region = region;
    }

    FenceRecord read() {
        return AccessProblem.await("control table of " + region, fences.read());
    }

    /** Changes the record; the sentinel may be changing it too. */
    FenceRecord change(UnaryOperator<FenceRecord> change) {
        return change(change, "");
    }

    /**
     * As {@link #change}, with a line in the record's history.
     *
     * @param remark empty for none
     */
    FenceRecord change(UnaryOperator<FenceRecord> change, String remark) {
        for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
            FenceRecord next = change.apply(read());
            if (AccessProblem.await("control table of " + region, fences.write(next, remark))) {
                return next;
            }
        }
        throw new UnavailableException("the fence of " + region + " keeps changing; try again");
    }

    /**
     * Waits until the record is as wanted.
     *
     * @param listener hears of each look
     * @return the last look, whether or not it is as wanted
     */
    FenceRecord await(Predicate<FenceRecord> wanted, Duration patience, Consumer<FenceRecord> listener)
            throws InterruptedException {
        long deadline = System.nanoTime() + patience.toNanos();
        FenceRecord record = read();
        listener.accept(record);
        while (!wanted.test(record) && System.nanoTime() < deadline) {
            Thread.sleep(LOOK.toMillis());
            record = read();
            listener.accept(record);
        }
        return record;
    }
}
