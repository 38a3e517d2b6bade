package dev.rejoin.tombstone;

import dev.rejoin.clock.Actor;
import dev.rejoin.clock.Dot;
import dev.rejoin.clock.HybridTime;
import dev.rejoin.item.ItemKey;
import dev.rejoin.replica.Futures;
import dev.rejoin.replica.LivingItems;
import dev.rejoin.replica.TimeSource;
import dev.rejoin.rule.Rule;
import dev.rejoin.version.Pruning;
import dev.rejoin.version.Version;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * Forgets removed attributes of items that are there. What a version says of them keeps older writes from bringing them back; so they may go
 * when no older write can come any more. All regions are asked: each must have seen all that any of them knows and that is as old as the
 * newest removal to go; and that must have been long enough ago for whatever was under way then to have come to its end.
 *
 * <p>May be broken off, and called for any keys, by any number at once.
 */
public final class RemovedAttributes {
    /** How many of one item may stay, where nobody says otherwise: to forget fewer is not worth the writes. */
    public static final int MOST = 8;

    private final List<LivingItems> regions;
    private final Set<Actor> known;
    private final TimeSource time;
    private final long graceMillis;
    private final int most;
    private final boolean dry;

    /**
     * @param regions all that the table is in
     * @param former regions that it is in no more, with no way back but as another incarnation
     * @param graceMillis as the {@link Collector}'s
     * @param most how many of one item may stay
     * @param dry whether only to tell what would be done
     */
    public RemovedAttributes(
            List<LivingItems> regions,
            Collection<Actor> former,
            TimeSource time,
            long graceMillis,
            int most,
            boolean dry) {
        this.regions = List.copyOf(regions);
        this.known = new TreeSet<>(former);
        this.time = time;
        this.graceMillis = graceMillis;
        this.most = most;
        this.dry = dry;
        regions.forEach(region -> known.add(region.region()));
    }

    /** Whether a row tells of so many that were removed so long ago that the item should be looked at. */
    public boolean isWorthALook(Version row) {
        return row.isLive() && until(row) != null;
    }

    /** The keys of these whose removed attributes were forgotten, or would be. Fails if a region does not answer. */
    public CompletableFuture<Set<ItemKey>> collect(Collection<ItemKey> keys) {
        List<ItemKey> all = List.copyOf(keys);
        return Futures.all(regions.stream().map(region -> region.look(all)).toList())
                .thenCompose(looks -> prune(all, looks));
    }

    private CompletableFuture<Set<ItemKey>> prune(List<ItemKey> keys, List<Map<ItemKey, Version>> looks) {
        Map<ItemKey, CompletableFuture<Boolean>> pruned = new HashMap<>();
        for (ItemKey key : keys) {
            List<Version> versions = looks.stream()
                    .map(look -> look.get(key))
                    .filter(Objects::nonNull)
                    .toList();
            Dot until = versions.size() == regions.size() ? prunable(versions) : null;
            if (until != null) {
                pruned.put(key, prune(key, versions.get(0), until));
            }
        }
        return Futures.all(List.copyOf(pruned.values())).thenApply(done -> {
            pruned.values().removeIf(one -> !one.join());
            return Set.copyOf(pruned.keySet());
        });
    }

    private CompletableFuture<Boolean> prune(ItemKey key, Version seen, Dot until) {
        return dry ? CompletableFuture.completedFuture(true) : regions.get(0).prune(key, seen, until);
    }

    private @Nullable Dot prunable(List<Version> versions) {
        Dot until = until(versions.get(0));
        return until != null
                        && versions.stream().allMatch(this::isOfKnown)
                        && (isKnownEverywhere(until, versions) || !Rule.REMOVED_EVERYWHERE.holds())
                ? until
                : null;
    }

    private boolean isOfKnown(Version version) {
        return version.actors().stream()
                .flatMap(actor -> actor.parts().stream())
                .allMatch(actor -> known.contains(actor.region()));
    }

    /** Whether every region has seen all that any of them knows and that is as old. */
    private static boolean isKnownEverywhere(Dot until, List<Version> regions) {
        return regions.stream()
                .flatMap(region -> region.dots().stream())
                .filter(dot -> !dot.isAfter(until))
                .allMatch(dot ->
                        regions.stream().allMatch(region -> region.vector().has(dot)));
    }

    /** The newest removal that can go, with all older ones; null if too few can. */
    private @Nullable Dot until(Version version) {
        Collection<Dot> removed = Pruning.removed(version).values();
        if (removed.size() <= most) {
            return null;
        }
        long before = Rule.REMOVED_LONG.holds() ? time.millis() - graceMillis : Long.MAX_VALUE;
        Dot counted = Pruning.firstOfACount(version);
        List<Dot> old = removed.stream()
                .filter(dot -> HybridTime.millis(dot.time()) < before)
                .filter(dot -> (counted == null || counted.isAfter(dot))
                        && dot.actor().parts().equals(List.of(dot.actor())))
                .sorted()
                .toList();
        if (old.size() <= most) {
            return null;
        }
        Dot until = old.get(old.size() - 1);
        // A clock has to name what stays of the same time.
        return old.size() < Pruning.kept(version, until) ? null : until;
    }
}
