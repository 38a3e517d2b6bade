package dev.rejoin.verify;

import dev.rejoin.clock.Actor;
import dev.rejoin.item.ItemKey;
import dev.rejoin.replica.Futures;
import dev.rejoin.rule.Rule;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;

/**
 * Looks at keys again and again, a bounded number of times, before it calls them different: scans of two regions are not of one
 * moment, and what is on its way is no difference.
 */
public final class Relook {
    private final List<RegionView> regions;
    private final Pause pause;
    private final int looks;

    /**
     * @param regions two or more
     * @param looks how often at most, 2 or more: what moves is only seen by looking twice
     */
    public Relook(List<RegionView> regions, Pause pause, int looks) {
        if (looks < 2) {
            throw new IllegalArgumentException("2 looks or more, not " + looks);
        }
        this.regions = List.copyOf(regions);
        this.pause = pause;
        this.looks = looks;
    }

    /** Those of the keys that are not the same everywhere, in the order of keys. Fails if a region cannot be read. */
    public CompletableFuture<List<Finding>> look(Collection<ItemKey> keys) {
        return look(keys, Map.of(), 1);
    }

    private CompletableFuture<List<Finding>> look(
            Collection<ItemKey> keys, Map<ItemKey, List<Sight>> before, int number) {
        return sights(keys).thenCompose(now -> {
            now.values().removeIf(Relook::areEqual);
            if (now.isEmpty() || number >= looks || !Rule.LOOKED_AGAIN.holds()) {
                return CompletableFuture.completedFuture(findings(now, before));
            }
            return pause.before(number + 1).thenCompose(waited -> look(List.copyOf(now.keySet()), now, number + 1));
        });
    }

    /** By key, what each region shows, in the order of the regions. */
    private CompletableFuture<Map<ItemKey, List<Sight>>> sights(Collection<ItemKey> keys) {
        return Futures.all(regions.stream().map(region -> region.look(keys)).toList())
                .thenApply(each -> {
                    Map<ItemKey, List<Sight>> byKey = new TreeMap<>();
                    for (ItemKey key : keys) {
                        byKey.put(
                                key,
                                each.stream()
                                        .map(region -> region.getOrDefault(key, Sight.UNREADABLE))
                                        .toList());
                    }
                    return byKey;
                });
    }

    private static boolean areEqual(List<Sight> sights) {
        Sight first = sights.get(0);
        return sights.stream().allMatch(first::showsSameAs);
    }

    private List<Finding> findings(Map<ItemKey, List<Sight>> now, Map<ItemKey, List<Sight>> before) {
        List<Finding> findings = new ArrayList<>();
        now.forEach((key, sights) -> {
            Set<Actor> present = new HashSet<>();
            for (int i = 0; i < sights.size(); i++) {
                if (sights.get(i).shown() != null) {
                    present.add(regions.get(i).region());
                }
            }
            findings.add(new Finding(key, kind(sights, before.getOrDefault(key, List.of()), present.size()), present));
        });
        return findings;
    }

    private static Finding.Kind kind(List<Sight> sights, List<Sight> before, int present) {
        if (sights.stream().anyMatch(sight -> sight.rest() == Sight.Rest.UNREADABLE)) {
            return Finding.Kind.UNREADABLE;
        } else if (Rule.LOOKED_AGAIN.holds() && isMoving(sights, before)) {
            return Finding.Kind.IN_FLIGHT;
        }
        return present == sights.size() ? Finding.Kind.DIFFERENT : Finding.Kind.MISSING;
    }

    private static boolean isMoving(List<Sight> sights, List<Sight> before) {
        for (int i = 0; i < sights.size(); i++) {
            if (sights.get(i).rest() == Sight.Rest.MOVING
                    || before.isEmpty()
                    || !sights.get(i).isAsBefore(before.get(i))) {
                return true;
            }
        }
        return false;
    }
}
