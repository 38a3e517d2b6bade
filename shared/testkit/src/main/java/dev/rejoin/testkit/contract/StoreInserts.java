package dev.rejoin.testkit.contract;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rejoin.item.Attributes;
import dev.rejoin.item.ItemSize;
import dev.rejoin.item.Value;
import dev.rejoin.replica.ItemWrite;
import dev.rejoin.replica.StoredItem;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** Inserts, and that an item comes back as it was put in. */
abstract class StoreInserts extends StoreTest {
    @Test
    void insertsWhereNothingIs() {
        assertDone(new ItemWrite.Insert(stored(SOME, CLOCK)), SOME, CLOCK);
    }

    @Test
    void insertsAnItemOfNothingButItsKeyAndClock() {
        assertDone(new ItemWrite.Insert(stored(Attributes.NONE, CLOCK)), Attributes.NONE, CLOCK);
    }

    @Test
    void insertsAfterADelete() {
        given(SOME, OTHER_CLOCK);
        fixture.delete(key);

        assertDone(new ItemWrite.Insert(stored(SOME, CLOCK)), SOME, CLOCK);
    }

    @Test
    void isRefusedWhereAnItemIs() {
        StoredItem current = given(Attributes.of("other", new Value.S("x")), OTHER_CLOCK);

        assertRefused(new ItemWrite.Insert(stored(SOME, CLOCK)), current);
    }

    @Test
    void isRefusedWhereTheSameItemIs() {
        StoredItem current = given(SOME, CLOCK);

        assertRefused(new ItemWrite.Insert(current), current);
    }

    @Test
    void isRefusedWhereAnItemWithoutAttributesIs() {
        StoredItem current = given(Attributes.NONE, null);

        assertRefused(new ItemWrite.Insert(stored(SOME, CLOCK)), current);
    }

    @TestFactory
    Stream<DynamicTest> keepsEveryKindOfValue() {
        return Sample.all().stream()
                .map(sample -> DynamicTest.dynamicTest(sample.name(), () -> {
                    key = newKey();
                    Attributes written = Attributes.of("v", sample.value());
                    assertDone(new ItemWrite.Insert(stored(written, CLOCK)), written, CLOCK);
                    assertDone(
                            new UpdateBuilder(key, NEXT_CLOCK, CLOCK)
                                    .set("w", sample.value())
                                    .build(),
                            written.with("w", sample.twin()),
                            NEXT_CLOCK);
                }));
    }

    @Test
    void tellsNearlyEqualValuesApart() {
        for (Sample sample : Sample.all()) {
            key = newKey();
            write(new ItemWrite.Insert(stored(Attributes.of("v", sample.other()), CLOCK)));

            assertThat(item().orElseThrow().attributes())
                    .as(sample.name())
                    .isNotEqualTo(Attributes.of("v", sample.value()));
        }
    }

    @Test
    void takesAnItemThatIsNearlyTooLarge() {
        Attributes large = Attributes.of("large", new Value.B(new byte[ItemSize.LIMIT - 500]));

        assertDone(new ItemWrite.Insert(stored(large, CLOCK)), large, CLOCK);
    }

    @Test
    void isTooLargeIfTheAttributesAre() {
        Attributes large = Attributes.of("large", new Value.B(new byte[ItemSize.LIMIT]));

        assertTooLarge(new ItemWrite.Insert(stored(large, CLOCK)), null);
    }

    @Test
    void isTooLargeIfOnlyTheClockMakesItSo() {
        Attributes large = Attributes.of("large", new Value.B(new byte[ItemSize.LIMIT - 500]));

        assertTooLarge(new ItemWrite.Insert(stored(large, new Value.B(new byte[600]))), null);
    }
}
