package dev.rejoin.verify;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TreeComparisonTest {
    private static final int ITEMS = 2_000;

    private final Traffic traffic = new Traffic();

    @ParameterizedTest
    @ValueSource(ints = {0, 4, 8})
    void aDifferenceIsFoundAtEveryBoundary(int leafBits) {
        List<Long> boundaries = new ArrayList<>();
        for (int i = 0; i < 1 << leafBits; i++) {
            HashRange range = new Bucket(leafBits, i).range();
            boundaries.addAll(List.of(range.from(), range.to() - 1));
        }
        assertThat(boundaries).startsWith(0L).endsWith(HashRange.END - 1);
        for (long position : boundaries) {
            BucketTree a = filled(leafBits);
            BucketTree b = filled(leafBits);
            b.add(position, 17);
            Bucket only = Bucket.at(leafBits, position);
            assertThat(only.range().contains(position)).isTrue();
            assertThat(differing(leafBits, a, b)).containsExactly(only);
            a.add(position, 18);
            assertThat(differing(leafBits, a, b)).containsExactly(only);
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 4, 12})
    void equalRegionsExchangeOneDigest(int leafBits) {
        assertThat(differing(leafBits, filled(leafBits), filled(leafBits))).isEmpty();
        assertThat(traffic.messages()).isEqualTo(2);
        assertThat(traffic.bytes()).isEqualTo(Integer.BYTES + BucketDigest.BYTES);
    }

    @Test
    void onlyTheChildrenOfWhatDiffersAreExchanged() {
        BucketTree b = filled(12);
        b.add(0, 1);
        assertThat(differing(12, filled(12), b)).containsExactly(new Bucket(12, 0));
        assertThat(traffic.bytes()).isEqualTo((1 + 3 * 16) * (Integer.BYTES + BucketDigest.BYTES));
    }

    @Test
    void anEmptyRegionDiffersWhereverTheOtherHasItems() {
        BucketTree few = new BucketTree(8);
        few.add(0, 1);
        few.add(HashRange.END - 1, 2);
        assertThat(differing(8, few, new BucketTree(8))).containsExactly(new Bucket(8, 0), new Bucket(8, 255));
        assertThat(differing(8, new BucketTree(8), new BucketTree(8))).isEmpty();
    }

    @Test
    void anItemThatCancelsOutIsCounted() {
        BucketTree a = new BucketTree(4);
        BucketTree b = new BucketTree(4);
        b.add(5, 7);
        b.add(6, -7);
        assertThat(differing(4, a, b)).containsExactly(new Bucket(4, 0));
        b = new BucketTree(4);
        b.add(5, 0);
        assertThat(differing(4, a, b)).as("a digest of 0").containsExactly(new Bucket(4, 0));
    }

    @Test
    void oneOfManyRegionsThatDiffersIsEnough() {
        BucketTree third = filled(8);
        third.add(HashRange.END / 2, 3);
        assertThat(differing(8, filled(8), filled(8), third)).containsExactly(new Bucket(8, 128));
        third = filled(8);
        assertThat(differing(8, third, filled(8), filled(8))).isEmpty();
    }

    @Test
    void aRegionThatDoesNotAnswerAsAskedFailsTheComparison() {
        RegionDigests mute = buckets -> CompletableFuture.completedFuture(List.of());
        var asked = new TreeComparison(List.of(filled(4), mute), 4, traffic).differingLeaves();
        assertThatThrownBy(asked::join).hasMessageContaining("0 digests for 1 buckets");
        RegionDigests dead = buckets -> CompletableFuture.failedFuture(new IllegalStateException("gone"));
        var unheard = new TreeComparison(List.of(filled(4), dead), 4, traffic).differingLeaves();
        assertThatThrownBy(unheard::join).hasMessageContaining("gone");
    }

    private List<Bucket> differing(int leafBits, BucketTree... regions) {
        return new TreeComparison(List.of(regions), leafBits, traffic)
                .differingLeaves()
                .join();
    }

    private static BucketTree filled(int leafBits) {
        Random random = new Random(1);
        BucketTree tree = new BucketTree(leafBits);
        for (int i = 0; i < ITEMS; i++) {
            tree.add(random.nextLong() >>> 2, random.nextLong());
        }
        return tree;
    }
}
