package dev.rejoin.cli.verify;

import dev.rejoin.cli.operate.OperatedTable;
import dev.rejoin.cli.operate.TableOptions;
import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code rejoin verify}. */
@Command(
        name = "verify",
        description = {
            "Compares a table between its regions, item by item, and writes nothing to it.",
            "",
            "Each region is scanned for digests; only where those differ, keys are compared, and those that differ are looked"
                    + " at again, because what is on its way is no difference.",
            ""
        },
        mixinStandardHelpOptions = true,
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {
            "0:all regions are equal",
            "1:regions differ",
            "2:it cannot be told, because keys kept moving; or the command line is wrong",
            "69:a table, a region or credentials are missing",
            "70:a bug in this command"
        },
        footerHeading = "%nExamples:%n",
        footer = {
            "  rejoin verify orders --regions eu-west-1,us-east-1 --counters stock",
            "  rejoin verify orders --max-rcu 200 --state orders.state --plan orders.plan",
            "  rejoin verify orders --endpoint http://localhost:8000 --regions eu-west-1,us-east-1 -o json"
        })
public final class VerifyCommand implements Callable<Integer> {
    @Spec
    @SuppressWarnings("NullAway.Init")
    private CommandSpec spec;

    @Mixin
    private final TableOptions table = new TableOptions();

    @Mixin
    private final CompareOptions compare = new CompareOptions();

    @Option(names = "--plan", paramLabel = "FILE", description = "Write the keys that differ, for 'rejoin repair'.")
    private @Nullable Path plan;

    /** Made by the command line's parser. */
    public VerifyCommand() {}

    @Override
    public Integer call() throws IOException, InterruptedException {
        try (OperatedTable opened = table.open(2)) {
            Comparison comparison = compare.compare(table, opened);
            if (plan != null) {
                Plan.write(plan, table.table(), comparison.findings());
            }
            ComparisonReport report = new ComparisonReport(comparison, opened);
            if (table.isJson()) {
                spec.commandLine().getOut().println(report.json().toPrettyString());
            } else {
                report.text(spec.commandLine().getOut());
            }
            return ComparisonReport.exitCode(comparison);
        }
    }
}
