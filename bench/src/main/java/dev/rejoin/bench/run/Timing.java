package dev.rejoin.bench.run;

/** How long things take, by the clock on the wall. */
public final class Timing {
    private static final double NANOS = 1e9;

    private Timing() {}

    /** Seconds that it takes. */
    public static double seconds(Runnable work) {
        long began = System.nanoTime();
        work.run();
        return (System.nanoTime() - began) / NANOS;
    }
}
