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
import java.util.stream.Stream;

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

    /** What one region has of a key, and the way to change it. */
    private record Place(Tombstones region, Tombstone seen) {
        boolean isMarked() {
            return seen.sinceMillis() != null;
        }

        boolean isUnmarked() {
            return !seen.isNothing() && !isMarked();
        }

        CompletableFuture<Boolean> mark(long nowMillis) {
            return region.mark(seen.key(), seen.row(), nowMillis);
        }

        CompletableFuture<Boolean> forget() {
            return region.forget(seen.key(), seen.row(), sinceMillis());
        }

        long sinceMillis() {
            return Objects.requireNonNull(seen.sinceMillis());
        }
    }

    /** What became of each key. Fails if a region does not answer. */
    public CompletableFuture<Map<ItemKey, Fate>> collect(Collection<ItemKey> keys) {
        long now = time.millis();
        List<ItemKey> all = List.copyOf(keys);
        return Futures.all(regions.stream().map(region -> region.look(all)).toList())
                .thenCompose(looks -> Futures.all(all.stream()
                        .map(key -> collect(now, places(key, looks)))
                        .toList()))
                .thenApply(fates -> byKey(all, fates));
    }

    private List<Place> places(ItemKey key, List<Map<ItemKey, Tombstone>> looks) {
        List<Place> places = new ArrayList<>();
        for (int i = 0; i < regions.size(); i++) {
            places.add(new Place(
                    regions.get(i), Objects.requireNonNull(looks.get(i).get(key))));
        }
        return places;
    }

    private static Map<ItemKey, Fate> byKey(List<ItemKey> keys, List<Fate> fates) {
        Map<ItemKey, Fate> byKey = new TreeMap<>();
        for (int i = 0; i < keys.size(); i++) {
            byKey.put(keys.get(i), fates.get(i));
        }
        return byKey;
    }

    private CompletableFuture<Fate> collect(long now, List<Place> places) {
        Fate fate = fate(now, places);
        if (dry) {
            return CompletableFuture.completedFuture(fate);
        }
        return switch (fate) {
            case MARKED -> done(fate, places.stream().filter(Place::isUnmarked).map(place -> place.mark(now)));
            case FORGOTTEN -> done(fate, places.stream().filter(Place::isMarked).map(Place::forget));
            default -> CompletableFuture.completedFuture(fate);
        };
    }

    /** That fate if everything was done as it was decided. */
    private static CompletableFuture<Fate> done(Fate fate, Stream<CompletableFuture<Boolean>> steps) {
        return Futures.all(steps.toList()).thenApply(done -> done.stream().allMatch(one -> one) ? fate : Fate.MOVED);
    }

    /** What there is to do about a key, from what each region has of it. */
    private Fate fate(long now, List<Place> places) {
        List<Place> rows = places.stream()
                .filter(place -> !place.seen.isNothing())
                .filter(place -> place.seen.isDead() || Rule.DEAD_EVERYWHERE.holds())
                .toList();
        if (rows.isEmpty()) {
            return Fate.NOTHING;
        } else if (!rows.stream().allMatch(place -> place.seen.isDead())) {
            return Fate.ALIVE;
        } else if (!rows.stream().allMatch(place -> place.seen.isForgettable())) {
            return Fate.STAYS;
        } else if (!rows.stream().allMatch(place -> isOfKnown(place.seen))) {
            return Fate.ELSEWHERE;
        } else if (rows.stream().anyMatch(Place::isUnmarked)) {
            return Fate.MARKED;
        }
        long latest = rows.stream().mapToLong(Place::sinceMillis).max().orElseThrow();
        return now - latest >= graceMillis || !Rule.DEAD_LONG.holds() ? Fate.FORGOTTEN : Fate.WAITS;
    }

    private boolean isOfKnown(Tombstone tombstone) {
        return tombstone.row().known().actors().stream()
                .flatMap(actor -> actor.parts().stream())
                .allMatch(actor -> known.contains(actor.region()));
    }
}
