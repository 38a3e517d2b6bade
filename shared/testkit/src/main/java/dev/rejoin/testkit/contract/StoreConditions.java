package dev.rejoin.testkit.contract;

import dev.rejoin.item.Attributes;
import dev.rejoin.item.Value;
import dev.rejoin.replica.StoredItem;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** When updates are refused: unless the clock and every named attribute are as read, by DynamoDB's equality. */
abstract class StoreConditions extends StoreTest {
    @Test
    void isRefusedWhereNothingIs() {
        assertRefused(
                new UpdateBuilder(key, CLOCK, null).set("a", new Value.S("x")).build(), null);
        assertRefused(new UpdateBuilder(key, NEXT_CLOCK, CLOCK).build(), null);
        assertRefused(new UpdateBuilder(key, CLOCK, null).asRead("a", null).build(), null);
    }

    @Test
    void isRefusedWhenTheClockIsAnother() {
        StoredItem current = given(SOME, OTHER_CLOCK);

        assertRefused(new UpdateBuilder(key, NEXT_CLOCK, CLOCK).remove("a").build(), current);
    }

    @Test
    void isRefusedWhenTheClockIsGone() {
        StoredItem current = given(SOME, null);

        assertRefused(new UpdateBuilder(key, NEXT_CLOCK, CLOCK).remove("a").build(), current);
    }

    @Test
    void isRefusedWhenAClockHasCome() {
        StoredItem current = given(SOME, CLOCK);

        assertRefused(new UpdateBuilder(key, NEXT_CLOCK, null).remove("a").build(), current);
    }

    @Test
    void isRefusedWhenTheSameWriteWasDoneBefore() {
        given(SOME, CLOCK);
        write(new UpdateBuilder(key, NEXT_CLOCK, CLOCK).build());

        assertRefused(new UpdateBuilder(key, NEXT_CLOCK, CLOCK).build(), stored(SOME, NEXT_CLOCK));
    }

    @Test
    void isDoneWhenNoClockWasReadAndNoneIsThere() {
        given(SOME, null);

        assertDone(new UpdateBuilder(key, CLOCK, null).build(), SOME, CLOCK);
    }

    @Test
    void isDoneWhenWhatAnApplicationPutInThePlaceOfTheClockIsAsRead() {
        Value noClock = new Value.M(Map.of("f", Value.N.of(1)));
        given(SOME, noClock);

        assertDone(new UpdateBuilder(key, CLOCK, noClock).build(), SOME, CLOCK);
    }

    @TestFactory
    Stream<DynamicTest> isDoneWhenAnAttributeIsAsRead() {
        return Sample.all().stream()
                .map(sample -> DynamicTest.dynamicTest(sample.name(), () -> {
                    key = newKey();
                    Attributes attributes = Attributes.of("v", sample.value());
                    given(attributes, CLOCK);
                    assertDone(
                            new UpdateBuilder(key, NEXT_CLOCK, CLOCK)
                                    .asRead("v", sample.twin())
                                    .build(),
                            attributes,
                            NEXT_CLOCK);
                }));
    }

    @TestFactory
    Stream<DynamicTest> isRefusedWhenAnAttributeIsNotAsRead() {
        return Sample.all().stream()
                .map(sample -> DynamicTest.dynamicTest(sample.name(), () -> {
                    key = newKey();
                    StoredItem current = given(Attributes.of("v", sample.value()), CLOCK);
                    assertRefused(
                            new UpdateBuilder(key, NEXT_CLOCK, CLOCK)
                                    .asRead("v", sample.other())
                                    .build(),
                            current);
                }));
    }

    @TestFactory
    Stream<DynamicTest> isRefusedWhenAnAttributeHasComeOrGone() {
        return Sample.all().stream()
                .map(sample -> DynamicTest.dynamicTest(sample.name(), () -> {
                    key = newKey();
                    StoredItem current = given(Attributes.of("v", sample.value()), CLOCK);
                    assertRefused(
                            new UpdateBuilder(key, NEXT_CLOCK, CLOCK)
                                    .asRead("v", null)
                                    .build(),
                            current);
                    assertRefused(
                            new UpdateBuilder(key, NEXT_CLOCK, CLOCK)
                                    .asRead("w", sample.value())
                                    .build(),
                            current);
                }));
    }

    @Test
    void isDoneWhenAnAttributeIsAbsentAsRead() {
        given(SOME, CLOCK);

        assertDone(
                new UpdateBuilder(key, NEXT_CLOCK, CLOCK)
                        .set("new", new Value.S("x"))
                        .asRead("new", null)
                        .build(),
                SOME.with("new", new Value.S("x")),
                NEXT_CLOCK);
    }

    @Test
    void oneConditionOfManyRefusesTheWholeWrite() {
        StoredItem current = given(SOME, CLOCK);

        assertRefused(
                new UpdateBuilder(key, NEXT_CLOCK, CLOCK)
                        .set("b", new Value.S("y"))
                        .add("n", "1")
                        .asRead("a", SOME.get("a"))
                        .asRead("n", Value.N.of(8))
                        .asRead("b", null)
                        .build(),
                current);
    }
}
