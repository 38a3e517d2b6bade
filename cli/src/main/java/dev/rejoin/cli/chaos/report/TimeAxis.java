package dev.rejoin.cli.chaos.report;

import java.util.Locale;

/**
 * The time of a run from left to right, the same in every picture.
 *
 * @param seconds how long it was, more than 0
 */
record TimeAxis(double seconds) {
    static final double WIDTH = 1_000;
    static final double LEFT = 150;
    static final double RIGHT = 12;
    private static final int MOST_TICKS = 12;
    private static final int[] STEPS = {1, 2, 5, 10, 15, 30, 60, 120, 300, 600, 900, 1_800, 3_600};
    private static final int MINUTE = 60;

    double x(double at) {
        return LEFT + Math.min(at, seconds) / seconds * (WIDTH - LEFT - RIGHT);
    }

    /** Lines from top to bottom at round times, with their names. */
    String ticks(double top, double bottom) {
        int step = STEPS[STEPS.length - 1];
        for (int i = STEPS.length - 1; i >= 0 && seconds / STEPS[i] <= MOST_TICKS; i--) {
            step = STEPS[i];
        }
        StringBuilder out = new StringBuilder();
        for (int at = 0; at <= seconds; at += step) {
            out.append(String.format(
                    Locale.ROOT,
                    "<line class=\"grid\" x1=\"%.1f\" x2=\"%.1f\" y1=\"%.1f\" y2=\"%.1f\"/>"
                            + "<text class=\"tick\" x=\"%.1f\" y=\"%.1f\" text-anchor=\"middle\">%d:%02d</text>%n",
                    x(at),
                    x(at),
                    top,
                    bottom,
                    x(at),
                    bottom + 14,
                    at / MINUTE,
                    at % MINUTE));
        }
        return out.toString();
    }
}
