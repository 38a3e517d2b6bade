package dev.rejoin.version;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rejoin.clock.Actor;
import dev.rejoin.item.Attributes;
import dev.rejoin.item.ItemKey;
import dev.rejoin.item.Value;
import java.math.BigDecimal;
import org.junit.jupiter.api.Test;

class HomeTest {
    private static final ItemKey KEY = ItemKey.of("id", "o1");
    private static final Home HOME = new Home(new Actor("eu-west-1"), "orders");

    @Test
    void everyItemHasItsOwn() {
        assertThat(HOME.of(KEY))
                .isEqualTo(new Home(new Actor("eu-west-1"), "orders").of(ItemKey.of("id", "o1")))
                .isNotEqualTo(HOME.of(ItemKey.of("id", "o2")))
                .isNotEqualTo(HOME.of(ItemKey.of("name", "o1")))
                .isNotEqualTo(new Home(new Actor("us-east-1"), "orders").of(KEY))
                .isNotEqualTo(new Home(new Actor("eu-west-1"), "archive").of(KEY));
    }

    @Test
    void keysThatDynamoDbTakesForEqualHaveTheSame() {
        assertThat(HOME.of(number("1.0"))).isEqualTo(HOME.of(number("1"))).isNotEqualTo(HOME.of(number("2")));
    }

    private static ItemKey number(String number) {
        return new ItemKey(Attributes.of("id", new Value.N(new BigDecimal(number))));
    }

    /** It is stored on items, so it may never change. */
    @Test
    void isWhatItWas() {
        assertThat(HOME.of(KEY)).isEqualTo(-8350289562643882447L);
    }
}
