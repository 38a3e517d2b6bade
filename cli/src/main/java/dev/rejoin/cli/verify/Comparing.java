package dev.rejoin.cli.verify;

import dev.rejoin.aws.store.DynamoDbStore;
import dev.rejoin.aws.store.SegmentScan;
import dev.rejoin.cli.operate.OperatedRegion;
import dev.rejoin.clock.Actor;
import dev.rejoin.item.ItemKey;
import dev.rejoin.policy.MergePolicy;
import dev.rejoin.replica.StoredItem;
import dev.rejoin.verify.Bucket;
import dev.rejoin.verify.BucketItems;
import dev.rejoin.verify.BucketTree;
import dev.rejoin.verify.Finding;
import dev.rejoin.verify.HashRange;
import dev.rejoin.verify.ItemDigest;
import dev.rejoin.verify.Pause;
import dev.rejoin.verify.RegionView;
import dev.rejoin.verify.Relook;
import dev.rejoin.verify.Traffic;
import dev.rejoin.verify.TreeComparison;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.IntConsumer;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/**
 * Compares regions: a scan of each for the digests; where those differ, another for the keys; and what keys still differ are
 * looked at again.
 */
final class Comparing {
    private static final int LOOK_BATCH = 1_000;
    private static final long SAVE_NANOS = TimeUnit.SECONDS.toNanos(10);

    private final List<OperatedRegion> regions;
    private final MergePolicy policy;
    private final Settings settings;
    private final ScanState state;
    private final IntConsumer progress;
    private final List<CapacityLimit> limits = new ArrayList<>();
    private volatile long savedNanos = System.nanoTime();

    /**
     * How to compare.
     *
     * @param segments how many scans of a region run side by side
     * @param unitsPerSecond read capacity units a second and region at most, 0 for no limit
     * @param looks how often a key is looked at before it is called different, 2 or more
     * @param between time between looks at first; doubles each time
     */
    record Settings(int segments, double unitsPerSecond, int leafBits, int looks, Duration between) {}

    /** @param progress hears how many more items were read, from many threads */
    Comparing(
            List<OperatedRegion> regions,
            MergePolicy policy,
            Settings settings,
            ScanState state,
            IntConsumer progress) {
        this.regions = List.copyOf(regions);
        this.policy = policy;
        this.settings = settings;
        this.state = state;
        this.progress = progress;
        regions.forEach(region -> limits.add(new CapacityLimit(settings.unitsPerSecond, System::nanoTime)));
    }

    Comparison run() throws IOException, InterruptedException {
        long began = System.nanoTime();
        Traffic traffic = new Traffic();
        List<BucketTree> trees = trees();
        state.save();
        List<Bucket> leaves = new TreeComparison(trees, settings.leafBits, traffic)
                .differingLeaves()
                .join();
        Set<ItemKey> candidates = leaves.isEmpty() ? Set.of() : BucketItems.differing(items(leaves), traffic);
        List<Finding> findings = lookAgain(candidates);
        state.delete();
        return new Comparison(
                trees.stream().mapToLong(BucketTree::items).max().orElse(0),
                leaves.size(),
                candidates.size(),
                findings,
                traffic.bytes(),
                limits.stream().mapToDouble(CapacityLimit::spent).sum(),
                Duration.ofNanos(System.nanoTime() - began));
    }

    private List<BucketTree> trees() throws InterruptedException {
        List<BucketTree> trees = new ArrayList<>();
        regions.forEach(region -> trees.add(new BucketTree(settings.leafBits)));
        SegmentThreads.run(regions.size(), settings.segments, (at, segment) -> {
            BucketTree tree = digests(at, segment);
            synchronized (trees.get(at)) {
                trees.get(at).addAll(tree);
            }
        });
        return trees;
    }

    /** One segment's digests, from where it was left. */
    private BucketTree digests(int at, int segment) throws IOException, InterruptedException {
        Actor region = regions.get(at).actor();
        ScanState.Segment kept = state.segment(region, segment);
        BucketTree tree = kept == null ? new BucketTree(settings.leafBits) : kept.tree();
        progress.accept((int) tree.items());
        if (kept != null && kept.done()) {
            return tree;
        }
        scan(at, segment, kept == null ? Map.of() : kept.next(), (items, next) -> {
            for (StoredItem item : items) {
                tree.add(HashRange.position(item.key()), digest(item));
            }
            note(region, segment, tree, next);
        });
        return tree;
    }

    private void note(Actor region, int segment, BucketTree tree, Map<String, AttributeValue> next) throws IOException {
        boolean due = System.nanoTime() - savedNanos > SAVE_NANOS;
        if (due || next.isEmpty()) {
            state.note(
                    region, segment, new ScanState.Segment(BucketTree.fromBytes(tree.toBytes()), next, next.isEmpty()));
            savedNanos = due ? System.nanoTime() : savedNanos;
            if (due) {
                state.save();
            }
        }
    }

    private List<BucketItems> items(List<Bucket> leaves) throws InterruptedException {
        List<BucketItems> all = new ArrayList<>();
        regions.forEach(region -> all.add(new BucketItems(leaves)));
        SegmentThreads.run(
                regions.size(),
                settings.segments,
                (at, segment) -> scan(at, segment, Map.of(), (items, next) -> {
                    synchronized (all.get(at)) {
                        items.forEach(item -> all.get(at).add(item.key(), digest(item)));
                    }
                }));
        return all;
    }

    private interface PageConsumer {
        void accept(List<StoredItem> items, Map<String, AttributeValue> next) throws IOException;
    }

    private void scan(int at, int segment, Map<String, AttributeValue> from, PageConsumer consumer)
            throws IOException, InterruptedException {
        TableScan scan = new TableScan(regions.get(at), settings.segments);
        Map<String, AttributeValue> next = from;
        do {
            SegmentScan.Page page = scan.read(segment, next);
            next = page.next();
            consumer.accept(page.items(), next);
            progress.accept(page.items().size());
            TimeUnit.NANOSECONDS.sleep(limits.get(at).toWait(page.units()));
        } while (!next.isEmpty());
    }

    private long digest(StoredItem item) {
        return ItemDigest.of(item.key(), item.attributes(), policy);
    }

    /** Those of the keys that are not the same everywhere. */
    List<Finding> lookAgain(Collection<ItemKey> keys) {
        List<RegionView> views = regions.stream()
                .map(region -> new RegionView(region.home(), new DynamoDbStore(region.client(), region.table())))
                .toList();
        Relook relook = new Relook(views, pause(settings.between), settings.looks);
        List<ItemKey> all = List.copyOf(keys);
        List<CompletableFuture<List<Finding>>> batches = new ArrayList<>();
        for (int from = 0; from < all.size(); from += LOOK_BATCH) {
            batches.add(relook.look(all.subList(from, Math.min(from + LOOK_BATCH, all.size()))));
        }
        List<Finding> findings = new ArrayList<>();
        batches.forEach(batch -> findings.addAll(batch.join()));
        return findings;
    }

    static Pause pause(Duration wait) {
        return look -> CompletableFuture.runAsync(
                () -> {},
                CompletableFuture.delayedExecutor(
                        wait.toMillis() << Math.min(Math.max(look - 2, 0), 10), TimeUnit.MILLISECONDS));
    }
}
