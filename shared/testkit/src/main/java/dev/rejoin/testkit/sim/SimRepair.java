package dev.rejoin.testkit.sim;

import dev.rejoin.item.ItemKey;
import dev.rejoin.verify.Bucket;
import dev.rejoin.verify.BucketItems;
import dev.rejoin.verify.BucketTree;
import dev.rejoin.verify.Finding;
import dev.rejoin.verify.HashRange;
import dev.rejoin.verify.ItemDigest;
import dev.rejoin.verify.Pause;
import dev.rejoin.verify.Relook;
import dev.rejoin.verify.Traffic;
import dev.rejoin.verify.TreeComparison;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/** What an operator does after damage: compares the regions and has what differs repaired, at most twice. */
final class SimRepair {
    private static final int PASSES = 2;
    private static final int LEAF_BITS = 8;
    private static final int LOOKS = 3;
    private static final int ATTEMPTS = 3;

    /** Long enough for whatever will ever arrive; what cannot be delivered is tried again for ever. */
    private static final int PATIENCE_STEPS = 4_000;

    private final RandomWorld world;
    private final List<SimRegion> regions;
    private final FoldLog log;
    private final Oracles oracles;
    private @Nullable CompletableFuture<Void> pausing;
    private long pauseEnds;

    SimRepair(RandomWorld world, List<SimRegion> regions, FoldLog log, Oracles oracles) {
        this.world = world;
        this.regions = regions;
        this.log = log;
        this.oracles = oracles;
    }

    /** What is wrong in the end, null if nothing is. */
    @Nullable
    String run(Collection<ItemKey> keys) {
        Set<ItemKey> repaired = new TreeSet<>();
        for (int pass = 1; pass <= PASSES; pass++) {
            List<Finding> findings = compare();
            if (!log.isDamaged() && !findings.isEmpty()) {
                return "called different what was in flight: " + findings;
            }
            Set<ItemKey> differing = new TreeSet<>();
            findings.forEach(finding -> differing.add(finding.key()));
            world.note(37, () -> "compared: " + findings);
            if (!differing.isEmpty()) {
                repair(differing);
                repaired.addAll(differing);
            }
        }
        List<Finding> left = compare();
        if (!left.isEmpty()) {
            return "different after " + PASSES + " repairs: " + left;
        }
        String wrong = oracles.check(repaired);
        return wrong == null ? oracles.checkShown(keys) : wrong;
    }

    /** Whether nothing is under way any more. */
    boolean isAtRest() {
        return world.isIdle();
    }

    /** As {@code rejoin verify} does it: what the digests tell apart is looked at again. */
    private List<Finding> compare() {
        Traffic traffic = new Traffic();
        List<BucketTree> trees = regions.stream().map(SimRepair::tree).toList();
        List<Bucket> leaves =
                new TreeComparison(trees, LEAF_BITS, traffic).differingLeaves().join();
        List<BucketItems> items =
                regions.stream().map(region -> items(region, leaves)).toList();
        Set<ItemKey> candidates = BucketItems.differing(items, traffic);
        return await(new Relook(regions.stream().map(SimRegion::view).toList(), pause(), LOOKS).look(candidates));
    }

    private static BucketTree tree(SimRegion region) {
        BucketTree tree = new BucketTree(LEAF_BITS);
        region.table().keys().forEach(key -> tree.add(HashRange.position(key), digest(region, key)));
        return tree;
    }

    private static BucketItems items(SimRegion region, List<Bucket> leaves) {
        BucketItems items = new BucketItems(leaves);
        region.table().keys().forEach(key -> items.add(key, digest(region, key)));
        return items;
    }

    private static long digest(SimRegion region, ItemKey key) {
        return ItemDigest.of(
                key,
                region.table().item(key).orElseThrow().attributes(),
                region.policy().now());
    }

    private void repair(Set<ItemKey> keys) {
        List<CompletableFuture<Set<ItemKey>>> parts = new ArrayList<>();
        for (SimRegion region : regions) {
            parts.add(region.repair(keys, pause(), ATTEMPTS));
        }
        await(CompletableFuture.allOf(parts.toArray(new CompletableFuture<?>[0])));
        await(pause().before(1));
    }

    /** Until nothing is under way, or for as long as anybody would wait; all who wait go on together. */
    private Pause pause() {
        return look -> {
            CompletableFuture<Void> under = pausing;
            if (under == null || under.isDone()) {
                under = new CompletableFuture<>();
                pausing = under;
                pauseEnds = world.steps() + PATIENCE_STEPS;
            }
            return under;
        };
    }

    private <T> T await(CompletableFuture<T> future) {
        while (!future.isDone()) {
            CompletableFuture<Void> pause = pausing;
            boolean over = world.isIdle() || world.steps() >= pauseEnds;
            if (pause != null && !pause.isDone() && over) {
                pause.complete(null);
            } else if (world.isIdle()) {
                throw new IllegalStateException("the repair waits for nothing");
            } else {
                world.step();
            }
        }
        return future.join();
    }
}
