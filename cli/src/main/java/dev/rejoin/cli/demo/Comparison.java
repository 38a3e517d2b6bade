package dev.rejoin.cli.demo;

import dev.rejoin.cli.local.region.LocalCluster;
import dev.rejoin.cli.local.region.LocalRegion;
import dev.rejoin.cli.output.Show;
import dev.rejoin.clock.Actor;
import dev.rejoin.item.ItemKey;
import dev.rejoin.item.Value;
import dev.rejoin.replica.StoredItem;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * All items of all regions, side by side: what applications see, by DynamoDB's equality. A counter that is absent is 0.
 *
 * @param items how many items there are in any region
 * @param metadataBytes the mean of the reserved attribute's bytes on the items that have one
 */
public record Comparison(int items, int metadataBytes, List<Difference> differences) {
    /**
     * An attribute that is not the same everywhere.
     *
     * @param attribute its name, empty if some region does not have the item at all
     * @param values what each region shows
     */
    public record Difference(ItemKey key, String attribute, Map<Actor, String> values) {}

    static Comparison of(LocalCluster cluster) {
        Map<Actor, Map<ItemKey, StoredItem>> all = new LinkedHashMap<>();
        for (LocalRegion region : cluster.regions()) {
            all.put(region.actor(), region.readAll());
        }
        return of(all, cluster.setup().counters());
    }

    /**
     * Compares what was read.
     *
     * @param counters attributes that count
     */
    public static Comparison of(Map<Actor, Map<ItemKey, StoredItem>> all, Set<String> counters) {
        Set<ItemKey> keys = new TreeSet<>();
        all.values().forEach(items -> keys.addAll(items.keySet()));
        List<Difference> differences = new ArrayList<>();
        for (ItemKey key : keys) {
            Map<Actor, @Nullable StoredItem> found = new LinkedHashMap<>();
            all.forEach((region, items) -> found.put(region, items.get(key)));
            differences.addAll(differences(key, found, counters));
        }
        return new Comparison(keys.size(), meanBytes(all), differences);
    }

    public boolean areEqual() {
        return differences.isEmpty();
    }

    private static List<Difference> differences(
            ItemKey key, Map<Actor, @Nullable StoredItem> found, Set<String> counters) {
        if (found.containsValue(null)) {
            return List.of(difference(key, "", found));
        }
        Set<String> names = new TreeSet<>();
        found.values().forEach(item -> names.addAll(attributes(item)));
        return names.stream()
                .filter(name -> found.values().stream()
                                .map(item -> shown(item, name, counters))
                                .distinct()
                                .count()
                        > 1)
                .map(name -> difference(key, name, found))
                .toList();
    }

    private static Set<String> attributes(@Nullable StoredItem item) {
        return item == null ? Set.of() : item.attributes().names();
    }

    /** A value as it is compared. */
    private static Object shown(@Nullable StoredItem item, String name, Set<String> counters) {
        Value value = item == null ? null : item.attributes().get(name);
        if (value == null) {
            return counters.contains(name) ? Value.N.ZERO : "absent";
        }
        return value;
    }

    private static Difference difference(ItemKey key, String name, Map<Actor, @Nullable StoredItem> found) {
        Map<Actor, String> values = new LinkedHashMap<>();
        found.forEach((region, item) -> {
            String whole = item == null ? "(none)" : "(there)";
            values.put(
                    region,
                    name.isEmpty() || item == null
                            ? whole
                            : Show.value(item.attributes().get(name)));
        });
        return new Difference(key, name, values);
    }

    private static int meanBytes(Map<Actor, Map<ItemKey, StoredItem>> all) {
        return (int) Math.round(all.values().stream()
                .flatMap(items -> items.values().stream())
                .mapToInt(LocalRegion::clockBytes)
                .filter(bytes -> bytes > 0)
                .average()
                .orElse(0));
    }
}
