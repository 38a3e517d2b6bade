package dev.rejoin.replica;

import dev.rejoin.clock.Actor;
import dev.rejoin.clock.HybridClock;
import dev.rejoin.item.ItemSize;
import dev.rejoin.policy.MergePolicy;
import dev.rejoin.rule.Rule;
import dev.rejoin.version.Home;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * What one region's replica of a table has to know.
 *
 * @param home this region, and its table
 * @param peers the other regions, without this one
 * @param policy how its attributes merge
 * @param clockBoundMillis how far ahead of this region's clock a peer's times may be, 1 ms or more
 * @param granularityMillis the interval to which stream records' times are rounded down, 1 ms or more
 * @param attempts how often an applier tries before the sender has to keep a hint, 1 or more
 * @param sliceSize how many attributes one conditional write may change, 1 or more
 * @param itemLimit bytes of an item with key and clock, at most 400 KB
 * @param predates whether the table may have items that are older than its replication: see {@link Origins}
 * @param former regions that are no peers any more, and whose writes are still there
 * @param backup of which incarnation of this region its table was restored; null if it was not. See {@link Restored}
 */
public record ReplicaConfig(
        Home home,
        Set<Actor> peers,
        MergePolicy policy,
        long clockBoundMillis,
        long granularityMillis,
        int attempts,
        int sliceSize,
        int itemLimit,
        boolean predates,
        Set<Actor> former,
        @Nullable Actor backup) {
    private static final long DEFAULT_CLOCK_BOUND = 60_000;
    private static final long STREAM_GRANULARITY = 1_000;
    private static final int DEFAULT_ATTEMPTS = 6;

    /** With an AND each, this many comparisons keep within DynamoDB's 300 operators and 4 KB. */
    public static final int MAX_SLICE = 100;

    /** @throws IllegalArgumentException naming everything that is wrong */
    public ReplicaConfig {
        List<String> errors = new ArrayList<>();
        check(errors, !peers.contains(home.region()), "a region is no peer of itself: " + home.region());
        check(errors, clockBoundMillis >= 1, "the clock bound must be 1 ms or more: " + clockBoundMillis);
        check(errors, granularityMillis >= 1, "the granularity must be 1 ms or more: " + granularityMillis);
        check(
                errors,
                backup == null || isBefore(backup, home.region()),
                "a table is restored from an earlier incarnation of its own region: " + backup);
        check(errors, attempts >= 1, "attempts must be 1 or more: " + attempts);
        check(errors, sliceSize >= 1 && sliceSize <= MAX_SLICE, "slices are of 1 to 100 attributes: " + sliceSize);
        check(errors, itemLimit >= 1 && itemLimit <= ItemSize.LIMIT, "items have at most 400 KB: " + itemLimit);
        if (!errors.isEmpty()) {
            throw new IllegalArgumentException(String.join("; ", errors));
        }
        peers = Collections.unmodifiableSortedSet(new TreeSet<>(peers));
        former = Set.copyOf(former);
    }

    /** As above, of a table that was empty when its replication began. */
    public ReplicaConfig(
            Home home,
            Set<Actor> peers,
            MergePolicy policy,
            long clockBoundMillis,
            long granularityMillis,
            int attempts,
            int sliceSize,
            int itemLimit) {
        this(
                home,
                peers,
                policy,
                clockBoundMillis,
                granularityMillis,
                attempts,
                sliceSize,
                itemLimit,
                false,
                Set.of(),
                null);
    }

    private static boolean isBefore(Actor backup, Actor self) {
        return backup.region().equals(self.region())
                && backup.incarnation() < self.incarnation()
                && self.incarnation() <= HybridClock.STEP;
    }

    /** This region. */
    public Actor self() {
        return home.region();
    }

    /** This configuration under another policy. */
    public ReplicaConfig withPolicy(MergePolicy other) {
        return changed(home, other, predates, former, backup);
    }

    /** This configuration of another incarnation's table. */
    public ReplicaConfig at(Home other) {
        return changed(other, policy, predates, former, backup);
    }

    /** This configuration of a table that may have items older than its replication. */
    public ReplicaConfig withOrigins() {
        return changed(home, policy, true, former, backup);
    }

    /** This configuration of a table that was restored from what an earlier incarnation of this region had. */
    public ReplicaConfig withBackup(Actor earlier) {
        return changed(home, policy, predates, former, earlier);
    }

    /** This configuration of a table that was replicated with these regions, too. */
    public ReplicaConfig withFormer(Set<Actor> regions) {
        return changed(home, policy, predates, regions, backup);
    }

    private ReplicaConfig changed(
            Home newHome, MergePolicy newPolicy, boolean older, Set<Actor> gone, @Nullable Actor restored) {
        return new ReplicaConfig(
                newHome,
                peers,
                newPolicy,
                clockBoundMillis,
                granularityMillis,
                attempts,
                sliceSize,
                itemLimit,
                older,
                gone,
                restored);
    }

    /**
     * Whether a version may name this actor: a region that the table is or was replicated with, an incarnation
     * of one, or what one kept from another's deletes.
     */
    boolean knows(Actor actor) {
        return actor.parts().stream().allMatch(this::knowsOne);
    }

    private boolean knowsOne(Actor actor) {
        if (actor.equals(self()) || peers.contains(actor)) {
            return true;
        }
        Actor region = actor.region();
        return region.equals(self().region())
                || peers.contains(region)
                || (former.contains(region) && Rule.FORMER_KNOWN.holds());
    }

    private static void check(List<String> errors, boolean good, String error) {
        if (!good) {
            errors.add(error);
        }
    }

    /** The defaults. */
    public static ReplicaConfig of(Home home, Set<Actor> peers, MergePolicy policy) {
        return new ReplicaConfig(
                home,
                peers,
                policy,
                DEFAULT_CLOCK_BOUND,
                STREAM_GRANULARITY,
                DEFAULT_ATTEMPTS,
                MAX_SLICE,
                ItemSize.LIMIT);
    }
}
