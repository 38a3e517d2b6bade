package dev.rejoin.cli.conflicts;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.rejoin.aws.journal.JournalEntry;
import dev.rejoin.cli.ExitCode;
import dev.rejoin.cli.conflicts.Resolution.Done;
import dev.rejoin.cli.conflicts.Resolution.Result;
import dev.rejoin.cli.operate.OperatedRegion;
import dev.rejoin.cli.operate.OperatedTable;
import dev.rejoin.cli.operate.Regions;
import dev.rejoin.cli.operate.TableOptions;
import dev.rejoin.cli.option.Resolvers;
import dev.rejoin.cli.output.DynamoJson;
import dev.rejoin.cli.output.Show;
import dev.rejoin.policy.ConflictResolver;
import dev.rejoin.version.ResolutionException;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code rejoin conflicts resolve}. */
@Command(
        name = "resolve",
        description = {
            "Writes the value that shall stand, with one ordinary write to one region's table, which is replicated like any"
                    + " other.",
            "The write is made only if the attribute still holds what won, and notes the choice in the journals."
        },
        mixinStandardHelpOptions = true)
final class ResolveCommand implements Callable<Integer> {
    @Mixin
    @SuppressWarnings("NullAway.Init")
    private TableOptions options;

    @Parameters(index = "1", paramLabel = "ID", description = "The conflict, as in rejoin conflicts list.")
    @SuppressWarnings("NullAway.Init")
    private String id;

    @ArgGroup(multiplicity = "1")
    @SuppressWarnings("NullAway.Init")
    private Choice choice;

    @Mixin
    private Resolvers resolvers = new Resolvers();

    @Option(
            names = "--in",
            paramLabel = "R",
            description = "The region to write in. Default: the first of the table's regions.")
    private @Nullable String in;

    @Option(names = "--force", description = "Also if the attribute was written again since.")
    private boolean force;

    @Option(names = "--decrypt", description = "Read values that are kept encrypted.")
    private boolean decrypt;

    @Option(names = "--dry-run", description = "Only say what would be written.")
    private boolean dryRun;

    ResolveCommand() {}

    @Override
    public Integer call() {
        try (Resolvers open = resolvers;
                OperatedTable table = options.open(1)) {
            List<ConflictResolver> found = load(open);
            OperatedRegion region = Regions.named(options, table, in, "--in");
            Journals journals = new Journals(table, decrypt);
            JournalEntry entry = Named.find(journals, options, id);
            return resolve(region, journals, entry, choice.of(options, entry, found));
        } catch (ResolutionException e) {
            options.notes().println(e.getMessage() + ". Nothing was changed; give --pick or --value");
            return ExitCode.DIFFERENT;
        }
    }

    private List<ConflictResolver> load(Resolvers open) {
        if (open.areGiven() && !choice.asksResolver()) {
            throw options.wrong("--resolvers is of use only with --resolver NAME");
        }
        try {
            return Resolvers.timed(open.load());
        } catch (IllegalArgumentException e) {
            throw options.wrong(String.valueOf(e.getMessage()));
        }
    }

    private int resolve(OperatedRegion region, Journals journals, JournalEntry entry, Choice.Chosen chosen) {
        Done done = new Resolution(region, entry).write(chosen.value(), force, dryRun);
        List<String> untold = !dryRun && (done.result() == Result.WRITTEN || done.result() == Result.SHOWN)
                ? journals.resolved(entry, chosen.name())
                : List.of();
        tell(region, entry, chosen, done);
        untold.forEach(problem -> options.notes().println("The choice could not be noted, resolve again: " + problem));
        return untold.isEmpty() ? exitCode(done.result()) : ExitCode.DIFFERENT;
    }

    private static int exitCode(Result result) {
        return switch (result) {
            case WRITTEN, POSSIBLE, SHOWN -> ExitCode.OK;
            case GONE, MOVED_ON, BUSY -> ExitCode.DIFFERENT;
        };
    }

    private void tell(OperatedRegion region, JournalEntry entry, Choice.Chosen chosen, Done done) {
        if (options.isJson()) {
            ObjectNode node = JsonNodeFactory.instance.objectNode();
            node.put("id", entry.id());
            node.put("region", region.actor().name());
            node.put("attribute", entry.attribute());
            node.put("choice", chosen.name());
            node.put("result", done.result().name().toLowerCase(Locale.ROOT));
            node.set("before", done.before() == null ? null : DynamoJson.of(done.before()));
            node.set("value", chosen.value() == null ? null : DynamoJson.of(chosen.value()));
            options.result().println(node);
        } else {
            options.result().println(words(region, entry, chosen, done));
        }
    }

    private static String words(OperatedRegion region, JournalEntry entry, Choice.Chosen chosen, Done done) {
        String what = Show.key(entry.key()) + " " + entry.attribute();
        String change = Show.value(done.before()) + " -> " + Show.value(chosen.value());
        return switch (done.result()) {
            case WRITTEN -> what + ": " + change + ", written in " + region.actor();
            case POSSIBLE -> what + ": " + change + ", would be written in " + region.actor();
            case SHOWN ->
                what + ": it is " + Show.value(done.before()) + " in " + region.actor()
                        + ", so there is nothing to write";
            case GONE -> what + ": the item is deleted in " + region.actor() + ". Bring it back first: rejoin undelete";
            case MOVED_ON ->
                what + ": it was written again since, and is " + Show.value(done.before()) + " in " + region.actor()
                        + ". Nothing was changed; --force writes nevertheless";
            case BUSY -> what + ": the item is being written in " + region.actor() + ". Nothing was changed; try again";
        };
    }
}
