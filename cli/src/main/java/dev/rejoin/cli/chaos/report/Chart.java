package dev.rejoin.cli.chaos.report;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.OptionalDouble;

/** Lines over a run's time, as a picture that is part of a page. */
final class Chart {
    private static final double HEIGHT = 130;
    private static final double TOP = 12;
    private static final double BOTTOM = 20;
    private static final int TICKS = 4;

    private final TimeAxis axis;
    private final boolean logarithmic;
    private final List<Line> lines = new ArrayList<>();

    /** A value at a time; a gap in the line if there is none. */
    record Point(double seconds, OptionalDouble value) {}

    private record Line(String style, String name, List<Point> points) {}

    /** @param logarithmic whether each step up means ten times as much */
    Chart(TimeAxis axis, boolean logarithmic) {
        this.axis = axis;
        this.logarithmic = logarithmic;
    }

    /** @param style a class of the page's style sheet */
    Chart line(String style, String name, List<Point> points) {
        lines.add(new Line(style, name, List.copyOf(points)));
        return this;
    }

    String svg() {
        double top = nice(lines.stream()
                .flatMap(line -> line.points.stream())
                .mapToDouble(point -> point.value.orElse(0))
                .max()
                .orElse(1));
        StringBuilder out = new StringBuilder();
        out.append(
                String.format(Locale.ROOT, "<svg viewBox=\"0 0 %.0f %.0f\" role=\"img\">%n", TimeAxis.WIDTH, HEIGHT));
        grid(out, top);
        out.append(axis.ticks(TOP, HEIGHT - BOTTOM));
        lines.forEach(line -> draw(out, line, top));
        return out.append("</svg>").toString();
    }

    private void grid(StringBuilder out, double top) {
        for (double value : levels(top)) {
            double y = y(value, top);
            out.append(String.format(
                    Locale.ROOT,
                    "<line class=\"grid\" x1=\"%.1f\" x2=\"%.1f\" y1=\"%.1f\" y2=\"%.1f\"/>"
                            + "<text class=\"tick\" x=\"%.1f\" y=\"%.1f\" text-anchor=\"end\">%s</text>%n",
                    TimeAxis.LEFT,
                    TimeAxis.WIDTH - TimeAxis.RIGHT,
                    y,
                    y,
                    TimeAxis.LEFT - 6,
                    y + 4,
                    number(value)));
        }
    }

    private List<Double> levels(double top) {
        List<Double> levels = new ArrayList<>();
        if (logarithmic) {
            for (double value = 1; value <= top; value *= 10) {
                levels.add(value);
            }
        } else {
            for (int i = 0; i <= TICKS; i++) {
                levels.add(top * i / TICKS);
            }
        }
        return levels;
    }

    private void draw(StringBuilder out, Line line, double top) {
        StringBuilder path = new StringBuilder();
        boolean drawing = false;
        for (Point point : line.points) {
            if (point.value.isPresent()) {
                path.append(String.format(
                        Locale.ROOT,
                        "%s%.1f %.1f",
                        drawing ? "L" : "M",
                        axis.x(point.seconds),
                        y(point.value.getAsDouble(), top)));
            }
            drawing = point.value.isPresent();
        }
        out.append(String.format(
                "<path class=\"line %s\" d=\"%s\"><title>%s</title></path>%n", line.style, path, Page.text(line.name)));
    }

    private double y(double value, double top) {
        double share = logarithmic
                ? Math.log10(Math.max(value, 1)) / Math.max(Math.log10(top), 1)
                : value / Math.max(top, 1e-9);
        return HEIGHT - BOTTOM - share * (HEIGHT - BOTTOM - TOP);
    }

    /** The next number up that is good to read. */
    private double nice(double most) {
        double power = Math.pow(10, Math.floor(Math.log10(Math.max(most, 1))));
        if (logarithmic) {
            return most <= power ? Math.max(power, 10) : power * 10;
        }
        for (double step : new double[] {1, 2, 4, 8, 10}) {
            if (most <= power * step) {
                return Math.max(power * step, TICKS);
            }
        }
        return power * 10;
    }

    private static String number(double value) {
        return value >= 1_000
                ? String.format(Locale.ROOT, "%.0f k", value / 1_000).replace(" ", "&#8239;")
                : String.format(Locale.ROOT, value == Math.rint(value) ? "%.0f" : "%.1f", value);
    }
}
