package dev.rejoin.testkit.sim;

import dev.rejoin.outage.WriteGate;
import java.util.concurrent.CompletableFuture;

/** What stands before a region's table: machines, each of which hears of a change some time after it was made. */
final class SimGate implements WriteGate {
    /** How long a change takes at most to be heard of everywhere. */
    static final int SPREAD_MILLIS = 150;

    static final int MACHINES = 8;

    private final RandomWorld world;
    private final boolean[] closed = new boolean[MACHINES];
    private final long[] hearsAt = new long[MACHINES];
    private boolean told;
    private long acceptedAt;

    SimGate(RandomWorld world) {
        this.world = world;
    }

    private static <T> CompletableFuture<T> done(T value) {
        return CompletableFuture.completedFuture(value);
    }

    private void hear() {
        for (int i = 0; i < MACHINES; i++) {
            closed[i] = world.millis() >= hearsAt[i] ? told : closed[i];
        }
    }

    private CompletableFuture<Void> tell(boolean close) {
        hear();
        told = close;
        for (int i = 0; i < MACHINES; i++) {
            hearsAt[i] = world.millis() + world.below(SPREAD_MILLIS);
        }
        return CompletableFuture.allOf();
    }

    /** Whether one of the machines lets a write pass now. */
    boolean accepts() {
        hear();
        boolean accepts = !closed[world.below(MACHINES)];
        acceptedAt = accepts ? world.millis() : acceptedAt;
        return accepts;
    }

    /** When a write passed last, 0 if none did. */
    long acceptedAt() {
        return acceptedAt;
    }

    @Override
    public CompletableFuture<Boolean> isToldClosed() {
        return done(told);
    }

    @Override
    public CompletableFuture<Void> close() {
        return tell(true);
    }

    @Override
    public CompletableFuture<Void> open() {
        return tell(false);
    }

    @Override
    public CompletableFuture<Probe> probe() {
        hear();
        return done(closed[world.below(MACHINES)] ? Probe.REFUSED : Probe.ACCEPTED);
    }
}
