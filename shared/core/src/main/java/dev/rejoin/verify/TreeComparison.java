package dev.rejoin.verify;

import dev.rejoin.replica.Futures;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/**
 * Finds the leaves in which regions differ: compares the root, then the children of what differs, level by level. Regions that are
 * equal exchange one digest.
 *
 * @see <a href="https://www.allthingsdistributed.com/files/amazon-dynamo-sosp2007.pdf">Dynamo, 2007, section 4.7</a>
 */
public final class TreeComparison {
    private final List<? extends RegionDigests> regions;
    private final int leafBits;
    private final Traffic traffic;

    /**
     * @param regions two or more; the first is where the comparison runs, so what it tells crosses no distance
     * @param leafBits of all of them
     * @param traffic counts what crosses a distance
     */
    public TreeComparison(List<? extends RegionDigests> regions, int leafBits, Traffic traffic) {
        this.regions = List.copyOf(regions);
        this.leafBits = leafBits;
        this.traffic = traffic;
    }

    /** In the order of their positions; empty if all regions are equal. */
    public CompletableFuture<List<Bucket>> differingLeaves() {
        return among(List.of(Bucket.ROOT));
    }

    private CompletableFuture<List<Bucket>> among(List<Bucket> buckets) {
        return differing(buckets).thenCompose(found -> {
            if (found.isEmpty() || found.get(0).bits() == leafBits) {
                return CompletableFuture.completedFuture(found);
            }
            return among(
                    found.stream().flatMap(bucket -> bucket.children().stream()).toList());
        });
    }

    private CompletableFuture<List<Bucket>> differing(List<Bucket> buckets) {
        List<CompletableFuture<List<BucketDigest>>> answers = new ArrayList<>();
        for (int i = 0; i < regions.size(); i++) {
            answers.add(asked(regions.get(i), buckets, i > 0));
        }
        return Futures.all(answers).thenApply(digests -> {
            List<Bucket> differing = new ArrayList<>();
            for (int i = 0; i < buckets.size(); i++) {
                int at = i;
                if (digests.stream().map(of -> of.get(at)).distinct().count() > 1) {
                    differing.add(buckets.get(i));
                }
            }
            return differing;
        });
    }

    private CompletableFuture<List<BucketDigest>> asked(RegionDigests region, List<Bucket> buckets, boolean isFar) {
        if (isFar) {
            traffic.message((long) buckets.size() * Integer.BYTES);
        }
        return region.digests(buckets).thenApply(digests -> {
            if (digests.size() != buckets.size()) {
                throw new IllegalStateException(digests.size() + " digests for " + buckets.size() + " buckets");
            }
            if (isFar) {
                traffic.message((long) digests.size() * BucketDigest.BYTES);
            }
            return digests;
        });
    }
}
