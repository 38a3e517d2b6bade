package dev.rejoin.cli.verify;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.rejoin.aws.journal.KeptValues;
import dev.rejoin.cli.ExitCode;
import dev.rejoin.cli.operate.OperatedTable;
import dev.rejoin.cli.operate.TableOptions;
import dev.rejoin.cli.output.Show;
import dev.rejoin.item.ItemKey;
import dev.rejoin.replica.Outcome;
import dev.rejoin.verify.Finding;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code rejoin repair}. */
@Command(
        name = "repair",
        description = {
            "Puts right what differs between a table's regions.",
            "",
            "Every region owes the keys to every other, and what is owed is delivered and merged as replication does it: no newer"
                    + " write is reverted, no deleted item comes back, and what loses is in the journal. Then the keys are compared"
                    + " again. Name all regions of the table.",
            ""
        },
        mixinStandardHelpOptions = true,
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {
            "0:the keys are equal now (with --dry-run: there is nothing to repair)",
            "1:some still differ (with --dry-run: there is something to repair)",
            "2:it cannot be told, because keys kept moving; or the command line is wrong",
            "69:a table, a region or credentials are missing",
            "70:a bug in this command"
        },
        footerHeading = "%nExamples:%n",
        footer = {
            "  rejoin repair orders --dry-run --plan orders.plan",
            "  rejoin repair orders --plan orders.plan",
            "  rejoin repair orders                      compare, and repair what was found"
        })
public final class RepairCommand implements Callable<Integer> {
    @Spec
    @SuppressWarnings("NullAway.Init")
    private CommandSpec spec;

    @Mixin
    private final TableOptions table = new TableOptions();

    @Mixin
    private final CompareOptions compare = new CompareOptions();

    @Option(
            names = "--plan",
            paramLabel = "FILE",
            description = "The keys to repair; with --dry-run where to write them.")
    private @Nullable Path plan;

    @Option(names = "--dry-run", description = "Only compare, and write the plan.")
    private boolean dryRun;

    @Option(
            names = "--journal-values",
            paramLabel = "FORM",
            defaultValue = "full",
            description =
                    "In what form the journal keeps values that lose, as the stack does: full or hash. Default: full")
    private Values values = Values.full;

    /** In what form the journal keeps values. */
    enum Values {
        full,
        hash
    }

    /** Made by the command line's parser. */
    public RepairCommand() {}

    @Override
    public Integer call() throws IOException, InterruptedException {
        if (!dryRun && plan != null && !Files.isReadable(plan)) {
            throw table.wrong("there is no plan " + plan + "; --dry-run --plan " + plan + " writes one");
        }
        try (OperatedTable opened = table.open(2)) {
            return dryRun ? dryRun(opened) : repair(opened, planned(opened));
        }
    }

    private int dryRun(OperatedTable opened) throws IOException, InterruptedException {
        Comparison comparison = compare.compare(table, opened);
        Path file = plan == null ? Path.of(table.table() + ".plan") : plan;
        Plan.write(file, table.table(), comparison.findings());
        ComparisonReport report = new ComparisonReport(comparison, opened);
        if (table.isJson()) {
            spec.commandLine()
                    .getOut()
                    .println(report.json().put("plan", file.toString()).toPrettyString());
        } else {
            report.text(spec.commandLine().getOut());
            spec.commandLine().getOut().println("Plan: " + file);
        }
        return comparison.areEqual() ? ExitCode.OK : ExitCode.DIFFERENT;
    }

    private List<ItemKey> planned(OperatedTable opened) throws IOException, InterruptedException {
        if (plan == null) {
            return compare.compare(table, opened).findings().stream()
                    .map(Finding::key)
                    .toList();
        }
        try {
            return Plan.read(plan, table.table());
        } catch (IllegalArgumentException e) {
            throw table.wrong(String.valueOf(e.getMessage()));
        }
    }

    private int repair(OperatedTable opened, List<ItemKey> keys) throws IOException {
        Mender mender = new Mender(
                opened.regions(),
                compare.policy(),
                values == Values.hash ? KeptValues.HASH : KeptValues.FULL,
                Comparing.pause(compare.wait(table)));
        Map<Outcome.Reason, Integer> owed = mender.mend(keys);
        List<Finding> left = compare.comparing(table, opened).lookAgain(keys);
        tell(keys.size(), owed, left);
        if (left.isEmpty()) {
            return ExitCode.OK;
        }
        return left.stream().anyMatch(Finding::isDifference) ? ExitCode.DIFFERENT : ExitCode.USAGE;
    }

    private void tell(int keys, Map<Outcome.Reason, Integer> owed, List<Finding> left) {
        if (table.isJson()) {
            ObjectNode node = JsonNodeFactory.instance.objectNode();
            node.put("keys", keys).put("repaired", keys - left.size());
            ObjectNode reasons = node.putObject("stillOwed");
            owed.forEach((reason, count) -> reasons.put(reason.name(), count));
            node.putArray("findings").addAll(left.stream().map(Plan::line).toList());
            spec.commandLine().getOut().println(node.toPrettyString());
            return;
        }
        spec.commandLine()
                .getOut()
                .println(Show.count(keys - left.size(), "key") + " of " + keys + " equal now"
                        + (left.isEmpty() ? "" : ", " + left.size() + " not; run it again with the functions running")
                        + (owed.isEmpty() ? "" : "; not delivered: " + owed));
    }
}
