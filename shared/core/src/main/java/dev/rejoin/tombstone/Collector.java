package dev.rejoin.tombstone;

import dev.rejoin.clock.Actor;
import dev.rejoin.item.ItemKey;
import dev.rejoin.replica.Futures;
import dev.rejoin.replica.TimeSource;
import dev.rejoin.rule.Rule;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/**
 * Forgets tombstones. Nobody infers that a delete has arrived everywhere: all regions are asked. A key of which every region's item is
 * gone and every row is dead has its rows marked; where all rows are found under their marks again, as they were, so long after that
 * whatever was under way at the first look has come to its end, no region can have sent anything older in between, and none
 * has anything older to send. Then the rows go. They need not go at once: to a region that still has its row, what begins
 * anew elsewhere is only newer.
 *
 * <p>May be broken off, and called for any keys, by any number at once.
 */
public final class Collector {
    private final List<Tombstones> regions;
    private final Set<Actor> known;
    private final TimeSource time;
    private final long graceMillis;
    private final boolean dry;

    /**
     * @param regions all that the table is in
     * @param former regions that it is in no more, with no way back but as another incarnation
     * @param graceMillis for how long a tombstone must have been everywhere: longer than anything that is under way can last, and than the
     *     age of any backup that may be restored
     * @param dry whether only to tell what would be done
     */
    public Collector(
            List<Tombstones> regions, Collection<Actor> former, TimeSource time, long graceMillis, boolean dry) {
        this.regions = List.copyOf(regions);
        this.known = Set.copyOf(named(regions, former));
        this.time = time;
        this.graceMillis = graceMillis;
        this.dry = dry;
    }

    private static Set<Actor> named(List<Tombstones> regions, Collection<Actor> former) {
        Set<Actor> named = new TreeSet<>(former);
        regions.forEach(region -> named.add(region.region()));
        return named;
    }

    /** What became of each key. Fails if a region does not answer. */
    public CompletableFuture<Map<ItemKey, Fate>> collect(Collection<ItemKey> keys) {
        long now = time.millis();
        return Futures.all(regions.stream().map(region -> region.look(keys)).toList())
                .thenCompose(looks -> {
                    Map<ItemKey, CompletableFuture<Fate>> fates = new TreeMap<>();
                    for (ItemKey key : keys) {
                        fates.put(key, collect(key, now, at(key, looks)));
                    }
                    return all(fates);
                });
    }

    private static List<Tombstone> at(ItemKey key, List<Map<ItemKey, Tombstone>> looks) {
        return looks.stream().map(look -> Objects.requireNonNull(look.get(key))).toList();
    }

    private static CompletableFuture<Map<ItemKey, Fate>> all(Map<ItemKey, CompletableFuture<Fate>> fates) {
        return Futures.all(List.copyOf(fates.values()))
                .thenApply(done -> fates.entrySet().stream()
                        .collect(Collectors.toMap(
                                Map.Entry::getKey, fate -> fate.getValue().join(), (a, b) -> a, TreeMap::new)));
    }

    private CompletableFuture<Fate> collect(ItemKey key, long now, List<Tombstone> seen) {
        Fate fate = fate(now, seen);
        if (dry) {
            return CompletableFuture.completedFuture(fate);
        }
        return switch (fate) {
            case MARKED ->
                each(
                                seen,
                                Collector::isUnmarked,
                                at -> regions.get(at).mark(key, seen.get(at).row(), now))
                        .thenApply(done -> done ? Fate.MARKED : Fate.MOVED);
            case FORGOTTEN ->
                each(
                                seen,
                                one -> one.sinceMillis() != null,
                                at -> regions.get(at)
                                        .forget(
                                                key,
                                                seen.get(at).row(),
                                                Objects.requireNonNull(
                                                        seen.get(at).sinceMillis())))
                        .thenApply(done -> done ? Fate.FORGOTTEN : Fate.MOVED);
            default -> CompletableFuture.completedFuture(fate);
        };
    }

    /** What there is to do about a key, from what each region has of it. */
    private Fate fate(long now, List<Tombstone> seen) {
        List<Tombstone> rows = seen.stream()
                .filter(one -> !one.isNothing())
                .filter(one -> one.isDead() || Rule.DEAD_EVERYWHERE.holds())
                .toList();
        if (rows.isEmpty()) {
            return Fate.NOTHING;
        } else if (!rows.stream().allMatch(Tombstone::isDead)) {
            return Fate.ALIVE;
        } else if (!rows.stream().allMatch(Tombstone::isForgettable)) {
            return Fate.STAYS;
        } else if (!rows.stream().allMatch(this::isOfKnown)) {
            return Fate.ELSEWHERE;
        } else if (rows.stream().anyMatch(Collector::isUnmarked)) {
            return Fate.MARKED;
        }
        long latest = rows.stream()
                .mapToLong(one -> Objects.requireNonNull(one.sinceMillis()))
                .max()
                .orElseThrow();
        return now - latest >= graceMillis || !Rule.DEAD_LONG.holds() ? Fate.FORGOTTEN : Fate.WAITS;
    }

    private boolean isOfKnown(Tombstone tombstone) {
        return tombstone.row().known().actors().stream()
                .flatMap(actor -> actor.parts().stream())
                .allMatch(actor -> known.contains(actor.region()));
    }

    private static boolean isUnmarked(Tombstone tombstone) {
        return !tombstone.isNothing() && tombstone.sinceMillis() == null;
    }

    /** Whether all that was to be done was done. */
    private static CompletableFuture<Boolean> each(
            List<Tombstone> seen, Predicate<Tombstone> which, Function<Integer, CompletableFuture<Boolean>> step) {
        List<CompletableFuture<Boolean>> steps = new ArrayList<>();
        for (int at = 0; at < seen.size(); at++) {
            if (which.test(seen.get(at))) {
                steps.add(step.apply(at));
            }
        }
        return Futures.all(steps).thenApply(done -> done.stream().allMatch(one -> one));
    }
}
