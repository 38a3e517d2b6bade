package dev.rejoin.item;

import static dev.rejoin.item.ValueTest.number;
import static dev.rejoin.item.ValueTest.text;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

class ItemKeyTest {
    private static ItemKey two(String text, String number) {
        return ItemKey.of(Map.of("pk", text(text), "sk", number(number)));
    }

    @Test
    void keysAreEqualAsDynamoDbSays() {
        assertThat(two("a", "1")).isEqualTo(two("a", "1.0")).hasSameHashCodeAs(two("a", "1.0"));
        assertThat(two("a", "1")).isEqualByComparingTo(two("a", "1.0"));
        assertThat(two("a", "1")).isNotEqualTo(two("a", "2")).isNotEqualTo(ItemKey.of("pk", "a"));
        assertThat(ItemKey.of("pk", "1")).isNotEqualTo(ItemKey.of(Map.of("pk", number("1"))));
        assertThat(ItemKey.of("pk", "1")).isNotEqualTo("1");
    }

    @Test
    void orderIsTotalAndAgreesWithEquality() {
        List<ItemKey> keys = new ArrayList<>();
        for (int i = 0; i < 30; i++) {
            keys.add(ItemKey.of("pk", "key" + i));
            keys.add(two("key", "" + i));
        }
        for (ItemKey a : keys) {
            for (ItemKey b : keys) {
                assertThat(Integer.signum(a.compareTo(b))).isEqualTo(-Integer.signum(b.compareTo(a)));
                assertThat(a.compareTo(b) == 0).isEqualTo(a.equals(b));
            }
        }
        assertThat(new TreeSet<>(keys)).hasSize(60);
        assertThat(new HashSet<>(keys)).hasSize(60);
    }

    @Test
    void noLogTellsTheKey() {
        ItemKey key = ItemKey.of("pk", "alice@example.org");
        assertThat(key.hash()).matches("[0-9a-f]{16}");
        assertThat(key).hasToString("key#" + key.hash());
        assertThat(key.attributes()).hasToString("[pk]");
    }

    @Test
    void aKeyIsOneOrTwoTextsNumbersOrBytes() {
        assertThat(ItemKey.of(Map.of("pk", new Value.B(new byte[] {1})))
                        .attributes()
                        .size())
                .isEqualTo(1);
        assertThatIllegalArgumentException().isThrownBy(() -> ItemKey.of(Map.of()));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> ItemKey.of(Map.of("a", text("a"), "b", text("b"), "c", text("c"))));
        assertThatIllegalArgumentException().isThrownBy(() -> ItemKey.of(Map.of("pk", new Value.Bool(true))));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> ItemKey.of(Map.of("pk", text("a"), "sk", new Value.Null())));
    }
}
