package dev.rejoin.cli.conflicts;

import dev.rejoin.aws.journal.JournalEntry;
import dev.rejoin.cli.ExitCode;
import dev.rejoin.cli.operate.OperatedTable;
import dev.rejoin.cli.operate.TableOptions;
import dev.rejoin.cli.output.Lines;
import dev.rejoin.cli.output.Show;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code rejoin conflicts show}. */
@Command(
        name = "show",
        description = "Shows a conflict, the two writes side by side, values in DynamoDB's JSON.",
        mixinStandardHelpOptions = true)
final class ShowCommand implements Callable<Integer> {
    @Mixin
    @SuppressWarnings("NullAway.Init")
    private TableOptions options;

    @Parameters(index = "1", paramLabel = "ID", description = "The conflict, as in rejoin conflicts list.")
    @SuppressWarnings("NullAway.Init")
    private String id;

    @Option(
            names = "--decrypt",
            description = "Show values that are kept encrypted; needs kms:Decrypt with the owner's key.")
    private boolean decrypt;

    ShowCommand() {}

    @Override
    public Integer call() {
        try (OperatedTable table = options.open(1)) {
            JournalEntry entry = Named.find(new Journals(table, decrypt), options, id);
            if (options.isJson()) {
                options.result().println(Words.json(entry));
            } else {
                show(entry);
            }
        }
        return ExitCode.OK;
    }

    private void show(JournalEntry entry) {
        options.result().println("Conflict " + entry.id());
        options.result()
                .println("attribute " + entry.attribute() + " of " + Show.key(entry.key()) + ", settled by "
                        + entry.policy() + ": " + Words.reason(entry)
                        + entry.resolution()
                                .map(choice -> "; resolved: " + choice)
                                .orElse(""));
        Lines.of(Words.sides(entry)).forEach(line -> options.result().println("   " + line));
    }
}
