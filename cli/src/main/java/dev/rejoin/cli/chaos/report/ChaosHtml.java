package dev.rejoin.cli.chaos.report;

import dev.rejoin.cli.chaos.audit.Promise;
import dev.rejoin.cli.chaos.run.ChaosResult;
import dev.rejoin.cli.chaos.run.Sample;
import dev.rejoin.cli.output.Show;
import dev.rejoin.clock.Actor;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.OptionalDouble;
import java.util.function.ToDoubleFunction;
import java.util.stream.Collectors;

/** A run for people: one page that needs nothing else. */
public final class ChaosHtml {
    private final ChaosResult result;
    private final TimeAxis axis;

    private ChaosHtml(ChaosResult result) {
        this.result = result;
        double sampled = result.samples().isEmpty() ? 0 : end(result.samples());
        this.axis = new TimeAxis(Math.max(1, Math.max(sampled, result.ran().toMillis() / 1_000.0)));
    }

    /**
     * The page.
     *
     * @param again the command that runs the same faults once more
     */
    public static String of(ChaosResult result, String again) {
        return new ChaosHtml(result).page(again);
    }

    private static double end(List<Sample> samples) {
        return samples.get(samples.size() - 1).at().toMillis() / 1_000.0;
    }

    private String page(String again) {
        List<Actor> regions = result.setup().regions();
        return new Page()
                .text("verdict", result.held() ? "Every promise was kept" : "A promise was broken")
                .html("class", result.held() ? "good" : "bad")
                .text("summary", summary())
                .text("again", again)
                .html("promises", promises())
                .html("figures", figures())
                .html("legend", legend(regions))
                .html("faults", new FaultChart(axis, regions, result.faults()).svg())
                .html("throughput", throughput())
                .html("lag", lag())
                .html("backlog", backlog(regions))
                .html("conflicts", line("c0", "conflicts/s", it -> it.conflicts() / it.seconds()))
                .html("list", list())
                .render();
    }

    private String summary() {
        return result.setup().regions().stream().map(Actor::name).collect(Collectors.joining(", ")) + "; "
                + Show.seconds(result.ran()) + " from "
                + result.began().truncatedTo(ChronoUnit.SECONDS) + (result.stopped() ? ", stopped early; " : "; ")
                + Show.count(result.faults().size(), "fault") + "; "
                + Show.count(result.writes().all(), "plain write") + "; seed "
                + result.setup().seed();
    }

    private String promises() {
        return result.findings().promises().stream().map(ChaosHtml::row).collect(Collectors.joining("\n"));
    }

    private static String row(Promise promise) {
        String broken = promise.broken().stream()
                .map(it -> "<li>" + Page.text(it) + "</li>")
                .collect(Collectors.joining());
        return "<tr><td class=\"" + (promise.held() ? "good\">kept" : "bad\">broken") + "</td><td>"
                + Page.text(promise.text()) + "</td><td>" + Page.text(promise.seen())
                + (broken.isEmpty() ? "" : "<ul>" + broken + "</ul>") + "</td></tr>";
    }

    private String figures() {
        ChaosResult.Writes writes = result.writes();
        return figure(
                        "Plain writes acknowledged, refused, unknown",
                        writes.acknowledged() + ", " + writes.refused() + ", " + writes.unknown())
                + figure(
                        "Writes in the tables' streams: applications', replication's",
                        result.findings().plainWrites() + ", "
                                + result.findings().ownWrites())
                + figure(
                        "Versions applied in a peer",
                        Long.toString(result.lags().count()))
                + figure(
                        "Lag p50, p99, max",
                        Show.millis(result.lags().p50()) + ", "
                                + Show.millis(result.lags().p99()) + ", "
                                + Show.millis(result.lags().max()))
                + figure(
                        "Conflicts in the journal",
                        Integer.toString(result.findings().conflicts()))
                + figure("From the end of all faults to rest", Show.seconds(result.toRest()));
    }

    private static String figure(String name, String value) {
        return "<tr><td>" + Page.text(name) + "</td><td>" + Page.text(value) + "</td></tr>\n";
    }

    private static String legend(List<Actor> regions) {
        StringBuilder out = new StringBuilder();
        for (int i = 0; i < regions.size(); i++) {
            out.append("<span><i class=\"r")
                    .append(i)
                    .append("\"></i>")
                    .append(Page.text(regions.get(i).name()))
                    .append("</span>\n");
        }
        return out.toString();
    }

    private String throughput() {
        return new Chart(axis, false)
                .line("c0", "writes acknowledged/s", points(it -> it.acknowledged() / it.seconds()))
                .line("c1", "writes refused or unknown/s", points(it -> it.failed() / it.seconds()))
                .svg();
    }

    private String lag() {
        return new Chart(axis, true)
                .line("c1", "p99, ms", lags(it -> (double) it.lagP99()))
                .line("c0", "p50, ms", lags(it -> (double) it.lagP50()))
                .svg();
    }

    private List<Chart.Point> lags(ToDoubleFunction<Sample> value) {
        return result.samples().stream()
                .map(it -> new Chart.Point(
                        it.at().toMillis() / 1_000.0,
                        it.lags() == 0 ? OptionalDouble.empty() : OptionalDouble.of(value.applyAsDouble(it))))
                .toList();
    }

    private String backlog(List<Actor> regions) {
        Chart chart = new Chart(axis, false);
        for (int i = 0; i < regions.size(); i++) {
            Actor region = regions.get(i);
            chart.line(
                    "r" + i,
                    region.name(),
                    result.samples().stream()
                            .map(it -> new Chart.Point(it.at().toMillis() / 1_000.0, keys(it, region)))
                            .toList());
        }
        return chart.svg();
    }

    private static OptionalDouble keys(Sample sample, Actor region) {
        Integer keys = sample.backlog().get(region);
        return keys == null ? OptionalDouble.empty() : OptionalDouble.of(keys);
    }

    private String line(String style, String name, ToDoubleFunction<Sample> value) {
        return new Chart(axis, false).line(style, name, points(value)).svg();
    }

    private List<Chart.Point> points(ToDoubleFunction<Sample> value) {
        return result.samples().stream()
                .map(it -> new Chart.Point(it.at().toMillis() / 1_000.0, OptionalDouble.of(value.applyAsDouble(it))))
                .toList();
    }

    private String list() {
        return result.faults().stream()
                .map(fault -> "<li>" + Page.text(FaultChart.words(fault)) + "</li>")
                .collect(Collectors.joining("\n"));
    }
}
