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
            "",
            "Takes back a region that was expelled, with the table that it has: in the same way, and two minutes later. Stop its"
                    + " applications until it is done; what they delete meanwhile comes back.",
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
                    "Take over a table from a backup of more than 34 days ago, or of a region that was expelled before that,"
                            + " although deleted items may come back.")
    private boolean accepted;

    @Option(names = "--dry-run", description = "Only say what would be done.")
    private boolean dryRun;

    private final Return.Sleep sleep;

    /** Made by the command line's parser. */
    public RestoredCommand() {
        this(Thread::sleep);
    }

    RestoredCommand(Return.Sleep sleep) {
        this.sleep = sleep;
    }

    @Override
    public Integer call() throws InterruptedException {
        try (OperatedTable table = options.open(2)) {
            RegionTable found = RegionTable.look(Regions.named(options, table, region, "--region"), table.regions());
            if (found.state() == RegionTable.State.REPLICATED) {
                tellNothing(found);
                return ExitCode.OK;
            }
            TakingOver way = TakingOver.of(found, table.regions(), sleep);
            TableRecord next = next(way);
            Instant now = Instant.now();
            Backup taken = way.backup(now);
            taken.require(now, accepted);
            long rows = dryRun ? 0 : carryOut(way, next);
            tell(way, next, rows, table.regions(), taken.note(now));
            return ExitCode.OK;
        }
    }

    private TableRecord next(TakingOver way) {
        if (backup != null && backup < 1) {
            throw options.wrong("--backup-of must be 1 or more, not " + backup);
        } else if (backup != null && way instanceof Return) {
            throw options.wrong("--backup-of is of a table that was restored; " + region
                    + " has the table that it had when it was expelled");
        }
        try {
            return way.next(backup);
        } catch (IllegalArgumentException e) {
            throw options.wrong("--backup-of: there was no incarnation " + backup);
        }
    }

    private long carryOut(TakingOver way, TableRecord next) throws InterruptedException {
        if (way instanceof Return) {
            options.notes().println("waiting two minutes, until no function works on what it saw of the table");
        }
        try (ProgressBar bar = new ProgressBarBuilder()
                .setTaskName("rows")
                .setInitialMax(-1)
                .showSpeed()
                .build()) {
            return way.carryOut(next, bar::stepBy);
        }
    }

    private void tellNothing(RegionTable found) {
        Screen screen = Terminal.of(spec.commandLine(), true).screen();
        if (options.isJson()) {
            screen.line(json(found, found.record(), 0).toPrettyString());
        } else {
            screen.line("the table in " + region + " is the one that is replicated: nothing to do");
        }
    }

    private void tell(
            TakingOver way, TableRecord record, long rows, List<OperatedRegion> regions, @Nullable String note) {
        Screen screen = Terminal.of(spec.commandLine(), true).screen();
        if (options.isJson()) {
            ObjectNode node = json(way.table(), record, rows);
            screen.line((note == null ? node : node.put("note", note)).toPrettyString());
            return;
        }
        screen.line(String.format(
                Locale.ROOT,
                "%s: the table %s incarnation %d, %s %d; %s",
                region,
                dryRun ? "would be" : "is",
                record.incarnation(),
                way instanceof Return ? "with what it has as incarnation" : "from a backup of",
                record.backup(),
                dryRun ? "nothing was written" : way.rows(rows)));
        if (note != null) {
            screen.line(note);
        }
        steps(way, regions).forEach(screen::line);
    }

    private ObjectNode json(RegionTable found, @Nullable TableRecord record, long rows) {
        ObjectNode node = JsonNodeFactory.instance.objectNode();
        node.put("table", options.table()).put("region", region).put("dryRun", dryRun);
        node.put("replaced", found.state() != RegionTable.State.REPLICATED && !found.isStillThere())
                .put("expelled", found.isStillThere())
                .put("rowsRemoved", rows);
        if (record != null) {
            node.put("incarnation", record.incarnation()).put("backupOf", record.backup());
        }
        return node;
    }

    /** With --restart: a file of an earlier backfill would say that there is nothing to do. */
    private List<String> steps(TakingOver way, List<OperatedRegion> regions) {
        String named = regions.stream().map(each -> each.actor().name()).collect(Collectors.joining(","));
        String again = regions.stream()
                .map(each -> "       rejoin backfill " + options.table() + " --regions " + named + " --region "
                        + each.actor() + " --restart")
                .collect(Collectors.joining(System.lineSeparator()));
        return List.of(
                "Next:",
                "  1. " + way.before(),
                "  2. Wait a minute, then owe everything in every region, since the other table may have told one region what it",
                "     had still to tell another; what is broken off goes on without --restart:",
                again,
                "  3. When nothing is owed any more (rejoin status " + options.table() + "), do 2 once more.");
    }
}
