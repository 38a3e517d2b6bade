package dev.rejoin.cli.operate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.rejoin.aws.item.ReplicatedTable;
import dev.rejoin.item.ItemKey;
import dev.rejoin.item.Value;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Keys, values and times as users write them. */
class TextsTest {
    private static final ReplicatedTable ONE = ReplicatedTable.of("orders", "pk");
    private static final ReplicatedTable TWO = ReplicatedTable.of("orders", "customer", "order");
    private static final long NOW = 1_000_000_000_000L;

    @Test
    void aKeyIsTextOrJson() {
        assertThat(KeyText.key(ONE, "order#1")).isEqualTo(ItemKey.of("pk", "order#1"));
        assertThat(KeyText.key(ONE, "{\"pk\":{\"N\":\"7\"}}")).isEqualTo(ItemKey.of(Map.of("pk", Value.N.of(7))));
        assertThat(KeyText.key(TWO, "{\"order\":{\"N\":\"7\"},\"customer\":{\"S\":\"c\"}}"))
                .isEqualTo(ItemKey.of(Map.of("customer", new Value.S("c"), "order", Value.N.of(7))));
    }

    @ParameterizedTest
    @ValueSource(strings = {"c7", "{", "{\"customer\":{\"S\":\"c\"}}", "{\"customer\":\"c\",\"order\":7}"})
    void whatIsNoKeyOfTheTableIsToldWithAnExample(String text) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> KeyText.key(TWO, text))
                .withMessageContaining("'{\"customer\": {\"S\": \"...\"}, \"order\": {\"S\": \"...\"}}'");
    }

    @Test
    void aValueIsJson() {
        assertThat(KeyText.value("{\"S\":\"paid\"}")).isEqualTo(new Value.S("paid"));
        for (String wrong : new String[] {"paid", "", "{\"X\":1}", "{\"S\":\"a\"},\"w\":{\"S\":\"b\"}"}) {
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> KeyText.value(wrong))
                    .withMessageContaining("a value is like");
        }
    }

    @Test
    void aTimeIsADateOrHowLongAgo() {
        assertThat(TimeText.millis("1970-01-01T00:00:01Z", NOW)).isEqualTo(1_000);
        assertThat(TimeText.millis("1970-01-02", NOW)).isEqualTo(86_400_000);
        assertThat(TimeText.millis("90s", NOW)).isEqualTo(NOW - 90_000);
        assertThat(TimeText.millis("15m", NOW)).isEqualTo(NOW - 900_000);
        assertThat(TimeText.millis("2h", NOW)).isEqualTo(NOW - 7_200_000);
        assertThat(TimeText.millis("7d", NOW)).isEqualTo(NOW - 604_800_000);
        assertThat(TimeText.of(NOW)).isEqualTo("2001-09-09T01:46:40Z");
        for (String wrong : new String[] {"", "yesterday", "2026-13-01", "5w", "2026-11-25T04:00"}) {
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> TimeText.millis(wrong, NOW))
                    .withMessageContaining("a time is like");
        }
    }
}
