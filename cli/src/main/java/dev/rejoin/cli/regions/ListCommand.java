package dev.rejoin.cli.regions;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.rejoin.aws.incarnation.TableRecord;
import dev.rejoin.cli.ExitCode;
import dev.rejoin.cli.operate.ExpelledRegion;
import dev.rejoin.cli.operate.OperatedTable;
import dev.rejoin.cli.operate.TableOptions;
import dev.rejoin.cli.output.Lines;
import dev.rejoin.cli.output.TextTable;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code rejoin regions list}. */
@Command(
        name = "list",
        description = "Which table each region replicates, under which incarnation, and whether it is still there; and"
                + " which regions are expelled.",
        mixinStandardHelpOptions = true,
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {
            "0:every region replicates the table that is there",
            "1:some do not",
            "2:the command line is wrong",
            "69:a region does not answer"
        })
public final class ListCommand implements Callable<Integer> {
    @Mixin
    @SuppressWarnings("NullAway.Init")
    private TableOptions options;

    /** Made by the command line's parser. */
    public ListCommand() {}

    @Override
    public Integer call() {
        try (OperatedTable table = options.open(1)) {
            List<RegionTable> regions = table.regions().stream()
                    .map(region -> RegionTable.look(region, table.regions()))
                    .toList();
            List<ExpelledRegion> away = ExpelledRegion.of(table.regions());
            if (options.isJson()) {
                options.result().println(json(regions, away).toPrettyString());
            } else {
                Lines.of(text(regions, away)).forEach(options.result()::println);
            }
            boolean all = regions.stream().allMatch(region -> region.state() == RegionTable.State.REPLICATED);
            return all ? ExitCode.OK : ExitCode.DIFFERENT;
        }
    }

    private static ObjectNode json(List<RegionTable> regions, List<ExpelledRegion> away) {
        ObjectNode all = JsonNodeFactory.instance.objectNode();
        for (RegionTable region : regions) {
            ObjectNode node = all.withArray("regions").addObject();
            node.put("region", region.region().actor().name())
                    .put("table", region.region().table().name())
                    .put("state", region.state().name())
                    .put("id", region.there().id());
            TableRecord record = region.record();
            if (record != null) {
                node.put("incarnation", record.incarnation()).put("replicatedId", record.id());
            }
        }
        away.forEach(each -> each.put(all.withArray("regions").addObject()));
        return all;
    }

    private static TextTable text(List<RegionTable> regions, List<ExpelledRegion> away) {
        TextTable text = new TextTable(false, false, true).row("region", "table", "incarnation", "state");
        for (RegionTable region : regions) {
            TableRecord record = region.record();
            text.row(
                    region.region().actor().name(),
                    region.region().table().name(),
                    record == null ? "-" : Integer.toString(record.incarnation()),
                    region.state().words());
        }
        away.forEach(each -> text.row(each.region().name(), "-", Integer.toString(each.upTo()), each.words()));
        return text;
    }
}
