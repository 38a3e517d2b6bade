package dev.rejoin.outage;

import dev.rejoin.outage.FenceRecord.State;
import dev.rejoin.outage.WriteGate.Probe;
import dev.rejoin.replica.TimeSource;
import dev.rejoin.rule.Rule;
import java.util.concurrent.CompletableFuture;

/**
 * Closes and opens a region to its applications' writes, one step at a time: what is wanted and how far it is stand in the
 * record, so whoever takes the next step needs to know nothing of who took the last. Any number may work on it side by side,
 * and stop anywhere.
 */
public final class Fence {
    private final FenceRecords records;
    private final WriteGate gate;
    private final Drain drain;
    private final TimeSource time;
    private final Pace pace;

    /**
     * How careful it is.
     *
     * @param proofs how many probes in a row must be refused before a region counts as fenced, 1 or more
     * @param spacingMillis how long the gate is left alone after it was told something
     */
    public record Pace(int proofs, long spacingMillis) {
        /** For DynamoDB's resource policies, which take 15 s between two changes, and spread over many machines. */
        public static final Pace DEFAULT = new Pace(3, 16_000);
    }

    public Fence(FenceRecords records, WriteGate gate, Drain drain, TimeSource time, Pace pace) {
        this.records = records;
        this.gate = gate;
        this.drain = drain;
        this.time = time;
        this.pace = pace;
    }

    /** Takes a step, if there is one to take; the record as it is then. Fails if gate or record do not answer. */
    public CompletableFuture<FenceRecord> step() {
        return records.read().thenCompose(this::step);
    }

    private CompletableFuture<FenceRecord> step(FenceRecord now) {
        return switch (now.state()) {
            case OPEN -> now.isWanted() ? enter(now, State.FENCING) : done(now);
            case FENCING -> now.isWanted() ? move(now, true) : enter(now, State.UNFENCING);
            case FENCED -> now.isWanted() ? watch(now) : enter(now, State.UNFENCING);
            case UNFENCING -> now.isWanted() ? enter(now, State.FENCING) : move(now, false);
        };
    }

    private static CompletableFuture<FenceRecord> done(FenceRecord record) {
        return CompletableFuture.completedFuture(record);
    }

    private CompletableFuture<FenceRecord> enter(FenceRecord now, State state) {
        return keep(now.enter(state, time.millis()));
    }

    /** Whoever comes second goes by what is kept then. */
    private CompletableFuture<FenceRecord> keep(FenceRecord next) {
        return records.write(next).thenCompose(kept -> kept ? done(next) : records.read());
    }

    private CompletableFuture<FenceRecord> move(FenceRecord now, boolean closing) {
        return gate.isToldClosed().thenCompose(closed -> closed == closing ? prove(now, closing) : tell(now, closing));
    }

    /** The record first: so nobody tells the gate something again too soon. */
    private CompletableFuture<FenceRecord> tell(FenceRecord now, boolean closing) {
        long millis = time.millis();
        if (now.changedAt() > 0 && millis - now.changedAt() < pace.spacingMillis) {
            return done(now);
        }
        FenceRecord changing = now.changing(millis);
        return records.write(changing).thenCompose(kept -> {
            if (!kept) {
                return records.read();
            }
            return (closing ? gate.close() : gate.open()).thenApply(told -> changing);
        });
    }

    private CompletableFuture<FenceRecord> prove(FenceRecord now, boolean closing) {
        if (closing && !Rule.FENCE_PROVED.holds()) {
            return keep(now.probed(true, time.millis()).enterAfter(State.FENCED, time.millis()));
        }
        long asked = time.millis();
        return gate.probe().thenCompose(answer -> {
            FenceRecord probed = now.probed(answer == (closing ? Probe.REFUSED : Probe.ACCEPTED), asked);
            boolean proved = probed.refusals() >= (closing ? pace.proofs : 1);
            State next = closing ? State.FENCED : State.OPEN;
            return keep(proved ? probed.enterAfter(next, time.millis()) : probed);
        });
    }

    /** Someone else may have changed the gate; and what was written before may be on its way still. */
    private CompletableFuture<FenceRecord> watch(FenceRecord now) {
        return gate.isToldClosed().thenCompose(closed -> {
            if (!closed && time.millis() - now.changedAt() >= pace.spacingMillis) {
                return enter(now, State.FENCING);
            } else if (now.drainedAt().isPresent()) {
                return done(now);
            }
            return drain.isDrained(now.closedAt().orElse(now.since()))
                    .thenCompose(drained -> drained ? keep(now.drained(time.millis())) : done(now));
        });
    }
}
