package dev.rejoin.verify;

import java.util.List;
import java.util.concurrent.CompletableFuture;

/** One region's digests; whoever compares may be far away, so many buckets are asked for at once. */
@FunctionalInterface
public interface RegionDigests {
    /** One for each bucket, in their order; fails if the region does not answer. */
    CompletableFuture<List<BucketDigest>> digests(List<Bucket> buckets);
}
