package dev.rejoin.cli.conflicts;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.rejoin.aws.journal.JournalEntry;
import dev.rejoin.cli.ExitCode;
import dev.rejoin.cli.operate.OperatedTable;
import dev.rejoin.cli.operate.TableOptions;
import dev.rejoin.cli.output.Lines;
import dev.rejoin.cli.output.Show;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.function.Predicate;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code rejoin conflicts list}. */
@Command(
        name = "list",
        description = "Lists conflicts of all regions, each once, newest first.",
        mixinStandardHelpOptions = true)
final class ListCommand implements Callable<Integer> {
    @Mixin
    @SuppressWarnings("NullAway.Init")
    private TableOptions options;

    @Mixin
    @SuppressWarnings("NullAway.Init")
    private Filter filter;

    @Option(
            names = "--limit",
            paramLabel = "N",
            defaultValue = "100",
            description = "How many at most. Default: ${DEFAULT-VALUE}")
    private int limit = 100;

    @Option(
            names = "--decrypt",
            description = "Show values that are kept encrypted; needs kms:Decrypt with the owner's key.")
    private boolean decrypt;

    ListCommand() {}

    @Override
    public Integer call() {
        if (limit < 1) {
            throw options.wrong("--limit must be 1 or more, not " + limit);
        }
        Predicate<JournalEntry> test = filter.test(options);
        try (OperatedTable table = options.open(1)) {
            Journals journals = new Journals(table, decrypt);
            Journals.Found found = filter.item(options, table.regions().get(0).table())
                    .map(item -> new Journals.Found(journals.ofItem(item.hash(), test), 0))
                    .orElseGet(() -> journals.all(test));
            show(found);
        }
        return ExitCode.OK;
    }

    private void show(Journals.Found found) {
        List<JournalEntry> shown = found.entries().stream().limit(limit).toList();
        if (options.isJson()) {
            ArrayNode array = JsonNodeFactory.instance.arrayNode();
            shown.forEach(entry -> array.add(Words.json(entry)));
            options.result().println(array);
        } else if (shown.isEmpty()) {
            options.result().println("No conflicts.");
        } else {
            Lines.of(Words.table(shown)).forEach(options.result()::println);
        }
        if (shown.size() < found.entries().size()) {
            options.notes()
                    .println(Show.count(found.entries().size() - shown.size(), "older one is", "older ones are")
                            + " not shown; see --limit and --since");
        }
        Notes.unreadable(options, found.unreadable());
    }
}
