package dev.rejoin.cli.policy;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.rejoin.aws.control.ControlPolicies;
import dev.rejoin.aws.control.PolicyRecord;
import dev.rejoin.cli.ExitCode;
import dev.rejoin.cli.operate.AccessProblem;
import dev.rejoin.cli.operate.ControlTables;
import dev.rejoin.cli.operate.TableOptions;
import dev.rejoin.cli.operate.TimeText;
import dev.rejoin.cli.output.Lines;
import dev.rejoin.cli.output.TextTable;
import dev.rejoin.clock.Actor;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code rejoin policy history}. */
@Command(
        name = "history",
        description = {"Lists the versions of a table's policy, newest first: who put each, when and why.", ""},
        mixinStandardHelpOptions = true,
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {"0:done", "2:the command line is wrong", "69:no region answers"})
final class HistoryCommand implements Callable<Integer> {
    @Mixin
    @SuppressWarnings("NullAway.Init")
    private TableOptions options;

    @Option(
            names = "--limit",
            paramLabel = "N",
            defaultValue = "20",
            description = "How many at most, up to " + ControlPolicies.MOST_AT_ONCE + ". Default: ${DEFAULT-VALUE}")
    private int limit;

    HistoryCommand() {}

    @Override
    public Integer call() {
        if (limit < 1 || limit > ControlPolicies.MOST_AT_ONCE) {
            throw options.wrong("--limit must be 1 to " + ControlPolicies.MOST_AT_ONCE + ", not " + limit);
        }
        try (ControlTables control = options.control(1)) {
            Copies copies = Copies.read(control);
            tell(copies.newest().isNone() ? List.of() : versions(control, copies));
            copies.silent().forEach((region, why) -> options.notes().println(region + ": " + why));
        }
        return ExitCode.OK;
    }

    /** As the region has them that has the newest. */
    private List<PolicyRecord> versions(ControlTables control, Copies copies) {
        PolicyRecord newest = copies.newest();
        Actor region = copies.records().entrySet().stream()
                .filter(copy -> copy.getValue().equals(newest))
                .findFirst()
                .orElseThrow()
                .getKey();
        return AccessProblem.await(
                "control table of " + region, Copies.of(control, region).history(newest.version(), limit));
    }

    private void tell(List<PolicyRecord> versions) {
        if (options.isJson()) {
            ArrayNode array = JsonNodeFactory.instance.arrayNode();
            versions.forEach(version -> array.add(Records.json(version)));
            options.result().println(array);
        } else if (versions.isEmpty()) {
            options.result().println("No policy was put.");
        } else {
            TextTable table = new TextTable(true);
            table.row("VERSION", "PUT", "BY", "SHA-256", "WHY");
            versions.forEach(version -> table.row(
                    Long.toString(version.version()),
                    TimeText.of(version.note().at()),
                    version.note().who(),
                    Records.digest(version),
                    version.note().why()));
            Lines.of(table).forEach(options.result()::println);
        }
    }
}
