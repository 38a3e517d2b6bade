package dev.rejoin.testkit.contract;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rejoin.item.Attributes;
import dev.rejoin.item.ItemKey;
import dev.rejoin.item.Value;
import dev.rejoin.replica.ItemWrite;
import dev.rejoin.replica.StoredItem;
import dev.rejoin.replica.WriteResult;
import dev.rejoin.version.ShadowRow;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** Reading, many keys at once, and keys of every kind. */
abstract class StoreReads extends StoreTest {
    private static final int MANY = 250;
    private static final int LARGE = 380_000;

    @Test
    void nothingIsReadWhereNothingIs() {
        assertThat(await(fixture.store().readItems(List.of(key)))).isEmpty();
        assertThat(await(fixture.store().readShadows(List.of(key)))).isEmpty();
        assertThat(await(fixture.store().readItems(List.of()))).isEmpty();
        assertThat(await(fixture.store().readShadows(List.of()))).isEmpty();
    }

    @Test
    void itemsOfApplicationsAreReadWithTheirClockOrNone() {
        fixture.put(key, SOME, null);
        assertThat(item()).contains(stored(SOME, null));

        fixture.put(key, Attributes.NONE, CLOCK);
        assertThat(item()).contains(stored(Attributes.NONE, CLOCK));
    }

    @Test
    void anyValueCanStandInThePlaceOfTheClock() {
        Value noClock = new Value.M(Map.of("an application", new Value.S("put this here")));
        fixture.put(key, SOME, noClock);

        assertThat(item()).contains(stored(SOME, noClock));
    }

    @Test
    void manyItemsAreReadAtOnce() {
        Map<ItemKey, StoredItem> there = new HashMap<>();
        List<ItemKey> asked = new ArrayList<>();
        for (int i = 0; i < MANY; i++) {
            ItemKey each = newKey();
            asked.add(each);
            if (i % 5 != 0) {
                fixture.put(each, Attributes.of("i", Value.N.of(i)), null);
                there.put(each, new StoredItem(each, Attributes.of("i", Value.N.of(i)), null));
            }
        }
        asked.addAll(asked.subList(0, MANY / 2));
        Collections.rotate(asked, MANY / 3);

        assertThat(await(fixture.store().readItems(asked))).isEqualTo(there);
    }

    @Test
    void manyShadowRowsAreReadAtOnce() {
        Map<ItemKey, ShadowRow> there = new HashMap<>();
        List<ItemKey> asked = new ArrayList<>();
        for (int i = 0; i < MANY; i++) {
            ItemKey each = newKey();
            asked.add(each);
            if (i % 5 != 0) {
                ShadowRow row = ShadowRows.row(i + 1);
                await(fixture.store().writeShadow(each, row, ShadowRow.NONE));
                there.put(each, row);
            }
        }
        asked.addAll(asked.subList(0, MANY / 2));

        assertThat(await(fixture.store().readShadows(asked))).isEqualTo(there);
    }

    @Test
    void moreBytesAreReadThanOneAnswerHolds() {
        Map<ItemKey, StoredItem> there = new HashMap<>();
        for (int i = 0; i < 45; i++) {
            ItemKey each = newKey();
            Attributes large = Attributes.of("large", new Value.B(new byte[LARGE + i]));
            fixture.put(each, large, null);
            there.put(each, new StoredItem(each, large, null));
        }

        assertThat(await(fixture.store().readItems(there.keySet()))).isEqualTo(there);
    }

    @TestFactory
    Stream<DynamicTest> everyKindOfKeyHasItemsAndShadowRows() {
        return Stream.of(KeyShape.values())
                .map(shape -> DynamicTest.dynamicTest(shape.name(), () -> everyOperationFindsItsKey(shape)));
    }

    private void everyOperationFindsItsKey(KeyShape shape) {
        fixture = open(shape);
        long number = newKey().hashCode();
        ItemKey other = shape.key(number + 1);
        fixture.put(other, SOME, CLOCK);
        key = shape.key(number);

        assertThat(writeTombstone(ShadowRows.row(1), ShadowRow.NONE).isDone()).isTrue();
        assertDone(new ItemWrite.Insert(stored(SOME, CLOCK)), SOME, CLOCK);
        assertThat(writeTombstone(ShadowRows.row(2), ShadowRows.row(1)))
                .isEqualTo(WriteResult.refused(java.util.Optional.of(ShadowRows.row(1))));
        assertThat(writeShadow(ShadowRows.row(2), ShadowRows.row(1)).isDone()).isTrue();
        assertThat(shadow()).contains(ShadowRows.row(2));
        assertDone(
                new UpdateBuilder(key, NEXT_CLOCK, CLOCK)
                        .remove("a")
                        .remove("n")
                        .build(),
                Attributes.NONE,
                NEXT_CLOCK);
        assertThat(await(fixture.store().readItems(List.of(key, other)))).containsOnlyKeys(key, other);
        assertThat(write(new ItemWrite.Delete(key, NEXT_CLOCK, new TreeMap<>())).isDone())
                .isTrue();
        assertThat(item()).isEmpty();
        assertThat(item(other)).contains(new StoredItem(other, SOME, CLOCK));
        assertThat(fixture.records(key, 3)).extracting("key").containsExactly(key, key, key);
    }
}
