package dev.rejoin.cli.regions;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.rejoin.aws.incarnation.TableRecord;
import dev.rejoin.cli.ExitCode;
import dev.rejoin.cli.Terminal;
import dev.rejoin.cli.operate.OperatedRegion;
import dev.rejoin.cli.operate.OperatedTable;
import dev.rejoin.cli.operate.Regions;
import dev.rejoin.cli.operate.TableOptions;
import dev.rejoin.cli.output.Screen;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code rejoin regions restored}. */
@Command(
        name = "restored",
        description = {
            "Takes over a table that is in the place of the one that was replicated, because it was restored from a backup or"
                    + " made anew: under another incarnation of its region, which knows nothing of the other table's rows."
                    + " Nothing is replicated there before. Broken off, the same command goes on.",
            ""
        },
        mixinStandardHelpOptions = true,
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {
            "0:done, or the table is the one that is replicated",
            "2:the command line is wrong",
            "69:a region does not answer, nothing was ever replicated there, the backup is too old, or somebody else is at it"
        },
        footerHeading = "%nExamples:%n",
        footer = {
            "  rejoin regions restored orders --regions eu-west-1,us-east-1 --region eu-west-1 --dry-run",
            "  rejoin regions restored orders --regions eu-west-1,us-east-1 --region eu-west-1"
        })
public final class RestoredCommand implements Callable<Integer> {
    @Spec
    @SuppressWarnings("NullAway.Init")
    private CommandSpec spec;

    @Mixin
    @SuppressWarnings("NullAway.Init")
    private TableOptions options;

    @Option(names = "--region", paramLabel = "R", required = true, description = "The region whose table it is.")
    @SuppressWarnings("NullAway.Init")
    private String region;

    @Option(
            names = "--backup-of",
            paramLabel = "N",
            description =
                    "The incarnation in which the backup was made, as 'rejoin regions list' tells it. Default: the last one.")
    private @Nullable Integer backup;

    @Option(
            names = "--accept-resurrected",
            description =
                    "Take over a table from a backup of more than 34 days ago, although deleted items may come back.")
    private boolean accepted;

    @Option(names = "--dry-run", description = "Only say what would be done.")
    private boolean dryRun;

    /** Made by the command line's parser. */
    public RestoredCommand() {}

    @Override
    public Integer call() {
        try (OperatedTable table = options.open(2)) {
            RegionTable found = RegionTable.look(Regions.named(options, table, region, "--region"));
            if (found.state() == RegionTable.State.REPLICATED) {
                tell(found, found.record(), 0, List.of(), null);
                return ExitCode.OK;
            }
            Replacement replacement = new Replacement(found);
            TableRecord next = next(replacement);
            Instant now = Instant.now();
            Backup taken = Backup.ask(found.region());
            taken.require(now, accepted);
            long rows = dryRun ? 0 : carryOut(replacement, next);
            tell(found, next, rows, table.regions(), taken.note(now));
            return ExitCode.OK;
        }
    }

    private TableRecord next(Replacement replacement) {
        if (backup != null && backup < 1) {
            throw options.wrong("--backup-of must be 1 or more, not " + backup);
        }
        try {
            return replacement.next(backup);
        } catch (IllegalArgumentException e) {
            throw options.wrong("--backup-of: there was no incarnation " + backup);
        }
    }

    private static long carryOut(Replacement replacement, TableRecord next) {
        try (ProgressBar bar = new ProgressBarBuilder()
                .setTaskName("rows")
                .setInitialMax(-1)
                .showSpeed()
                .build()) {
            return replacement.carryOut(next, bar::stepBy);
        }
    }

    private void tell(
            RegionTable found,
            @Nullable TableRecord record,
            long rows,
            List<OperatedRegion> regions,
            @Nullable String note) {
        Screen screen = Terminal.of(spec.commandLine(), true).screen();
        if (options.isJson()) {
            ObjectNode node = json(found, record, rows);
            screen.line((note == null ? node : node.put("note", note)).toPrettyString());
        } else if (record == null || regions.isEmpty()) {
            screen.line("the table in " + region + " is the one that is replicated: nothing to do");
        } else {
            screen.line(String.format(
                    Locale.ROOT,
                    "%s: the table %s incarnation %d, from a backup of %d; %s",
                    region,
                    dryRun ? "would be" : "is",
                    record.incarnation(),
                    record.backup(),
                    dryRun
                            ? "nothing was written"
                            : String.format(Locale.ROOT, "%,d rows of the other one removed", rows)));
            if (note != null) {
                screen.line(note);
            }
            steps(regions).forEach(screen::line);
        }
    }

    private ObjectNode json(RegionTable found, @Nullable TableRecord record, long rows) {
        ObjectNode node = JsonNodeFactory.instance.objectNode();
        node.put("table", options.table()).put("region", region).put("dryRun", dryRun);
        node.put("replaced", found.state() != RegionTable.State.REPLICATED).put("rowsRemoved", rows);
        if (record != null) {
            node.put("incarnation", record.incarnation()).put("backupOf", record.backup());
        }
        return node;
    }

    /** With --restart: a file of an earlier backfill would say that there is nothing to do. */
    private List<String> steps(List<OperatedRegion> regions) {
        String named = regions.stream().map(each -> each.actor().name()).collect(Collectors.joining(","));
        String again = regions.stream()
                .map(each -> "       rejoin backfill " + options.table() + " --regions " + named + " --region "
                        + each.actor() + " --restart")
                .collect(Collectors.joining(System.lineSeparator()));
        return List.of(
                "Next:",
                "  1. Deploy the stack in " + region
                        + " with the table's new stream (StreamArn), if it has not got it yet.",
                "  2. Wait a minute, then owe everything in every region, since the other table may have told one region what it",
                "     had still to tell another; what is broken off goes on without --restart:",
                again,
                "  3. When nothing is owed any more (rejoin status " + options.table() + "), do 2 once more.");
    }
}
