package dev.rejoin.testkit.contract;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rejoin.item.Attributes;
import dev.rejoin.item.ItemSize;
import dev.rejoin.item.Value;
import dev.rejoin.replica.ItemWrite;
import dev.rejoin.replica.StoredItem;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** What updates change: they set, remove and add, under any name, in parts as large as slices get. */
abstract class StoreUpdates extends StoreTest {
    /** Keywords, paths, placeholders, functions: whatever an expression could take for something else. */
    private static final List<String> AWKWARD = List.of(
            "data",
            "name",
            "status",
            "size",
            "a.b",
            "a-b",
            "a b",
            "a:b",
            ":v",
            "#n",
            "#0",
            "a[0]",
            "0",
            "9 to 5",
            "AND",
            "attribute_exists(pk)",
            "\"quoted\"",
            "it's",
            "größe",
            "数量",
            "😀",
            "\u0000",
            " ",
            "_rejoin2",
            "x".repeat(255),
            "y".repeat(5000));

    private static final int SLICE = 100;

    @Test
    void setsRemovesAddsAndLeavesTheRest() {
        given(Attributes.of(Map.of("old", text("1"), "gone", text("2"), "n", Value.N.of(5), "rest", text("3"))), CLOCK);

        ItemWrite update = new UpdateBuilder(key, NEXT_CLOCK, CLOCK)
                .set("old", text("new"))
                .set("added", text("4"))
                .remove("gone")
                .add("n", "-2")
                .build();

        Map<String, Value> after =
                Map.of("old", text("new"), "added", text("4"), "n", Value.N.of(3), "rest", text("3"));
        assertDone(update, Attributes.of(after), NEXT_CLOCK);
    }

    @Test
    void removesWhatIsNotThere() {
        given(SOME, CLOCK);

        assertDone(new UpdateBuilder(key, NEXT_CLOCK, CLOCK).remove("missing").build(), SOME, NEXT_CLOCK);
    }

    @Test
    void removesTheLastAttributeAndLeavesTheItem() {
        given(Attributes.of("a", text("x")), null);

        assertDone(new UpdateBuilder(key, CLOCK, null).remove("a").build(), Attributes.NONE, CLOCK);
    }

    @Test
    void replacesAMapWhole() {
        given(Attributes.of("m", new Value.M(Map.of("k", text("v"), "l", text("w")))), CLOCK);
        Value replaced = new Value.M(Map.of("k", text("v2")));

        assertDone(
                new UpdateBuilder(key, NEXT_CLOCK, CLOCK).set("m", replaced).build(),
                Attributes.of("m", replaced),
                NEXT_CLOCK);
    }

    @Test
    void addsFromZeroToWhatIsAbsent() {
        given(SOME, CLOCK);

        assertDone(
                new UpdateBuilder(key, NEXT_CLOCK, CLOCK)
                        .add("absent", "-2.5")
                        .add("nothing", "0")
                        .build(),
                SOME.with("absent", Value.N.of("-2.5")).with("nothing", Value.N.ZERO),
                NEXT_CLOCK);
    }

    @Test
    void addsExactlyInAllDigits() {
        given(Attributes.of("n", Value.N.of("0.00000000000000000000000000000000000001")), CLOCK);

        assertDone(
                new UpdateBuilder(key, NEXT_CLOCK, CLOCK)
                        .add("n", "0.10000000000000000000000000000000000000")
                        .build(),
                Attributes.of("n", Value.N.of("0.10000000000000000000000000000000000001")),
                NEXT_CLOCK);
    }

    @Test
    void isRefusedWhenAddingToAnythingButANumber() {
        for (Sample sample : Sample.all()) {
            if (!(sample.value() instanceof Value.N)) {
                key = newKey();
                StoredItem current = given(Attributes.of("v", sample.value()), CLOCK);
                assertRefused(
                        new UpdateBuilder(key, NEXT_CLOCK, CLOCK)
                                .set("other", text("x"))
                                .add("n", "1")
                                .add("v", "1")
                                .build(),
                        current);
            }
        }
    }

    @Test
    void isTooLargeIfASumPassesTheRangeOfNumbers() {
        Value nearlyLargest = Value.N.of("9.9999999999999999999999999999999999999E125");
        StoredItem current = given(Attributes.of("n", nearlyLargest), CLOCK);

        assertTooLarge(
                new UpdateBuilder(key, NEXT_CLOCK, CLOCK)
                        .set("other", text("x"))
                        .add("n", "9E125")
                        .build(),
                current);
    }

    @Test
    void isTooLargeIfASumHasMoreThan38Digits() {
        StoredItem current = given(Attributes.of("n", Value.N.of("10000000000000000000000000000000000000")), CLOCK);

        assertTooLarge(new UpdateBuilder(key, NEXT_CLOCK, CLOCK).add("n", "0.1").build(), current);
    }

    @Test
    void isTooLargeIfAnAmountHasMoreThan38Digits() {
        StoredItem current = given(SOME, CLOCK);

        assertTooLarge(
                new UpdateBuilder(key, NEXT_CLOCK, CLOCK)
                        .add("n", "1000000000000000000000000000000.00000001")
                        .build(),
                current);
    }

    @Test
    void isTooLargeIfTheItemBecomesSo() {
        StoredItem current = given(Attributes.of("large", new Value.B(new byte[ItemSize.LIMIT - 1000])), CLOCK);

        assertTooLarge(
                new UpdateBuilder(key, NEXT_CLOCK, CLOCK)
                        .set("more", new Value.B(new byte[1000]))
                        .build(),
                current);
        assertTooLarge(new UpdateBuilder(key, new Value.B(new byte[1000]), CLOCK).build(), current);
    }

    @Test
    void replacesOneLargeValueByAnother() {
        given(Attributes.of("large", new Value.B(new byte[ItemSize.LIMIT - 1000])), CLOCK);
        Value other = text("x".repeat(ItemSize.LIMIT - 1000));

        assertDone(
                new UpdateBuilder(key, NEXT_CLOCK, CLOCK).set("large", other).build(),
                Attributes.of("large", other),
                NEXT_CLOCK);
    }

    @Test
    void takesAttributesOfAnyName() {
        Map<String, Value> written = new TreeMap<>();
        UpdateBuilder set = new UpdateBuilder(key, NEXT_CLOCK, CLOCK);
        UpdateBuilder remove = new UpdateBuilder(key, CLOCK, NEXT_CLOCK);
        for (String name : AWKWARD) {
            written.put(name, Value.N.of(written.size()));
            set.set(name, written.get(name)).asRead(name, null);
            remove.remove(name).asRead(name, written.get(name));
        }
        given(SOME, CLOCK);
        Attributes all = Attributes.of(written).with("a", SOME.get("a")).with("n", SOME.get("n"));

        assertDone(set.build(), all, NEXT_CLOCK);
        assertDone(remove.build(), SOME, CLOCK);
        for (String name : AWKWARD) {
            assertDone(
                    new UpdateBuilder(key, CLOCK, CLOCK).add(name, "2").build(), SOME.with(name, Value.N.of(2)), CLOCK);
            write(new UpdateBuilder(key, CLOCK, CLOCK).remove(name).build());
        }
    }

    @Test
    void takesAWholeSliceOfRegistersOfLongNames() {
        Map<String, Value> before = new TreeMap<>();
        Map<String, Value> after = new TreeMap<>();
        UpdateBuilder update = new UpdateBuilder(key, NEXT_CLOCK, CLOCK);
        for (int i = 0; i < SLICE; i++) {
            String name = "attribute ".repeat(20) + i;
            before.put(name, Value.N.of(i));
            after.put(name, text("x" + i));
            update.asRead(name, before.get(name)).set(name, after.get(name));
        }
        given(Attributes.of(before), CLOCK);

        assertRefused(update.asRead("missing", text("not there")).build(), stored(Attributes.of(before), CLOCK));
        assertDone(update.asRead("missing", null).build(), Attributes.of(after), NEXT_CLOCK);
    }

    @Test
    void takesAWholeSliceOfCounters() {
        Map<String, Value> after = new TreeMap<>();
        UpdateBuilder update = new UpdateBuilder(key, NEXT_CLOCK, CLOCK);
        for (int i = 0; i < SLICE; i++) {
            after.put("counter" + i, Value.N.of(i));
            update.add("counter" + i, Integer.toString(i));
        }
        given(Attributes.NONE, CLOCK);

        assertDone(update.build(), Attributes.of(after), NEXT_CLOCK);
        assertThat(item()).contains(stored(Attributes.of(after), NEXT_CLOCK));
    }

    private static Value text(String text) {
        return new Value.S(text);
    }
}
