package dev.rejoin.cli.tombstones;

import dev.rejoin.aws.store.DynamoDbTombstones;
import dev.rejoin.aws.store.ShadowScan;
import dev.rejoin.cli.ExitCode;
import dev.rejoin.cli.UnavailableException;
import dev.rejoin.cli.operate.AccessProblem;
import dev.rejoin.cli.operate.ControlTables;
import dev.rejoin.cli.operate.ExpelledRegion;
import dev.rejoin.cli.operate.KeyScan;
import dev.rejoin.cli.operate.OperatedRegion;
import dev.rejoin.cli.operate.OperatedReplica;
import dev.rejoin.cli.operate.OperatedTable;
import dev.rejoin.cli.operate.Pace;
import dev.rejoin.cli.operate.TableOptions;
import dev.rejoin.clock.Actor;
import dev.rejoin.replica.LivingItems;
import dev.rejoin.replica.Prune;
import dev.rejoin.replica.TimeSource;
import dev.rejoin.tombstone.Collector;
import dev.rejoin.tombstone.RemovedAttributes;
import dev.rejoin.tombstone.Tombstones;
import dev.rejoin.version.Version;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.Callable;
import java.util.function.LongConsumer;
import java.util.function.Predicate;
import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import software.amazon.awssdk.core.exception.SdkException;

/** {@code rejoin tombstones}. */
@Command(
        name = "tombstones",
        description = {
            "Forgets the rows of keys that were deleted, once they have been dead in every region for long enough: what is"
                    + " found dead everywhere is marked, and a later run removes what is under its marks as it was. So are"
                    + " attributes that were removed that long ago from items that are there. All"
                    + " regions must answer. Run it every day; broken off, or run twice, it does no harm.",
            ""
        },
        mixinStandardHelpOptions = true,
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {
            "0:every row was looked at",
            "2:not every row, because a region did not answer, or a row cannot be read; or the command line is wrong",
            "69:a table or credentials are missing, or a table was replaced",
            "70:a bug in this command"
        },
        footerHeading = "%nExamples:%n",
        footer = {
            "  rejoin tombstones orders --regions eu-west-1,us-east-1 --dry-run",
            "  rejoin tombstones orders --regions eu-west-1,us-east-1 --units 200",
            "  rejoin tombstones orders --regions eu-west-1,us-east-1 --former ap-south-1"
        })
public final class TombstonesCommand implements Callable<Integer> {
    private static final double DEFAULT_UNITS = 500;

    /** About a megabyte, which is a scan's most. */
    private static final int PAGE = 5_000;

    @Mixin
    @SuppressWarnings("NullAway.Init")
    private TableOptions options;

    @Mixin
    private final Grace grace = new Grace();

    @Option(
            names = "--former",
            paramLabel = "R",
            split = ",",
            description =
                    "Regions that the table is in no more, as the stacks' FormerRegions. Those that are expelled need not be"
                            + " named.")
    private List<String> former = new ArrayList<>();

    @Option(
            names = "--units",
            paramLabel = "U",
            description = "Capacity units a second that it uses in each region, about. Default: 500")
    private double units = DEFAULT_UNITS;

    @Option(names = "--dry-run", description = "Only look, and tell what would be done.")
    private boolean dryRun;

    private final TimeSource time;

    /** Made by the command line's parser. */
    public TombstonesCommand() {
        this(System::currentTimeMillis);
    }

    TombstonesCommand(TimeSource time) {
        this.time = time;
    }

    @Override
    public Integer call() throws InterruptedException {
        if (!(units > 0)) {
            throw options.wrong("--units must be more than 0, not " + units);
        }
        Duration span = grace.duration(options);
        try (OperatedTable table = options.open(2)) {
            Set<Actor> gone = former(table);
            table.regions().forEach(OperatedRegion::requireReplicated);
            List<ExpelledRegion> away = ExpelledRegion.of(table.regions());
            Set<Actor> expelled = expelled(away, gone);
            gone.addAll(expelled);
            table.regions().forEach(region -> requireNamed(region, table, gone, away));
            return run(table, gone, expelled, span);
        } catch (UnavailableException e) {
            String problem = silence(e);
            options.notes().println("rejoin: " + problem);
            ended(List.of(problem)).text(problem).forEach(options.notes()::println);
            return ExitCode.USAGE;
        }
    }

    /** With tables of its own: it is told to the regions that answer, also if another does not. */
    private Ending ended(List<String> heldBy) {
        try (ControlTables control = options.control(2)) {
            return new RunNotes(control, options.notes()).ended(time.millis(), heldBy, !dryRun);
        } catch (UnavailableException e) {
            options.notes().println("rejoin: how this run ended is noted nowhere: " + e.getMessage());
            return new Ending(time.millis(), heldBy, OptionalLong.empty());
        }
    }

    private Set<Actor> former(OperatedTable table) {
        Set<Actor> gone = new TreeSet<>();
        for (String name : former) {
            try {
                gone.add(new Actor(name.strip()));
            } catch (IllegalArgumentException e) {
                throw options.wrong("--former: '" + name + "' is not a region's name, as eu-west-1");
            }
        }
        if (table.actors().stream().anyMatch(gone::contains)) {
            throw options.wrong("--former names a region of --regions: it is one or the other");
        }
        return gone;
    }

    /** Those that have no way back but as another incarnation: every region that is asked refuses what they have. */
    private static Set<Actor> expelled(List<ExpelledRegion> away, Set<Actor> former) {
        Set<Actor> expelled = new TreeSet<>();
        away.stream()
                .filter(ExpelledRegion::isEverywhere)
                .map(ExpelledRegion::region)
                .filter(region -> !former.contains(region))
                .forEach(expelled::add);
        return expelled;
    }

    /** A region that never wrote a key is not in its rows, and may have the item all the same. */
    private void requireNamed(OperatedRegion region, OperatedTable table, Set<Actor> gone, List<ExpelledRegion> away) {
        for (Actor known : region.knownRegions()) {
            if (!table.actors().contains(known) && !gone.contains(known)) {
                throw options.wrong("the control table in " + region.actor() + " knows " + known + " too: "
                        + away.stream()
                                .filter(each -> each.region().equals(known))
                                .findFirst()
                                .map(each -> "it is " + each.words())
                                .orElse("name it with --regions, or with --former if the table is there no more"));
            }
        }
    }

    private int run(OperatedTable table, Set<Actor> gone, Set<Actor> expelled, Duration span)
            throws InterruptedException {
        List<Tombstones> everywhere = table.regions().stream()
                .map(region -> new DynamoDbTombstones(region.client(), region.actor(), region.table()))
                .<Tombstones>map(NamedTombstones::new)
                .toList();
        RemovedAttributes removed =
                new RemovedAttributes(items(table), gone, time, span.toMillis(), RemovedAttributes.MOST, dryRun);
        CollectRun run = new CollectRun(
                new Collector(everywhere, gone, time, span.toMillis(), dryRun),
                removed,
                time,
                span.toMillis(),
                new Pace(units, System::nanoTime, Thread::sleep));
        String problem = through(run, table, removed::isWorthALook);
        List<String> heldBy = problem == null ? RunNotes.heldBy(run.tally()) : List.of(problem);
        tell(new TombstonesReport(
                options.table(), table.actors(), expelled, span, dryRun, run.tally(), problem, ended(heldBy)));
        return problem == null && run.tally().unreadable() == 0 ? ExitCode.OK : ExitCode.USAGE;
    }

    private List<LivingItems> items(OperatedTable table) {
        List<LivingItems> items = new ArrayList<>();
        for (OperatedRegion region : table.regions()) {
            Set<Actor> peers = new TreeSet<>(table.actors());
            peers.remove(region.actor());
            items.add(new NamedItems(new Prune(OperatedReplica.of(region, peers, time))));
        }
        return items;
    }

    /** Why it was broken off; null if it was not. */
    private @Nullable String through(CollectRun run, OperatedTable table, Predicate<Version> crowded)
            throws InterruptedException {
        try (ProgressBar bar = bar(table)) {
            LongConsumer stepped = bar == null ? rows -> {} : bar::stepBy;
            for (OperatedRegion region : table.regions()) {
                ShadowScan scan = new ShadowScan(region.client(), region.table(), PAGE, crowded);
                String what = "table " + region.table().shadowName() + " in " + region.actor();
                run.through(after -> AccessProblem.await(what, scan.read(after)), stepped);
            }
            return null;
        } catch (UnavailableException e) {
            return silence(e);
        }
    }

    /** What to say of a region that does not answer; whatever else is missing goes on as it came. */
    private static String silence(UnavailableException problem) {
        if (problem.getCause() instanceof SdkException cause && AccessProblem.isSilence(cause)) {
            return String.valueOf(problem.getMessage());
        }
        throw problem;
    }

    private @Nullable ProgressBar bar(OperatedTable table) {
        if (options.isJson() || !CommandLine.Help.Ansi.AUTO.enabled()) {
            return null;
        }
        long rows = table.regions().stream()
                .mapToLong(region -> new KeyScan(
                                region.client(), region.table(), region.table().shadowName())
                        .about())
                .sum();
        return new ProgressBarBuilder()
                .setTaskName("rows")
                .setInitialMax(Math.max(rows, 1))
                .showSpeed()
                .build();
    }

    private void tell(TombstonesReport report) {
        if (options.isJson()) {
            options.result().println(report.json().toPrettyString());
        } else {
            report.text().forEach(options.result()::println);
        }
    }
}
