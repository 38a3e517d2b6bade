package dev.rejoin.bench.verify;

import dev.rejoin.bench.run.Arguments;
import dev.rejoin.bench.table.Table;
import dev.rejoin.item.Attributes;
import dev.rejoin.item.ItemKey;
import dev.rejoin.item.Value;
import dev.rejoin.verify.Bucket;
import dev.rejoin.verify.BucketItems;
import dev.rejoin.verify.BucketTree;
import dev.rejoin.verify.Finding;
import dev.rejoin.verify.Relook;
import dev.rejoin.verify.Traffic;
import dev.rejoin.verify.TreeComparison;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;

/**
 * Two regions in memory, with as many items as asked for and with so many differences, compared as {@code rejoin verify} does it:
 * digests, the tree of buckets, the items of the buckets that differ, a second look at what differs. One thread for each region.
 *
 * <p>Arguments, all optional: {@code items=1000000 differences=0,1,1000 rounds=3}.
 */
public final class VerifyBench {
    private static final int TEXTS = 7;
    private static final int LOOKS = 2;

    private final MemoryRegion here = new MemoryRegion("eu-west-1");
    private final MemoryRegion there = new MemoryRegion("us-east-1");
    private final int items;

    private VerifyBench(int items) {
        this.items = items;
        for (int i = 0; i < items; i++) {
            ItemKey key = key(i);
            Attributes order = order(i);
            here.put(key, order);
            there.put(key, order);
        }
    }

    /** How one comparison went: seconds of its parts, and what crossed the distance. */
    private record Result(double digests, double tree, double items, double looks, int found, long bytes, long looked) {
        double seconds() {
            return digests + tree + items + looks;
        }
    }

    /** Runs the benchmark; a million items need {@code -Xmx4g}. */
    public static void main(String[] args) {
        Arguments arguments = new Arguments(args);
        int items = arguments.number("items", 1_000_000);
        int rounds = arguments.number("rounds", 3);
        VerifyBench bench = new VerifyBench(items);
        long bytes = bench.here.bytes();
        System.out.printf(
                Locale.ROOT,
                "%d items in each of two regions, %.0f MB in each, leaves of %d bits%n%n",
                items,
                bytes / 1e6,
                Bucket.leafBits(items));
        Table table = new Table()
                .row(
                        "differences",
                        "found",
                        "digests s",
                        "tree s",
                        "items s",
                        "looks s",
                        "all s",
                        "bytes",
                        "of table",
                        "bytes of items looked at");
        int made = 0;
        for (String differences : arguments.text("differences", "0,1,1000").split(",", -1)) {
            int asked = Integer.parseInt(differences);
            bench.differ(made, asked);
            made = asked;
            Result best = bench.compare();
            for (int round = 1; round < rounds; round++) {
                Result next = bench.compare();
                best = next.seconds() < best.seconds() ? next : best;
            }
            row(table, asked, best, bytes);
        }
        table.print(System.out);
    }

    private static void row(Table table, int differences, Result result, long tableBytes) {
        table.row(
                differences,
                result.found,
                seconds(result.digests),
                seconds(result.tree),
                seconds(result.items),
                seconds(result.looks),
                seconds(result.seconds()),
                result.bytes,
                String.format(Locale.ROOT, "%.4f %%", 100.0 * result.bytes / tableBytes),
                result.looked);
    }

    private static String seconds(double seconds) {
        return String.format(Locale.ROOT, "%.3f", seconds);
    }

    private static ItemKey key(int i) {
        return ItemKey.of("id", "order#" + i);
    }

    private static Attributes order(int i) {
        Map<String, Value> attributes = new HashMap<>();
        attributes.put("status", new Value.S("shipped"));
        attributes.put("round", Value.N.of(Integer.toString(i)));
        attributes.put("stock", Value.N.of("1000"));
        for (int text = 0; text < TEXTS; text++) {
            attributes.put("attribute-" + text, new Value.S("some text of thirty characters"));
        }
        return Attributes.of(attributes);
    }

    /** Two of three differences are other contents, one of six each is an item that is here only, or there only. */
    private void differ(int from, int to) {
        for (int i = from; i < to; i++) {
            ItemKey key = key((int) ((long) i * 7_919 % items));
            switch (i % 6) {
                case 4 -> here.delete(key);
                case 5 -> there.delete(key);
                default -> there.change(key);
            }
        }
    }

    private Result compare() {
        int leafBits = Bucket.leafBits(items);
        Traffic traffic = new Traffic();
        long before = there.lookedAtBytes();
        long began = System.nanoTime();
        List<BucketTree> trees = both(region -> region.tree(leafBits));
        long digested = System.nanoTime();
        List<Bucket> leaves =
                new TreeComparison(trees, leafBits, traffic).differingLeaves().join();
        long compared = System.nanoTime();
        Set<ItemKey> candidates =
                leaves.isEmpty() ? Set.of() : BucketItems.differing(both(region -> region.items(leaves)), traffic);
        long told = System.nanoTime();
        Relook relook =
                new Relook(List.of(here.view(), there.view()), look -> CompletableFuture.completedFuture(null), LOOKS);
        List<Finding> findings = relook.look(candidates).join();
        long looked = System.nanoTime();
        return new Result(
                (digested - began) / 1e9,
                (compared - digested) / 1e9,
                (told - compared) / 1e9,
                (looked - told) / 1e9,
                findings.size(),
                traffic.bytes(),
                there.lookedAtBytes() - before);
    }

    private <T> List<T> both(Function<MemoryRegion, T> work) {
        CompletableFuture<T> elsewhere = CompletableFuture.supplyAsync(() -> work.apply(there));
        T first = work.apply(here);
        return List.of(first, elsewhere.join());
    }
}
