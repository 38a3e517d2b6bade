package dev.rejoin.verify;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.rejoin.item.ItemKey;
import dev.rejoin.item.Value;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

class BucketTest {
    @Test
    void theBucketsOfALevelTileThePositions() {
        for (int bits : new int[] {0, 4, 8, 12}) {
            long next = 0;
            for (int i = 0; i < 1 << bits; i++) {
                HashRange range = new Bucket(bits, i).range();
                assertThat(range.from()).isEqualTo(next);
                assertThat(range.contains(range.from())).isTrue();
                assertThat(range.contains(range.to() - 1)).isTrue();
                assertThat(range.contains(range.to())).as("half-open").isFalse();
                assertThat(range.contains(range.from() - 1)).isFalse();
                assertThat(Bucket.at(bits, range.from())).isEqualTo(new Bucket(bits, i));
                assertThat(Bucket.at(bits, range.to() - 1)).isEqualTo(new Bucket(bits, i));
                next = range.to();
            }
            assertThat(next).isEqualTo(HashRange.END);
        }
        assertThat(Bucket.ROOT.range()).isEqualTo(HashRange.ALL);
    }

    @Test
    void theChildrenTileTheirBucket() {
        Bucket bucket = new Bucket(8, 77);
        List<Bucket> children = bucket.children();
        assertThat(children).hasSize(16);
        assertThat(children.get(0).range().from()).isEqualTo(bucket.range().from());
        assertThat(children.get(15).range().to()).isEqualTo(bucket.range().to());
    }

    @Test
    void equalKeysAreAtOnePlace() {
        assertThat(HashRange.position(ItemKey.of(Map.of("pk", Value.N.of("1.50")))))
                .isEqualTo(HashRange.position(ItemKey.of(Map.of("pk", Value.N.of("1.5")))))
                .isNotEqualTo(HashRange.position(ItemKey.of("pk", "1.5")));
        for (int i = 0; i < 1_000; i++) {
            assertThat(HashRange.ALL.contains(HashRange.position(ItemKey.of("pk", "key" + i))))
                    .isTrue();
        }
    }

    @Test
    void leavesHoldAFewItems() {
        assertThat(Bucket.leafBits(0)).isZero();
        assertThat(Bucket.leafBits(16)).isZero();
        assertThat(Bucket.leafBits(17)).isEqualTo(4);
        assertThat(Bucket.leafBits(1_000_000)).isEqualTo(16);
        assertThat(Bucket.leafBits(Long.MAX_VALUE)).isEqualTo(Bucket.MOST_BITS);
    }

    @Test
    void whatIsNoBucketOrRangeIsRefused() {
        assertThatThrownBy(() -> new Bucket(4, 16)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new Bucket(4, -1)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new Bucket(3, 0)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new Bucket(24, 0)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new HashRange(2, 1)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new HashRange(0, HashRange.END + 1)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void aTreeIsTheSumOfItsSegmentsAndItsBytes() {
        Random random = new Random(3);
        BucketTree whole = new BucketTree(8);
        BucketTree one = new BucketTree(8);
        BucketTree other = new BucketTree(8);
        for (int i = 0; i < 100; i++) {
            long position = random.nextLong() >>> 2;
            long digest = random.nextLong();
            whole.add(position, digest);
            (i % 3 == 0 ? one : other).add(position, digest);
        }
        other.addAll(BucketTree.fromBytes(one.toBytes()));
        assertThat(other.toBytes()).isEqualTo(whole.toBytes());
        assertThat(other.items()).isEqualTo(100);
        assertThat(other.leafBits()).isEqualTo(8);
        assertThatThrownBy(() -> whole.addAll(new BucketTree(4))).hasMessageContaining("8 and 4");
        assertThatThrownBy(() -> BucketTree.fromBytes(new byte[7])).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> whole.digest(new Bucket(12, 0))).hasMessageContaining("below the leaves");
    }

    @Test
    void digestsSurviveTheWire() {
        List<BucketDigest> digests = List.of(new BucketDigest(3, Long.MIN_VALUE), BucketDigest.EMPTY);
        assertThat(BucketDigest.fromBytes(BucketDigest.toBytes(digests))).isEqualTo(digests);
        assertThatThrownBy(() -> BucketDigest.fromBytes(new byte[13])).isInstanceOf(IllegalArgumentException.class);
    }
}
