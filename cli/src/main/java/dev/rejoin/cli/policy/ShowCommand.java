package dev.rejoin.cli.policy;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.rejoin.aws.control.PolicyRecord;
import dev.rejoin.cli.ExitCode;
import dev.rejoin.cli.operate.ControlTables;
import dev.rejoin.cli.operate.TableOptions;
import dev.rejoin.clock.Actor;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code rejoin policy show}. */
@Command(
        name = "show",
        description = {
            "Prints a table's policy as it was put, on standard output, and which regions have it, on standard error.",
            ""
        },
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {
            "0:every region has the same, or none has one",
            "1:regions differ, one does not answer, or there is no such version",
            "2:the command line is wrong",
            "69:no region answers"
        })
final class ShowCommand implements Callable<Integer> {
    @Mixin
    @SuppressWarnings("NullAway.Init")
    private TableOptions options;

    @Option(
            names = {"-h", "--help"},
            usageHelp = true,
            description = "Show this help message and exit.")
    @SuppressWarnings("UnusedVariable") // The parser asks for it. No mixin of it, which takes --version for itself.
    private boolean help;

    @Option(names = "--version", paramLabel = "N", description = "A version of before. Default: the newest.")
    private @Nullable Long number;

    ShowCommand() {}

    @Override
    public Integer call() {
        if (number != null && number < 1) {
            throw options.wrong("--version must be 1 or more, not " + number);
        }
        try (ControlTables control = options.control(1)) {
            Copies copies = Copies.read(control);
            return number == null ? newest(control, copies) : version(Copies.read(control, number), number);
        }
    }

    private int newest(ControlTables control, Copies copies) {
        PolicyRecord newest = copies.newest();
        tell(newest, control, copies);
        for (Actor region : control.regions()) {
            options.notes().println("  " + region + " " + copies.words(region));
        }
        if (newest.isNone()) {
            options.notes()
                    .println("No policy was put: attributes that the stack's Counters name are counters, the others"
                            + " last-writer-wins registers. See rejoin policy put --help");
        }
        return copies.agree() && copies.silent().isEmpty() ? ExitCode.OK : ExitCode.DIFFERENT;
    }

    private int version(Copies copies, long wanted) {
        PolicyRecord found = copies.newest();
        if (found.isNone()) {
            options.notes().println("There is no version " + wanted + "; rejoin policy history shows which there are");
            return ExitCode.DIFFERENT;
        }
        if (options.isJson()) {
            options.result().println(Records.json(found).put("text", found.text()));
        } else {
            text(found);
        }
        return ExitCode.OK;
    }

    private void tell(PolicyRecord newest, ControlTables control, Copies copies) {
        if (options.isJson()) {
            ObjectNode document = Records.json(newest).put("text", newest.text());
            ArrayNode regions = document.putArray("regions");
            for (Actor region : control.regions()) {
                PolicyRecord record = copies.records().get(region);
                regions.addObject()
                        .put("region", region.name())
                        .put("answers", record != null)
                        .put("version", record == null ? null : record.version())
                        .put("same", newest.equals(record));
            }
            options.result().println(document);
        } else if (!newest.isNone()) {
            text(newest);
        }
    }

    private void text(PolicyRecord record) {
        options.notes().println("# version " + record.version() + ", " + Records.origin(record));
        options.result().print(record.text());
        if (!record.text().endsWith("\n")) {
            options.result().println();
        }
        options.result().flush();
    }
}
