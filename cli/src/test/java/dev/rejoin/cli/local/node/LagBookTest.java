package dev.rejoin.cli.local.node;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rejoin.clock.Actor;
import org.junit.jupiter.api.Test;

class LagBookTest {
    private static final Actor EU = new Actor("eu");
    private static final Actor US = new Actor("us");

    private final LagBook book = new LagBook();

    @Test
    void aTakeHoldsWhatCameSinceTheLast() {
        book.add(EU, US, 10);
        book.add(US, EU, 30);
        assertThat(book.take()).isEqualTo(new LagBook.Lag(2, 10, 30, 30));
        assertThat(book.take().count()).isZero();
        assertThat(book.total().count()).isEqualTo(2);
    }

    @Test
    void totalsAreByPair() {
        book.add(EU, US, 10);
        book.add(EU, US, 12);
        assertThat(book.totals()).containsOnlyKeys(new LagBook.Pair(EU, US));
    }

    @Test
    void clocksThatDisagreeGiveNoNegativeLag() {
        book.add(EU, US, -5);
        book.add(EU, US, Long.MAX_VALUE);
        assertThat(book.total().p50()).isZero();
    }
}
