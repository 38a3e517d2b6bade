package dev.rejoin.cli.chaos.report;

import dev.rejoin.cli.chaos.fault.Fault;
import dev.rejoin.cli.chaos.fault.FaultKind;
import dev.rejoin.clock.Actor;
import java.time.Duration;
import java.util.List;
import java.util.Locale;

/** Which faults there were when: a row for each kind, a bar for each fault in its region's colour. */
final class FaultChart {
    private static final double ROW = 15;
    private static final double BAR = 11;
    private static final double TOP = 4;
    private static final double BOTTOM = 20;

    private final TimeAxis axis;
    private final List<Actor> regions;
    private final List<Fault> faults;

    FaultChart(TimeAxis axis, List<Actor> regions, List<Fault> faults) {
        this.axis = axis;
        this.regions = regions;
        this.faults = faults;
    }

    String svg() {
        double bottom = TOP + ROW * FaultKind.values().length;
        StringBuilder out = new StringBuilder();
        out.append(String.format(
                Locale.ROOT, "<svg viewBox=\"0 0 %.0f %.0f\" role=\"img\">%n", TimeAxis.WIDTH, bottom + BOTTOM));
        out.append(axis.ticks(TOP, bottom));
        for (FaultKind kind : FaultKind.values()) {
            out.append(String.format(
                    Locale.ROOT,
                    "<text class=\"tick\" x=\"%.1f\" y=\"%.1f\" text-anchor=\"end\">%s<title>%s</title></text>%n",
                    TimeAxis.LEFT - 6,
                    TOP + ROW * row(kind) + BAR,
                    name(kind),
                    Page.text(kind.text())));
        }
        faults.forEach(fault -> draw(out, fault));
        return out.append("</svg>").toString();
    }

    private void draw(StringBuilder out, Fault fault) {
        double from = axis.x(seconds(fault.at()));
        double to = axis.x(seconds(fault.end()));
        out.append(String.format(
                Locale.ROOT,
                "<rect class=\"bar r%d\" x=\"%.1f\" y=\"%.1f\" width=\"%.1f\" height=\"%.0f\" rx=\"2\"><title>%s</title></rect>%n",
                regions.indexOf(fault.region()),
                from,
                TOP + ROW * row(fault.kind()) + (ROW - BAR) / 2,
                Math.max(2, to - from),
                BAR,
                Page.text(words(fault))));
    }

    private static int row(FaultKind kind) {
        return List.of(FaultKind.values()).indexOf(kind);
    }

    /** A fault in one line. */
    static String words(Fault fault) {
        String more = fault.howMuch().isEmpty() ? "" : ", " + fault.howMuch();
        return String.format(
                Locale.ROOT,
                "%.1f s: %s, %s%s, for %.1f s",
                seconds(fault.at()),
                fault.kind().text(),
                fault.where(),
                more,
                seconds(fault.length()));
    }

    static String name(FaultKind kind) {
        return kind.name().toLowerCase(Locale.ROOT).replace('_', ' ');
    }

    private static double seconds(Duration duration) {
        return duration.toMillis() / 1_000.0;
    }
}
