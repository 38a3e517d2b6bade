package dev.rejoin.cli.conflicts;

import dev.rejoin.aws.journal.JournalEntry;
import dev.rejoin.cli.ExitCode;
import dev.rejoin.cli.UnavailableException;
import dev.rejoin.cli.operate.OperatedTable;
import dev.rejoin.cli.operate.TableOptions;
import dev.rejoin.cli.output.Show;
import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code rejoin conflicts export}. */
@Command(
        name = "export",
        description = "Writes conflicts of all regions as JSON, one a line, newest first.",
        mixinStandardHelpOptions = true)
final class ExportCommand implements Callable<Integer> {
    @Mixin
    @SuppressWarnings("NullAway.Init")
    private TableOptions options;

    @Mixin
    @SuppressWarnings("NullAway.Init")
    private Filter filter;

    @Option(names = "--to", paramLabel = "FILE", description = "A new file. Standard output if not given.")
    private @Nullable Path to;

    @Option(
            names = "--decrypt",
            description = "Export values that are kept encrypted; needs kms:Decrypt with the owner's key.")
    private boolean decrypt;

    ExportCommand() {}

    @Override
    public Integer call() {
        if (to != null && Files.exists(to)) {
            throw options.wrong("--to: there is a file " + to + " already; name another, or move it away");
        }
        Predicate<JournalEntry> test = filter.test(options);
        try (OperatedTable table = options.open(1)) {
            Journals journals = new Journals(table, decrypt);
            Journals.Found found = filter.item(options, table.regions().get(0).table())
                    .map(item -> new Journals.Found(journals.ofItem(item.hash(), test), 0))
                    .orElseGet(() -> journals.all(test));
            write(found.entries());
            Notes.unreadable(options, found.unreadable());
        }
        return ExitCode.OK;
    }

    private void write(List<JournalEntry> entries) {
        if (to == null) {
            entries.forEach(entry -> options.result().println(Words.json(entry)));
            return;
        }
        try (BufferedWriter out = Files.newBufferedWriter(to, StandardCharsets.UTF_8, StandardOpenOption.CREATE_NEW)) {
            for (JournalEntry entry : entries) {
                out.write(Words.json(entry).toString());
                out.write('\n');
            }
        } catch (IOException e) {
            throw new UnavailableException("cannot write " + to + ": " + e.getMessage(), e);
        }
        options.notes().println(Show.count(entries.size(), "conflict") + " written to " + to);
    }
}
