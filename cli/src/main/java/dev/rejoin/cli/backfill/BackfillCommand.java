package dev.rejoin.cli.backfill;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.rejoin.cli.ExitCode;
import dev.rejoin.cli.Terminal;
import dev.rejoin.cli.backfill.BackfillState.Part;
import dev.rejoin.cli.operate.KeyScan;
import dev.rejoin.cli.operate.OperatedRegion;
import dev.rejoin.cli.operate.OperatedReplica;
import dev.rejoin.cli.operate.OperatedTable;
import dev.rejoin.cli.operate.Pace;
import dev.rejoin.cli.operate.TableOptions;
import dev.rejoin.cli.output.Screen;
import dev.rejoin.clock.Actor;
import dev.rejoin.item.ItemKey;
import dev.rejoin.replica.Backfill;
import dev.rejoin.replica.HintQueue;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;
import software.amazon.awssdk.services.sqs.SqsAsyncClient;

/** {@code rejoin backfill}. */
@Command(
        name = "backfill",
        description = {
            "Takes in a table that is older than its replication, while applications write it: each item of which nothing"
                    + " is known gets a mark, and every key is owed to the peers. Run it once for each region that had"
                    + " items before; to fill a new region, run it in one of the others with --to.",
            ""
        },
        mixinStandardHelpOptions = true,
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {
            "0:every item is taken in or about to be, and every key is owed",
            "1:some items have no room for a mark",
            "2:the command line is wrong",
            "69:something needed is missing, or does not answer: run the same command again, it goes on where it was"
        },
        footerHeading = "%nExamples:%n",
        footer = {
            "  rejoin backfill orders --regions eu-west-1,us-east-1 --region eu-west-1 --dry-run",
            "  rejoin backfill orders --regions eu-west-1,us-east-1 --region eu-west-1 --units 200",
            "  rejoin backfill orders --regions eu-west-1,us-east-1,ap-south-1 --region eu-west-1 --to ap-south-1"
        })
public final class BackfillCommand implements Callable<Integer> {
    private static final double DEFAULT_UNITS = 500;

    @Spec
    @SuppressWarnings("NullAway.Init")
    private CommandSpec spec;

    @Mixin
    @SuppressWarnings("NullAway.Init")
    private TableOptions options;

    @Option(names = "--region", paramLabel = "R", required = true, description = "The region whose table is taken in.")
    @SuppressWarnings("NullAway.Init")
    private String region;

    @Option(
            names = "--to",
            paramLabel = "R",
            split = ",",
            description = "Owe the keys to these peers only. Default: to all others of --regions.")
    private List<String> to = new ArrayList<>();

    @Option(
            names = "--name",
            paramLabel = "NAME",
            description = "The stack's Name, by which its queues are found. Default: the table's name.")
    private @Nullable String name;

    @Option(
            names = "--units",
            paramLabel = "U",
            description = "Capacity units a second of table and shadow table together, about. Default: 500")
    private double units = DEFAULT_UNITS;

    @Option(
            names = "--state",
            paramLabel = "FILE",
            description = "Where it keeps how far it is. Default: rejoin-backfill-TABLE-R.json here.")
    private @Nullable Path state;

    @Option(names = "--restart", description = "Begin anew, whatever the state file says.")
    private boolean restart;

    @Option(names = "--dry-run", description = "Only look, and count what would be marked.")
    private boolean dryRun;

    /** Made by the command line's parser. */
    public BackfillCommand() {}

    @Override
    public Integer call() throws InterruptedException {
        if (!(units > 0)) {
            throw options.wrong("--units must be more than 0, not " + units);
        }
        try (OperatedTable table = options.open(2)) {
            Set<Actor> peers = peers(table);
            OperatedRegion here = table.region(new Actor(region));
            StateFile file = file(here, peers);
            BackfillState begin =
                    restart || dryRun ? BackfillState.BEGIN : file.read().orElse(BackfillState.BEGIN);
            if (begin.part() == Part.DONE) {
                return doneBefore(file, begin, peers);
            }
            try (SqsAsyncClient sqs = table.access().client(SqsAsyncClient.builder(), here.actor())) {
                HintQueue hints = dryRun
                        ? new Nowhere()
                        : HintQueues.find(
                                sqs, here.actor(), name == null ? here.table().name() : name, peers);
                return run(here, peers, hints, file, begin);
            }
        }
    }

    private StateFile file(OperatedRegion here, Set<Actor> peers) {
        return new StateFile(
                state == null ? Path.of("rejoin-backfill-" + here.table().name() + "-" + region + ".json") : state,
                here.table().name() + " in " + region + " to " + peers);
    }

    /** Not to be taken for done once more, as it has to be after a restore. */
    private int doneBefore(StateFile file, BackfillState end, Set<Actor> peers) {
        options.notes()
                .println("Nothing was done: " + file.path() + " tells that it was done to its end before."
                        + " --restart does it again.");
        if (options.isJson()) {
            tell(end, peers);
        }
        return code(end);
    }

    private static int code(BackfillState end) {
        return end.tooLarge() == 0 ? ExitCode.OK : ExitCode.DIFFERENT;
    }

    private Set<Actor> peers(OperatedTable table) {
        Set<Actor> peers = new TreeSet<>(table.actors());
        if (!region.matches("[a-z0-9.-]{1,40}") || !peers.remove(new Actor(region))) {
            throw options.wrong("--region must be one of " + table.actors() + ", not '" + region + "'");
        }
        Set<Actor> chosen = new TreeSet<>();
        for (String peer : to) {
            peers.stream().filter(known -> known.name().equals(peer)).forEach(chosen::add);
        }
        if (chosen.size() != Set.copyOf(to).size()) {
            throw options.wrong("--to must be of " + peers + ", not " + to);
        }
        return to.isEmpty() ? peers : chosen;
    }

    private int run(OperatedRegion here, Set<Actor> peers, HintQueue hints, StateFile file, BackfillState begin)
            throws InterruptedException {
        if (begin.keys() > 0) {
            options.notes().println("Goes on after " + begin.keys() + " keys, as " + file.path() + " tells.");
        }
        KeyScan items = new KeyScan(here.client(), here.table(), here.table().name());
        KeyScan rows = new KeyScan(here.client(), here.table(), here.table().shadowName());
        BackfillRun run = new BackfillRun(
                new Backfill(OperatedReplica.of(here, peers, System::currentTimeMillis), hints),
                Map.of(Part.ITEMS, items, Part.SHADOW_ROWS, rows),
                peers,
                new Pace(units, System::nanoTime, Thread::sleep),
                dryRun);
        BackfillState end;
        try (ProgressBar bar = new ProgressBarBuilder()
                .setTaskName("keys")
                .setInitialMax(items.about() + rows.about())
                .showSpeed()
                .build()) {
            bar.stepTo(begin.keys());
            end = run.from(begin, dryRun ? kept -> {} : file::write, bar::stepBy);
        }
        tell(end, peers);
        return code(end);
    }

    /** For a dry run: nothing is owed. */
    private static final class Nowhere implements HintQueue {
        @Override
        public CompletableFuture<Void> owe(Actor peer, Collection<ItemKey> keys) {
            return CompletableFuture.failedFuture(new IllegalStateException("a dry run owes nothing"));
        }

        @Override
        public CompletableFuture<Void> settle(Hint hint) {
            return CompletableFuture.failedFuture(new IllegalStateException("a dry run settles nothing"));
        }
    }

    private void tell(BackfillState end, Set<Actor> peers) {
        Screen screen = Terminal.of(spec.commandLine(), true).screen();
        if (options.isJson()) {
            ObjectNode node = JsonNodeFactory.instance.objectNode();
            node.put("table", options.table()).put("region", region).put("dryRun", dryRun);
            peers.forEach(peer -> node.withArray("to").add(peer.name()));
            node.put("marked", end.marked()).put("known", end.known()).put("tooLarge", end.tooLarge());
            screen.line(node.toPrettyString());
            return;
        }
        screen.line(String.format(
                Locale.ROOT,
                "%s: %,d items %s, %,d keys were known or had none",
                region,
                end.marked(),
                dryRun ? "would be marked" : "marked",
                end.known()));
        screen.line(dryRun ? "nothing was written" : "all keys are owed to " + peers + "; their couriers bring them");
        if (end.tooLarge() > 0) {
            screen.line(end.tooLarge() + " items of nearly 400 KB have no room for the mark: they are taken in when an"
                    + " application writes them, and until then peers' writes of them wait");
        }
    }
}
