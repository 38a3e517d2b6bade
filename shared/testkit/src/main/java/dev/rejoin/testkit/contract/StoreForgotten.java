package dev.rejoin.testkit.contract;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rejoin.item.ItemKey;
import dev.rejoin.replica.WriteResult;
import dev.rejoin.tombstone.Tombstone;
import dev.rejoin.version.ShadowRow;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Rows that are marked, and removed if they are still as they were marked. */
abstract class StoreForgotten extends StoreTest {
    private static final long NOW = 1_764_000_000_000L;

    private Tombstone look() {
        return Objects.requireNonNull(
                await(fixture.tombstones().look(List.of(key, newKey()))).get(key));
    }

    private boolean mark(ShadowRow asRead, long millis) {
        return await(fixture.tombstones().mark(key, asRead, millis));
    }

    private boolean forget(ShadowRow asRead, long marked) {
        return await(fixture.tombstones().forget(key, asRead, marked));
    }

    private void assertSeen(boolean present, ShadowRow row, @Nullable Long since) {
        assertThat(look()).isEqualTo(new Tombstone(key, present, row, since));
    }

    @Test
    void whatIsNotThereIsNothing() {
        assertSeen(false, ShadowRow.NONE, null);
        assertThat(look().isNothing()).isTrue();
    }

    @Test
    void anItemAndARowAreSeen() {
        given(SOME, null);
        assertSeen(true, ShadowRow.NONE, null);
        writeShadow(ShadowRows.row(1), ShadowRow.NONE);
        assertSeen(true, ShadowRows.row(1), null);
    }

    @Test
    void manyAreSeenAtOnce() {
        List<ItemKey> keys = Stream.generate(StoreTest::newKey).limit(250).toList();
        assertThat(await(fixture.tombstones().look(keys)).keySet()).containsExactlyInAnyOrderElementsOf(keys);
    }

    @Test
    void aMarkStays() {
        writeShadow(ShadowRows.row(1), ShadowRow.NONE);
        assertThat(mark(ShadowRows.row(1), NOW)).isTrue();
        assertSeen(false, ShadowRows.row(1), NOW);
        assertThat(shadow()).contains(ShadowRows.row(1));
    }

    @Test
    void aMarkGoesWithWhateverWritesTheRow() {
        writeShadow(ShadowRows.row(1), ShadowRow.NONE);
        mark(ShadowRows.row(1), NOW);
        assertThat(writeShadow(ShadowRows.row(2), ShadowRows.row(1))).isEqualTo(WriteResult.done());
        assertSeen(false, ShadowRows.row(2), null);

        mark(ShadowRows.row(2), NOW);
        assertThat(writeTombstone(ShadowRows.row(3), ShadowRows.row(2))).isEqualTo(WriteResult.done());
        assertSeen(false, ShadowRows.row(3), null);
    }

    @Test
    void aRowThatHasChangedIsNotMarked() {
        writeShadow(ShadowRows.row(2), ShadowRow.NONE);
        assertThat(mark(ShadowRows.row(1), NOW)).isFalse();
        assertSeen(false, ShadowRows.row(2), null);
    }

    @Test
    void aRowThatIsGoneIsNotMarked() {
        assertThat(mark(ShadowRows.row(1), NOW)).isFalse();
        assertSeen(false, ShadowRow.NONE, null);
    }

    @Test
    void whatIsAsItWasMarkedIsForgotten() {
        writeShadow(ShadowRows.row(1), ShadowRow.NONE);
        mark(ShadowRows.row(1), NOW);
        assertThat(forget(ShadowRows.row(1), NOW)).isTrue();
        assertSeen(false, ShadowRow.NONE, null);
        assertThat(forget(ShadowRows.row(1), NOW)).isFalse();
    }

    @Test
    void whatHasNoMarkOrAnotherIsNotForgotten() {
        writeShadow(ShadowRows.row(1), ShadowRow.NONE);
        assertThat(forget(ShadowRows.row(1), NOW)).isFalse();
        mark(ShadowRows.row(1), NOW + 1);
        assertThat(forget(ShadowRows.row(1), NOW)).isFalse();
        assertSeen(false, ShadowRows.row(1), NOW + 1);
    }

    @Test
    void whatHasChangedIsNotForgotten() {
        writeShadow(ShadowRows.row(1), ShadowRow.NONE);
        mark(ShadowRows.row(1), NOW);
        writeShadow(ShadowRows.row(2), ShadowRows.row(1));
        mark(ShadowRows.row(2), NOW);
        assertThat(forget(ShadowRows.row(1), NOW)).isFalse();
        assertSeen(false, ShadowRows.row(2), NOW);
    }
}
