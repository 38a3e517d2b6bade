package dev.rejoin.cli.demo.scene;

import dev.rejoin.cli.local.node.LagBook.Lag;
import dev.rejoin.cli.output.Screen;
import dev.rejoin.cli.output.Show;
import dev.rejoin.cli.output.Style;
import dev.rejoin.cli.output.TextTable;
import dev.rejoin.clock.Actor;
import java.time.Duration;
import java.util.Collection;

/** Tells what happens, in lines that stand under each other. */
public final class Story {
    private static final String INDENT = "   ";
    private static final int OPERATION = 12;
    private static final int KEY = 16;

    private final Screen screen;
    private final int regionWidth;

    public Story(Screen screen, Collection<Actor> regions) {
        this.screen = screen;
        this.regionWidth = regions.stream()
                        .mapToInt(region -> region.name().length())
                        .max()
                        .orElse(0)
                + 3;
    }

    /** A step begins. */
    public void begin(int number, String title) {
        screen.blank();
        screen.line(screen.styled(Style.ACCENT, number + "  ") + screen.styled(Style.BOLD, title));
    }

    /** An application wrote something. */
    public void wrote(Actor region, String operation, String key, String what) {
        screen.line(INDENT
                + pad(region.name(), regionWidth)
                + pad(operation, OPERATION)
                + (what.isEmpty() ? key : pad(key, KEY) + what));
    }

    /** What is there now. */
    public void shows(TextTable table) {
        screen.table(table, INDENT);
    }

    /** Anything else worth knowing. */
    public void tells(String text) {
        screen.line(INDENT + screen.styled(Style.DIM, text));
    }

    /** A claim and whether it held. */
    public void checked(Check check) {
        String mark = check.held() ? screen.styled(Style.GOOD, "ok") : screen.styled(Style.BAD, "FAILED");
        screen.line(INDENT + mark + "  " + check.claim());
    }

    /** A step ended. */
    public void end(StepReport report) {
        Lag lag = report.lag();
        String lags = lag.count() == 0 ? "" : "lag p50 " + Show.millis(lag.p50()) + ", p99 " + Show.millis(lag.p99());
        tells(lags + (lags.isEmpty() ? "" : ", ") + "took " + Show.seconds(report.time()));
    }

    /** Something that takes a while, out of {@code total}. Shown only where somebody can watch it move. */
    public Progress progress(String what, long total) {
        return Progress.of(screen, INDENT + what, total, Duration.ofMillis(100));
    }

    private static String pad(String text, int width) {
        return text.length() >= width ? text + " " : text + " ".repeat(width - text.length());
    }
}
