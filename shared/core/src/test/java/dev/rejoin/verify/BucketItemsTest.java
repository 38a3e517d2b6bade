package dev.rejoin.verify;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rejoin.item.ItemKey;
import java.util.List;
import java.util.TreeSet;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class BucketItemsTest {
    private static final List<ItemKey> KEYS = IntStream.range(0, 200)
            .mapToObj(i -> ItemKey.of("pk", "key" + i))
            .sorted()
            .toList();

    private final Traffic traffic = new Traffic();

    @Test
    void eachKeyThatDiffersIsFoundAndNoOther() {
        for (ItemKey changed : KEYS) {
            BucketItems b = all();
            b.add(changed, 1);
            assertThat(BucketItems.differing(List.of(all(), b), traffic)).containsExactly(changed);
        }
    }

    @Test
    void whatOnlyOneRegionHasIsFound() {
        BucketItems none = new BucketItems(List.of(Bucket.ROOT));
        assertThat(BucketItems.differing(List.of(all(), none), traffic)).isEqualTo(new TreeSet<>(KEYS));
        assertThat(BucketItems.differing(List.of(none, all()), traffic)).isEqualTo(new TreeSet<>(KEYS));
        assertThat(BucketItems.differing(List.of(none, none, all()), traffic)).isEqualTo(new TreeSet<>(KEYS));
        assertThat(BucketItems.differing(List.of(none, none), traffic)).isEmpty();
        assertThat(BucketItems.differing(List.of(all(), all(), all()), traffic)).isEmpty();
    }

    @Test
    void onlyItemsOfTheLeavesAreTaken() {
        Bucket leaf = Bucket.at(8, HashRange.position(KEYS.get(7)));
        BucketItems items = new BucketItems(List.of(leaf));
        KEYS.forEach(key -> items.add(key, 1));
        assertThat(items.keys())
                .contains(KEYS.get(7))
                .allMatch(key -> leaf.range().contains(HashRange.position(key)));
        BucketItems nothing = new BucketItems(List.of());
        nothing.add(KEYS.get(0), 1);
        assertThat(nothing.keys()).isEmpty();
    }

    @Test
    void segmentsAddUp() {
        BucketItems half = new BucketItems(List.of(Bucket.ROOT));
        BucketItems rest = new BucketItems(List.of(Bucket.ROOT));
        for (int i = 0; i < KEYS.size(); i++) {
            (i % 2 == 0 ? half : rest).add(KEYS.get(i), i);
        }
        half.addAll(rest);
        assertThat(BucketItems.differing(List.of(all(), half), traffic)).isEmpty();
    }

    @Test
    void onlyKeysThatDifferCrossTheDistance() {
        BucketItems b = all();
        b.add(KEYS.get(0), 1);
        BucketItems.differing(List.of(all(), b), traffic);
        long digests = KEYS.size() * (8L + BucketDigest.BYTES);
        assertThat(traffic.bytes()).isBetween(digests + 8, digests + 8 + 20);
    }

    private static BucketItems all() {
        BucketItems items = new BucketItems(List.of(Bucket.ROOT));
        for (int i = 0; i < KEYS.size(); i++) {
            items.add(KEYS.get(i), i);
        }
        return items;
    }
}
