package dev.rejoin.testkit.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.rejoin.clock.Actor;
import dev.rejoin.clock.Dot;
import dev.rejoin.item.Attributes;
import dev.rejoin.item.ItemKey;
import dev.rejoin.item.ItemSize;
import dev.rejoin.item.Value;
import dev.rejoin.replica.ItemWrite;
import dev.rejoin.replica.StoredItem;
import dev.rejoin.replica.StreamRecord;
import dev.rejoin.version.SequenceNumber;
import dev.rejoin.version.ShadowRow;
import dev.rejoin.version.Version;
import dev.rejoin.version.VersionBuilder;
import java.util.List;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** What the table does beyond the store's contract: the applications' part, and what tests look at. */
class MemoryTableTest {
    private static final ItemKey A = ItemKey.of("pk", "a");
    private static final ItemKey B = ItemKey.of("pk", "b");
    private static final Value CLOCK = new Value.B(new byte[] {1});
    private static final Attributes ONE = Attributes.of("n", Value.N.of(1));
    private static final Attributes TWO = Attributes.of("n", Value.N.of(2));

    private long now = 12_345;
    private final MemoryTable table = new MemoryTable(() -> now, 1_000);

    @Test
    void putReplacesEverythingAndTheClockToo() {
        table.put(A, ONE, CLOCK);
        table.put(A, Attributes.of("m", Value.N.of(1)), null);

        assertThat(table.item(A)).contains(new StoredItem(A, Attributes.of("m", Value.N.of(1)), null));
    }

    @Test
    void updateKeepsTheClockAndTheRest() {
        table.put(A, ONE, CLOCK);
        table.update(A, before -> before.with("m", Value.N.of(2)));

        assertThat(table.item(A)).contains(new StoredItem(A, ONE.with("m", Value.N.of(2)), CLOCK));
    }

    @Test
    void updateCreatesAnItem() {
        table.update(A, before -> before);

        assertThat(table.item(A)).contains(new StoredItem(A, Attributes.NONE, null));
        assertThat(table.stream()).hasSize(1);
    }

    @Test
    void aTransactionWritesBothOrNeither() {
        table.transact(new PlainWrite.Put(A, ONE, null), new PlainWrite.Update(B, before -> TWO));
        assertThat(table.keys()).containsExactlyInAnyOrder(A, B);
        assertThat(table.stream()).extracting(StreamRecord::key).containsExactly(A, B);

        Attributes large = Attributes.of("x", new Value.B(new byte[ItemSize.LIMIT]));
        assertThatThrownBy(() -> table.transact(new PlainWrite.Delete(A), new PlainWrite.Put(B, large, null)))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> table.transact(new PlainWrite.Delete(A), new PlainWrite.Put(A, TWO, null)))
                .isInstanceOf(IllegalArgumentException.class);
        assertThat(table.item(A)).contains(new StoredItem(A, ONE, null));
        assertThat(table.stream()).hasSize(2);
    }

    @Test
    void recordsTellTimesRoundedDown() {
        table.put(A, ONE, null);
        now = 13_000;
        table.put(A, TWO, null);

        assertThat(table.stream()).extracting(StreamRecord::timeMillis).containsExactly(12_000L, 13_000L);
    }

    @Test
    void knowsWhoseWriteARecordTells() {
        table.put(A, ONE, null);
        table.write(new ItemWrite.Insert(new StoredItem(B, ONE, CLOCK)));
        table.write(new ItemWrite.Delete(B, CLOCK, new TreeMap<>()));
        table.expire(A);
        List<SequenceNumber> sequences =
                table.stream().stream().map(StreamRecord::sequence).toList();
        table.trimBefore(table.endIndex());

        assertThat(sequences)
                .extracting(table::origin)
                .containsExactly(Origin.PLAIN, Origin.OWN, Origin.OWN, Origin.PLAIN);
    }

    @Test
    void retentionTakesTheOldestRecords() {
        for (int i = 1; i <= 5; i++) {
            table.put(A, Attributes.of("n", Value.N.of(i)), null);
        }
        List<StreamRecord> all = List.copyOf(table.stream());
        table.trimBefore(2);
        table.trimBefore(1);

        assertThat(table.firstIndex()).isEqualTo(2);
        assertThat(table.endIndex()).isEqualTo(5);
        assertThat(table.stream()).isEqualTo(all.subList(2, 5));
        assertThat(table.records(3, 1)).isEqualTo(all.subList(3, 4));
        assertThat(table.records(3, Integer.MAX_VALUE)).isEqualTo(all.subList(3, 5));
        assertThat(table.records(0, 2)).isEqualTo(all.subList(2, 4));
        assertThat(table.records(5, 1)).isEmpty();
        table.trimBefore(99);
        assertThat(table.firstIndex()).isEqualTo(5);
        table.put(A, ONE, null);
        assertThat(table.records(5, 9)).hasSize(1).isEqualTo(table.stream());
    }

    @Test
    void countsWhatReplicasDoAndNothingElse() {
        table.put(A, ONE, CLOCK);
        table.item(A);
        table.shadow(A);
        assertThat(table.counts()).hasToString("{}");

        table.readItems(List.of(A, B, A));
        table.readShadows(List.of(A));
        table.write(new ItemWrite.Insert(new StoredItem(A, ONE, CLOCK)));
        OperationCounts before = table.counts().copy();
        table.write(new ItemWrite.Insert(new StoredItem(B, ONE, CLOCK)));
        table.writeShadow(A, row(1), ShadowRow.NONE);
        table.writeShadow(A, row(2), ShadowRow.NONE);
        table.writeTombstone(A, row(2), row(1));
        table.delete(A);
        table.writeTombstone(A, row(2), row(1));

        assertThat(before).hasToString("{ITEM_READ=2, SHADOW_READ=1, ITEM_WRITE_REFUSED=1}");
        assertThat(table.counts().since(before))
                .hasToString("{ITEM_WRITE=1, SHADOW_WRITE=1, SHADOW_WRITE_REFUSED=1, TRANSACTION=1, "
                        + "TRANSACTION_REFUSED=1}");
        assertThat(table.counts().of(Operation.ITEM_READ)).isEqualTo(2);
        assertThat(table.shadowKeys()).containsExactly(A);
    }

    private static ShadowRow row(long number) {
        Dot dot = new Dot(number, new Actor("eu"));
        Version clock = new VersionBuilder(Version.EMPTY).existence(dot).build();
        return new ShadowRow(clock, SequenceNumber.of(number), null, new TreeMap<>(), List.of());
    }
}
