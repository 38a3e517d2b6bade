package dev.rejoin.testkit.contract;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rejoin.item.Attributes;
import dev.rejoin.item.ItemSize;
import dev.rejoin.item.Value;
import dev.rejoin.replica.WriteResult;
import dev.rejoin.version.ShadowRow;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Tombstones: written only if the row is as read and there is no item. */
abstract class StoreTombstones extends StoreTest {
    @Test
    void isWrittenWhereNeitherIs() {
        assertThat(writeTombstone(ShadowRows.row(1), ShadowRow.NONE)).isEqualTo(WriteResult.done());
        assertThat(shadow()).contains(ShadowRows.row(1));
        assertThat(item()).isEmpty();
    }

    @Test
    void isWrittenOverTheRowThatWasRead() {
        writeShadow(ShadowRows.row(1), ShadowRow.NONE);
        given(SOME, null);
        fixture.delete(key);

        assertThat(writeTombstone(ShadowRows.row(2), ShadowRows.row(1))).isEqualTo(WriteResult.done());
        assertThat(shadow()).contains(ShadowRows.row(2));
    }

    @Test
    void isRefusedWhereAnItemIs() {
        given(Attributes.NONE, null);
        assertThat(writeTombstone(ShadowRows.row(1), ShadowRow.NONE)).isEqualTo(WriteResult.refused(Optional.empty()));
        assertThat(shadow()).isEmpty();

        writeShadow(ShadowRows.row(1), ShadowRow.NONE);
        assertThat(writeTombstone(ShadowRows.row(2), ShadowRows.row(1)))
                .isEqualTo(WriteResult.refused(Optional.of(ShadowRows.row(1))));
        assertThat(shadow()).contains(ShadowRows.row(1));
        assertThat(item()).contains(stored(Attributes.NONE, null));
    }

    @Test
    void isRefusedWhereTheRowHasChanged() {
        writeShadow(ShadowRows.row(1), ShadowRow.NONE);

        assertThat(writeTombstone(ShadowRows.row(3), ShadowRow.NONE))
                .isEqualTo(WriteResult.refused(Optional.of(ShadowRows.row(1))));
        assertThat(writeTombstone(ShadowRows.row(3), ShadowRows.row(2)))
                .isEqualTo(WriteResult.refused(Optional.of(ShadowRows.row(1))));
        assertThat(shadow()).contains(ShadowRows.row(1));
    }

    @Test
    void isRefusedWhereTheRowIsGone() {
        assertThat(writeTombstone(ShadowRows.row(2), ShadowRows.row(1)))
                .isEqualTo(WriteResult.refused(Optional.empty()));
        assertThat(shadow()).isEmpty();
    }

    @Test
    void isRefusedForBothReasonsAtOnce() {
        given(SOME, CLOCK);
        writeShadow(ShadowRows.row(1), ShadowRow.NONE);

        assertThat(writeTombstone(ShadowRows.row(3), ShadowRows.row(2)))
                .isEqualTo(WriteResult.refused(Optional.of(ShadowRows.row(1))));
    }

    @Test
    void isTooLargeForTheStore() {
        ShadowRow large = ShadowRows.keeping(Map.of("a", new Value.B(new byte[ItemSize.LIMIT])));

        assertThat(writeTombstone(large, ShadowRow.NONE)).isEqualTo(WriteResult.tooLarge());
        assertThat(shadow()).isEmpty();
    }

    @Test
    void leavesNoTraceInTheStream() {
        writeTombstone(ShadowRows.row(1), ShadowRow.NONE);
        given(SOME, null);

        assertThat(fixture.records(key, 1)).singleElement().extracting("after").isEqualTo(stored(SOME, null));
    }
}
