package dev.rejoin.cli.demo;

import dev.rejoin.cli.demo.scene.StepReport;
import dev.rejoin.cli.output.Screen;
import dev.rejoin.cli.output.Show;
import dev.rejoin.cli.output.Style;
import dev.rejoin.cli.output.TextTable;
import dev.rejoin.clock.Actor;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/** The end of the demo, for people. */
final class TextReport {
    private static final String INDENT = "   ";
    private static final int MOST_DIFFERENCES = 20;

    private final Screen screen;
    private final List<Actor> regions;

    TextReport(Screen screen, List<Actor> regions) {
        this.screen = screen;
        this.regions = regions;
    }

    void show(DemoReport report) {
        screen.blank();
        verdict(report);
        screen.blank();
        screen.table(figures(report), INDENT);
        screen.blank();
        screen.line(INDENT + screen.styled(Style.DIM, "Try next"));
        screen.table(next(report), INDENT);
    }

    private void verdict(DemoReport report) {
        Comparison comparison = report.comparison();
        if (comparison.areEqual()) {
            screen.line(screen.styled(
                    Style.GOOD,
                    "All " + regions.size() + " regions hold the same " + Show.count(comparison.items(), "item")
                            + "."));
        } else {
            differences(comparison);
        }
        for (StepReport step : report.steps()) {
            step.checks().stream()
                    .filter(check -> !check.held())
                    .forEach(check -> screen.line(
                            screen.styled(Style.BAD, "Step " + step.number() + " failed: ") + check.claim()));
        }
        if (report.figures().givenUp() > 0) {
            screen.line(screen.styled(
                    Style.BAD,
                    Show.count(report.figures().givenUp(), "stream record was", "stream records were")
                            + " put aside, and are kept in "
                            + report.figures().failures()));
        }
    }

    private void differences(Comparison comparison) {
        List<Comparison.Difference> all = comparison.differences();
        screen.line(screen.styled(Style.BAD, "The regions differ in " + Show.count(all.size(), "place") + ":"));
        TextTable table = new TextTable();
        List<String> head = new ArrayList<>(List.of("item", "attribute"));
        regions.forEach(region -> head.add(region.name()));
        table.row(Style.DIM, head.toArray(new String[0]));
        for (Comparison.Difference difference : all.subList(0, Math.min(all.size(), MOST_DIFFERENCES))) {
            List<String> row = new ArrayList<>(List.of(Show.key(difference.key()), difference.attribute()));
            row.addAll(difference.values().values());
            table.row(row.toArray(new String[0]));
        }
        screen.table(table, INDENT);
        if (all.size() > MOST_DIFFERENCES) {
            screen.line(INDENT + "and " + (all.size() - MOST_DIFFERENCES) + " more");
        }
    }

    private TextTable figures(DemoReport report) {
        Figures figures = report.figures();
        TextTable table = new TextTable();
        row(
                table,
                "writes",
                Show.count(figures.writes(), "plain write") + " by the AWS SDK, "
                        + Show.count(figures.applied(), "conditional write") + " at peers");
        row(table, "conflicts", figures.conflicts() + ", each in the journal with the value that lost");
        row(
                table,
                "hints",
                Show.count(figures.hints(), "key was", "keys were") + " owed and delivered, "
                        + Show.count(figures.repeated(), "record") + " came again after the crash");
        row(table, "metadata", comparisonBytes(report));
        row(table, "lag", lag(report.steps()));
        row(table, "time", Show.seconds(report.time()) + ", seed " + report.seed());
        return table;
    }

    private static String comparisonBytes(DemoReport report) {
        return report.comparison().metadataBytes() + " bytes on an item that came from elsewhere, on average";
    }

    private static String lag(List<StepReport> steps) {
        return "p50 of each step: "
                + steps.stream().map(step -> Show.millis(step.lag().p50())).collect(Collectors.joining(", "));
    }

    private void row(TextTable table, String name, String text) {
        table.row(List.of(new TextTable.Cell(name, Style.DIM), TextTable.Cell.of(text)));
    }

    private static TextTable next(DemoReport report) {
        return new TextTable()
                .row("./rejoin demo --keep", "write yourself, with the AWS CLI or an SDK, and watch it arrive")
                .row("./rejoin demo --seed " + report.seed(), "this very scene again")
                .row("./rejoin --help", "everything else");
    }
}
