package dev.rejoin.cli.demo.scene;

import dev.rejoin.cli.output.Show;
import dev.rejoin.cli.output.Style;
import dev.rejoin.cli.output.TextTable;
import dev.rejoin.cli.output.TextTable.Cell;
import dev.rejoin.clock.Actor;
import dev.rejoin.item.Value;
import dev.rejoin.replica.StoredItem;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.LongSummaryStatistics;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** What each region holds of some items, as it was read. */
public final class Holdings {
    private static final String GONE = "(none)";

    /** By the items' short names, then by region, null for no item. */
    private final Map<String, Map<Actor, @Nullable StoredItem>> items = new LinkedHashMap<>();

    private final List<Actor> regions;

    Holdings(List<Actor> regions) {
        this.regions = List.copyOf(regions);
    }

    void add(String id, Map<Actor, @Nullable StoredItem> byRegion) {
        items.put(id, byRegion);
    }

    /** An item in a region, null if it is not there. */
    public @Nullable StoredItem item(String id, Actor region) {
        return items.getOrDefault(id, Map.of()).get(region);
    }

    /** An attribute of an item in a region, null if it is not there. */
    public @Nullable Value value(String id, Actor region, String attribute) {
        StoredItem item = item(id, region);
        return item == null ? null : item.attributes().get(attribute);
    }

    /** Whether all regions show the same of every item, clocks aside. */
    public boolean areEqual() {
        return items.keySet().stream().allMatch(this::isEqual);
    }

    private boolean isEqual(String id) {
        return regions.stream()
                        .map(region -> item(id, region))
                        .map(item -> item == null ? "gone" : item.attributes())
                        .distinct()
                        .count()
                == 1;
    }

    /** A table of some attributes; values that are not the same everywhere stand out. */
    public TextTable table(List<String> attributes) {
        TextTable table = new TextTable();
        List<String> head = new ArrayList<>(List.of("", ""));
        regions.forEach(region -> head.add(region.name()));
        table.row(Style.DIM, head.toArray(new String[0]));
        for (String id : items.keySet()) {
            rows(table, id, attributes);
        }
        return table.row(metadata());
    }

    private void rows(TextTable table, String id, List<String> attributes) {
        boolean gone = regions.stream().allMatch(region -> item(id, region) == null);
        String name = id;
        for (String attribute : gone ? List.of("") : shown(id, attributes)) {
            List<String> texts = new ArrayList<>();
            regions.forEach(region -> texts.add(text(id, region, attribute)));
            Style style = texts.stream().distinct().count() == 1 ? Style.PLAIN : Style.WARN;
            List<Cell> row = new ArrayList<>(List.of(Cell.of(name), Cell.of(attribute)));
            texts.forEach(text -> row.add(new Cell(text, style)));
            table.row(row);
            name = "";
        }
    }

    /** Attributes that no region has say nothing. */
    private List<String> shown(String id, List<String> attributes) {
        return attributes.stream()
                .filter(attribute -> regions.stream().anyMatch(region -> value(id, region, attribute) != null))
                .toList();
    }

    private String text(String id, Actor region, String attribute) {
        return item(id, region) == null ? GONE : Show.value(value(id, region, attribute));
    }

    /** The reserved attribute is not shown, only how large it is. */
    private List<Cell> metadata() {
        List<Cell> row = new ArrayList<>(List.of(new Cell("_rejoin", Style.DIM), new Cell("hidden", Style.DIM)));
        for (Actor region : regions) {
            LongSummaryStatistics bytes = items.keySet().stream()
                    .map(id -> item(id, region))
                    .filter(Objects::nonNull)
                    .mapToLong(item -> item.clock() instanceof Value.B clock ? clock.length() : 0)
                    .summaryStatistics();
            row.add(new Cell(range(bytes), Style.DIM));
        }
        return row;
    }

    private static String range(LongSummaryStatistics bytes) {
        if (bytes.getCount() == 0) {
            return "-";
        }
        String most = bytes.getMax() + " bytes";
        return bytes.getMin() == bytes.getMax() ? most : bytes.getMin() + " to " + most;
    }
}
