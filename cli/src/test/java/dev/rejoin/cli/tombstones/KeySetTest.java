package dev.rejoin.cli.tombstones;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rejoin.item.ItemKey;
import org.junit.jupiter.api.Test;

class KeySetTest {
    private static final int MANY = 5_000;

    private final KeySet keys = new KeySet();

    private static ItemKey key(int number) {
        return ItemKey.of("pk", "key" + number);
    }

    @Test
    void whatWasAddedIsThereAndNothingElse() {
        for (int i = 0; i < MANY; i++) {
            assertThat(keys.contains(key(i))).isFalse();
            assertThat(keys.add(key(i))).isTrue();
        }
        for (int i = 0; i < MANY; i++) {
            assertThat(keys.contains(key(i))).isTrue();
            assertThat(keys.add(key(i))).isFalse();
        }
    }
}
