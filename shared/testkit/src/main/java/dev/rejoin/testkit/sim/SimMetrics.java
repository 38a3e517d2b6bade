package dev.rejoin.testkit.sim;

import dev.rejoin.clock.Actor;
import dev.rejoin.replica.Conflict;
import dev.rejoin.replica.Outcome;
import dev.rejoin.replica.ReplicationMetrics;
import dev.rejoin.testkit.sim.Sometimes.Path;

/** Notes which rare paths the flow's own metrics tell of. */
final class SimMetrics implements ReplicationMetrics {
    private final Sometimes sometimes;

    SimMetrics(Sometimes sometimes) {
        this.sometimes = sometimes;
    }

    @Override
    public void count(Event event, long n) {
        switch (event) {
            case NIL_WRITE -> sometimes.reached(Path.NIL_WRITE, n);
            case SETTLED -> sometimes.reached(Path.SETTLED, n);
            case BROUGHT_BACK -> sometimes.reached(Path.LOST_VALUE_BROUGHT_BACK, n);
            case DIRTY -> sometimes.reached(Path.WAIT, n);
            case REPEATED -> sometimes.reached(Path.REPEATED_RECORD, n);
            case SLICED -> sometimes.reached(Path.SLICE, n);
            case RECOUNT -> sometimes.reached(Path.RECOUNT, n);
            case GAP -> sometimes.reached(Path.GAP, n);
            case DELETED -> sometimes.reached(Path.DELETE_BY_PEER, n);
            default -> {}
        }
    }

    @Override
    public void conflict(Conflict conflict) {
        sometimes.reached(Path.CONFLICT);
        sometimes.reached(Path.SPILLED, conflict.reason() == Conflict.Reason.SPILLED ? 1 : 0);
        sometimes.reached(Path.COMBINED, conflict.reason() == Conflict.Reason.COMBINED ? 1 : 0);
    }

    @Override
    public void outcome(Outcome outcome) {
        sometimes.reached(Path.CLOCK_AHEAD, outcome.reason() == Outcome.Reason.CLOCK_AHEAD ? 1 : 0);
    }

    @Override
    public void lag(Actor source, long millis) {}
}
