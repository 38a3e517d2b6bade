package dev.rejoin.testkit.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.rejoin.item.Attributes;
import dev.rejoin.item.Value;
import dev.rejoin.replica.ItemWrite;
import dev.rejoin.replica.StoredItem;
import dev.rejoin.replica.StreamRecord;
import dev.rejoin.version.SequenceNumber;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** The stream: every write that changed something, in the order of each item's writes, with both images. */
abstract class StoreStreams extends StoreTest {
    /** DynamoDB rounds records' times down to the second, its local edition to the minute. */
    private static final long COARSEST_MILLIS = 60_000;

    @Test
    void tellsEveryWriteInOrderWithBothImages() {
        StoredItem inserted = stored(SOME, null);
        StoredItem updated = stored(SOME.with("a", new Value.S("y")), null);
        StoredItem own = stored(Attributes.of("n", Value.N.of(9)), CLOCK);
        StoredItem replaced = stored(Attributes.of("b", new Value.Bool(true)), OTHER_CLOCK);
        StoredItem again = stored(SOME, NEXT_CLOCK);

        fixture.put(key, SOME, null);
        fixture.update(key, Attributes.of("a", new Value.S("y")));
        write(new UpdateBuilder(key, CLOCK, null).remove("a").add("n", "2").build());
        fixture.put(key, replaced.attributes(), OTHER_CLOCK);
        write(new ItemWrite.Delete(key, OTHER_CLOCK, new TreeMap<>()));
        write(new ItemWrite.Insert(again));
        fixture.delete(key);

        List<StreamRecord> records = fixture.records(key, 7);
        assertThat(records).hasSize(7);
        assertRecord(records.get(0), null, inserted);
        assertRecord(records.get(1), inserted, updated);
        assertRecord(records.get(2), updated, own);
        assertRecord(records.get(3), own, replaced);
        assertRecord(records.get(4), replaced, null);
        assertRecord(records.get(5), null, again);
        assertRecord(records.get(6), again, null);
        assertThat(records).extracting(StreamRecord::sequence).isSorted().doesNotHaveDuplicates();
    }

    @Test
    void tellsEveryKindOfValue() {
        Map<String, Value> values = new TreeMap<>();
        Sample.all().forEach(sample -> values.put(sample.name(), sample.value()));
        StoredItem item = given(Attributes.of(values), CLOCK);
        fixture.delete(key);

        List<StreamRecord> records = fixture.records(key, 2);
        assertRecord(records.get(0), null, item);
        assertRecord(records.get(1), item, null);
    }

    @Test
    void tellsNothingOfAWriteThatChangesNothing() {
        Attributes attributes = Attributes.of(Map.of(
                "n",
                Value.N.of("1.50"),
                "s",
                new Value.SS(new LinkedHashSet<>(List.of("x", "y"))),
                "t",
                new Value.S("")));
        Attributes twin = Attributes.of(Map.of(
                "n",
                Value.N.of("1.5"),
                "s",
                new Value.SS(new LinkedHashSet<>(List.of("y", "x"))),
                "t",
                new Value.S("")));
        fixture.delete(key);
        StoredItem item = given(attributes, CLOCK);
        fixture.put(key, twin, CLOCK);
        fixture.update(key, Attributes.of("t", new Value.S("")));
        write(new UpdateBuilder(key, CLOCK, CLOCK)
                .remove("missing")
                .add("n", "0")
                .build());
        write(new UpdateBuilder(key, NEXT_CLOCK, OTHER_CLOCK).build());
        fixture.delete(key);
        fixture.delete(key);
        fixture.put(key, SOME, null);

        List<StreamRecord> records = fixture.records(key, 3);
        assertThat(records).hasSize(3);
        assertRecord(records.get(0), null, item);
        assertRecord(records.get(1), item, null);
        assertRecord(records.get(2), null, stored(SOME, null));
    }

    @Test
    void tellsOfAClockThatWasDroppedOrPutBack() {
        StoredItem with = given(SOME, CLOCK);
        StoredItem without = given(SOME, null);
        given(SOME, CLOCK);

        List<StreamRecord> records = fixture.records(key, 3);
        assertRecord(records.get(1), with, without);
        assertRecord(records.get(2), without, with);
    }

    @Test
    void tellsAboutWhenButNeverLate() {
        long before = System.currentTimeMillis();
        fixture.put(key, SOME, null);
        long after = System.currentTimeMillis();

        assertThat(fixture.records(key, 1))
                .singleElement()
                .extracting(StreamRecord::timeMillis)
                .matches(time -> time <= after && time > before - COARSEST_MILLIS);
    }

    @Test
    void sequenceNumbersGrowAlongAnItem() {
        for (int i = 0; i < 20; i++) {
            fixture.put(key, Attributes.of("i", Value.N.of(i)), null);
        }

        List<StreamRecord> records = fixture.records(key, 20);
        assertThat(records)
                .extracting(record -> record.after() == null
                        ? null
                        : record.after().attributes().get("i"))
                .containsExactlyElementsOf(java.util.stream.IntStream.range(0, 20)
                        .mapToObj(Value.N::of)
                        .toList());
        assertThat(records.get(0).sequence()).isGreaterThan(SequenceNumber.NONE);
        assertThat(records).extracting(StreamRecord::sequence).isSorted().doesNotHaveDuplicates();
    }

    @Test
    void marksWhatTheTtlDeleted() {
        StoredItem item = given(SOME, CLOCK);
        assumeTrue(fixture.expire(key), "this engine's TTL cannot be made to delete");

        // Telling it when to expire may take a write of its own.
        List<StreamRecord> records = fixture.records(key, 2);
        StreamRecord last = records.get(records.size() - 1);
        assertThat(last.before()).isNotNull();
        assertThat(last.after()).isNull();
        assertThat(last.expired()).isTrue();
        assertThat(records.subList(0, records.size() - 1)).noneMatch(StreamRecord::expired);
        assertThat(records.get(0).after()).isEqualTo(item);
    }

    private void assertRecord(StreamRecord record, @Nullable StoredItem before, @Nullable StoredItem after) {
        assertThat(record.key()).isEqualTo(key);
        assertThat(record.before()).isEqualTo(before);
        assertThat(record.after()).isEqualTo(after);
        assertThat(record.expired()).isFalse();
    }
}
