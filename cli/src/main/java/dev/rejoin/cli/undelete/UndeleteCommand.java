package dev.rejoin.cli.undelete;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.rejoin.cli.ExitCode;
import dev.rejoin.cli.operate.KeyText;
import dev.rejoin.cli.operate.OperatedRegion;
import dev.rejoin.cli.operate.OperatedTable;
import dev.rejoin.cli.operate.Regions;
import dev.rejoin.cli.operate.TableOptions;
import dev.rejoin.cli.operate.TimeText;
import dev.rejoin.cli.output.DynamoJson;
import dev.rejoin.cli.output.Lines;
import dev.rejoin.cli.output.Show;
import dev.rejoin.cli.output.TextTable;
import dev.rejoin.cli.undelete.Bins.Deleted;
import dev.rejoin.item.Attributes;
import dev.rejoin.item.ItemKey;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code rejoin undelete}. */
@Command(
        name = "undelete",
        description = {
            "Brings a deleted item back as it was, with one ordinary PutItem to one region's table, which is replicated like"
                    + " any other.",
            "The item is that of the newest delete, as the region had it in which it was deleted."
        },
        mixinStandardHelpOptions = true,
        footerHeading = "%nExamples:%n",
        footer = {
            "  rejoin undelete orders --list",
            "  rejoin undelete orders order#1003 --dry-run",
            "  rejoin undelete orders order#1003 --at 2026-11-25T04:00:00Z"
        })
public final class UndeleteCommand implements Callable<Integer> {
    @Mixin
    @SuppressWarnings("NullAway.Init")
    private TableOptions options;

    @Parameters(
            index = "1",
            arity = "0..1",
            paramLabel = "KEY",
            description = "The item: the text of its key, or the key in DynamoDB's JSON.")
    private @Nullable String key;

    @Option(
            names = "--region",
            paramLabel = "R",
            description = "Only this region's bin, and the region to write in. Default: that which deleted the item.")
    private @Nullable String region;

    @Option(
            names = "--at",
            paramLabel = "TIME",
            description = "The newest delete up to this time: 2026-11-25T04:00:00Z, 2026-11-25, or 2h (ago).")
    private @Nullable String at;

    @Option(names = "--list", description = "Only list what can be brought back, newest first.")
    private boolean list;

    @Option(names = "--dry-run", description = "Only show the item.")
    private boolean dryRun;

    /** Made by the command line's parser. */
    public UndeleteCommand() {}

    @Override
    public Integer call() {
        if ((key == null) != list) {
            throw options.wrong(list ? "--list takes no KEY" : "name the item's KEY, or use --list");
        }
        long until = until();
        try (OperatedTable table = options.open(1)) {
            List<OperatedRegion> regions =
                    region == null ? table.regions() : List.of(Regions.named(options, table, region, "--region"));
            Bins bins = new Bins(regions);
            return key == null ? list(bins, until) : bringBack(bins, key(regions.get(0), key), until);
        }
    }

    private long until() {
        try {
            return at == null ? Long.MAX_VALUE : TimeText.millis(at, System.currentTimeMillis());
        } catch (IllegalArgumentException e) {
            throw options.wrong("--at: " + e.getMessage());
        }
    }

    private ItemKey key(OperatedRegion any, String text) {
        try {
            return KeyText.key(any.table(), text);
        } catch (IllegalArgumentException e) {
            throw options.wrong(String.valueOf(e.getMessage()));
        }
    }

    private int list(Bins bins, long until) {
        Bins.Found found = bins.all();
        List<Deleted> deleted = found.deleted().stream()
                .filter(one -> one.entry().millis() <= until)
                .toList();
        if (options.isJson()) {
            ArrayNode array = JsonNodeFactory.instance.arrayNode();
            deleted.forEach(one -> array.add(json(one)));
            options.result().println(array);
        } else if (deleted.isEmpty()) {
            options.result().println("No deleted items are kept.");
        } else {
            Lines.of(table(deleted)).forEach(options.result()::println);
        }
        if (found.unreadable() > 0) {
            options.notes()
                    .println(Show.count(found.unreadable(), "row of the bins is", "rows of the bins are")
                            + " of a newer release or not Rejoin's, and left out");
        }
        return ExitCode.OK;
    }

    private static TextTable table(List<Deleted> deleted) {
        TextTable table = new TextTable();
        table.row("DELETED", "KEY", "IN", "BY", "KEPT IN");
        deleted.forEach(one -> table.row(
                TimeText.of(one.entry().millis()),
                Show.key(one.entry().key()),
                one.entry().deleted().actor().name(),
                one.entry().expired() ? "TTL" : "application",
                Show.count(one.regions(), "region")));
        return table;
    }

    private static ObjectNode json(Deleted deleted) {
        ObjectNode node = JsonNodeFactory.instance.objectNode();
        node.set("key", DynamoJson.of(deleted.entry().key().attributes()));
        node.put("deletedAt", TimeText.of(deleted.entry().millis()));
        node.put("deletedIn", deleted.entry().deleted().actor().name());
        node.put("delete", deleted.entry().deleted().toString());
        node.put("expired", deleted.entry().expired());
        node.put("regions", deleted.regions());
        return node;
    }

    private int bringBack(Bins bins, ItemKey item, long until) {
        Optional<Deleted> found = bins.ofItem(item).stream()
                .filter(one -> one.entry().millis() <= until)
                .findFirst();
        Optional<Attributes> image = found.flatMap(Bins::image);
        if (found.isEmpty() || image.isEmpty()) {
            options.notes()
                    .println("rejoin: no bin has an item of this key"
                            + (at == null ? "" : " that was deleted by then")
                            + "; rejoin undelete --list shows what there is. Items are kept for BinDays");
            return ExitCode.DIFFERENT;
        }
        Deleted deleted = found.get();
        boolean done = dryRun || Bins.bringBack(deleted.region(), item, image.get());
        tell(deleted, image.get(), done);
        if (!done) {
            options.notes()
                    .println("rejoin: there is an item of this key in "
                            + deleted.region().actor() + ", so nothing was written. Delete it first if it shall go");
        }
        return done ? ExitCode.OK : ExitCode.DIFFERENT;
    }

    private void tell(Deleted deleted, Attributes image, boolean done) {
        if (options.isJson()) {
            ObjectNode node = json(deleted);
            node.set("item", DynamoJson.of(image));
            node.put("region", deleted.region().actor().name());
            node.put("broughtBack", done && !dryRun);
            options.result().println(node);
            return;
        }
        String what = Show.key(deleted.entry().key()) + ", deleted "
                + TimeText.of(deleted.entry().millis()) + " in "
                + deleted.entry().deleted().actor();
        String outcome = dryRun ? "would be put back in " : done ? "put back in " : "not put back in ";
        options.result().println(what + ": " + outcome + deleted.region().actor());
        image.asMap().forEach((name, value) -> options.result().println("   " + name + " = " + Show.value(value)));
    }
}
