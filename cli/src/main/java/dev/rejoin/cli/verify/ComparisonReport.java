package dev.rejoin.cli.verify;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.rejoin.cli.ExitCode;
import dev.rejoin.cli.operate.OperatedTable;
import dev.rejoin.cli.output.Show;
import dev.rejoin.clock.Actor;
import dev.rejoin.verify.Finding;
import java.io.PrintWriter;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/** How a comparison is told, and its exit code. */
final class ComparisonReport {
    private static final int SHOWN = 20;

    private final Comparison comparison;
    private final List<Actor> regions;

    ComparisonReport(Comparison comparison, OperatedTable table) {
        this.comparison = comparison;
        this.regions = table.actors();
    }

    /** Equal, different, or not to be told because keys were moving or could not be read. */
    static int exitCode(Comparison comparison) {
        if (comparison.areEqual()) {
            return ExitCode.OK;
        }
        return comparison.isDifferent() ? ExitCode.DIFFERENT : ExitCode.USAGE;
    }

    ObjectNode json() {
        ObjectNode node = JsonNodeFactory.instance.objectNode();
        node.put("equal", comparison.areEqual()).put("different", comparison.isDifferent());
        regions.forEach(region -> node.withArray("regions").add(region.name()));
        node.put("items", comparison.items())
                .put("differingBuckets", comparison.differingBuckets())
                .put("lookedAtAgain", comparison.candidates())
                .put("bytesExchanged", comparison.bytes())
                .put("readCapacityUnits", comparison.units())
                .put("seconds", comparison.time().toMillis() / 1_000.0);
        node.putArray("findings")
                .addAll(comparison.findings().stream().map(Plan::line).toList());
        return node;
    }

    void text(PrintWriter out) {
        out.println(String.format(
                Locale.ROOT,
                "%s: %s, %s looked at again, %d bytes exchanged, %.0f read capacity units, %s",
                verdict(),
                Show.count(comparison.items(), "item"),
                Show.count(comparison.candidates(), "key"),
                comparison.bytes(),
                comparison.units(),
                Show.seconds(comparison.time())));
        comparison.findings().stream().limit(SHOWN).forEach(finding -> out.println("  " + line(finding)));
        if (comparison.findings().size() > SHOWN) {
            out.println("  and " + (comparison.findings().size() - SHOWN) + " more; --plan FILE or -o json has all");
        }
    }

    private String verdict() {
        int found = comparison.findings().size();
        if (found == 0) {
            return "Equal";
        }
        return comparison.isDifferent()
                ? "Different, " + Show.count(found, "key")
                : "Cannot be told, " + Show.count(found, "key") + " moving or unreadable; try again";
    }

    private static String line(Finding finding) {
        String where = finding.present().isEmpty()
                ? ""
                : ", present in "
                        + finding.present().stream().map(Actor::name).sorted().collect(Collectors.joining(", "));
        return Show.key(finding.key()) + "  "
                + finding.kind().name().toLowerCase(Locale.ROOT).replace('_', ' ') + where;
    }
}
