package dev.rejoin.testkit.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.rejoin.item.ItemSize;
import dev.rejoin.item.Value;
import dev.rejoin.replica.WriteResult;
import dev.rejoin.version.ClockBytes;
import dev.rejoin.version.FormatException;
import dev.rejoin.version.ShadowRow;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.Test;

/** Shadow rows: written only over what was read, and read as they were written. */
abstract class StoreShadows extends StoreTest {
    private static final Value.B FROM_THE_FUTURE = new Value.B(new byte[] {ClockBytes.NEWEST_FORMAT + 1, 0, 1, 0});

    @Test
    void writesWhereNoRowIs() {
        assertThat(writeShadow(ShadowRows.row(1), ShadowRow.NONE)).isEqualTo(WriteResult.done());
        assertThat(shadow()).contains(ShadowRows.row(1));
    }

    @Test
    void writesOverTheRowThatWasRead() {
        writeShadow(ShadowRows.row(1), ShadowRow.NONE);

        assertThat(writeShadow(ShadowRows.row(2), shadow().orElseThrow())).isEqualTo(WriteResult.done());
        assertThat(writeShadow(ShadowRows.row(3), ShadowRows.row(2))).isEqualTo(WriteResult.done());
        assertThat(shadow()).contains(ShadowRows.row(3));
    }

    @Test
    void isRefusedWhereARowHasCome() {
        writeShadow(ShadowRows.row(1), ShadowRow.NONE);

        assertThat(writeShadow(ShadowRows.row(2), ShadowRow.NONE))
                .isEqualTo(WriteResult.refused(Optional.of(ShadowRows.row(1))));
        assertThat(writeShadow(ShadowRows.row(1), ShadowRow.NONE))
                .isEqualTo(WriteResult.refused(Optional.of(ShadowRows.row(1))));
        assertThat(shadow()).contains(ShadowRows.row(1));
    }

    @Test
    void isRefusedWhereNoRowIs() {
        assertThat(writeShadow(ShadowRows.row(2), ShadowRows.row(1))).isEqualTo(WriteResult.refused(Optional.empty()));
        assertThat(shadow()).isEmpty();
    }

    @Test
    void isRefusedOverAnotherRow() {
        ShadowRow row = ShadowRows.row(5);
        writeShadow(row, ShadowRow.NONE);
        for (ShadowRow other : ShadowRows.others(row)) {
            assertThat(writeShadow(ShadowRows.row(7), other)).isEqualTo(WriteResult.refused(Optional.of(row)));
        }
        assertThat(shadow()).contains(row);
    }

    @Test
    void keepsLostValuesOfEveryKind() {
        Map<String, Value> lost = new TreeMap<>();
        Sample.all().forEach(sample -> lost.put(sample.name(), sample.value()));
        ShadowRow row = ShadowRows.keeping(lost);

        writeShadow(row, ShadowRow.NONE);

        assertThat(shadow()).contains(row);
        assertThat(shadow().orElseThrow().lostValues()).isEqualTo(lost);
        assertThat(writeShadow(ShadowRows.row(1), ShadowRow.NONE).current()).contains(row);
    }

    @Test
    void forgetsLostValues() {
        ShadowRow keeping = ShadowRows.keeping(Map.of("a", new Value.S("x")));
        writeShadow(keeping, ShadowRow.NONE);
        ShadowRow without = ShadowRows.at(ShadowRows.forgetting(keeping), "2");

        assertThat(writeShadow(without, keeping)).isEqualTo(WriteResult.done());
        assertThat(shadow()).contains(without);
    }

    @Test
    void keepsSequenceNumbersOf40Digits() {
        ShadowRow row = ShadowRows.row(1);
        ShadowRow late = ShadowRows.at(row, "9".repeat(40));

        writeShadow(late, ShadowRow.NONE);

        assertThat(shadow()).contains(late);
        assertThat(writeShadow(row, late)).isEqualTo(WriteResult.done());
    }

    @Test
    void isTooLargeForTheStore() {
        ShadowRow large = ShadowRows.keeping(Map.of("a", new Value.B(new byte[ItemSize.LIMIT])));
        assertThat(writeShadow(large, ShadowRow.NONE)).isEqualTo(WriteResult.tooLarge());
        assertThat(shadow()).isEmpty();

        writeShadow(ShadowRows.row(1), ShadowRow.NONE);
        assertThat(writeShadow(large, ShadowRows.row(1))).isEqualTo(WriteResult.tooLarge());
        assertThat(shadow()).contains(ShadowRows.row(1));
    }

    @Test
    void isTooLargeForTheStoreBecauseOfTheClockAlone() {
        Map<String, Value> lost = new TreeMap<>();
        for (int i = 0; i < 10; i++) {
            lost.put(i + "x".repeat(50_000), new Value.S(""));
        }
        ShadowRow clockOnly = ShadowRows.forgetting(ShadowRows.keeping(lost));

        assertThat(writeShadow(clockOnly, ShadowRow.NONE)).isEqualTo(WriteResult.tooLarge());
    }

    @Test
    void hasNothingToDoWithTheItem() {
        given(SOME, CLOCK);
        writeShadow(ShadowRows.row(1), ShadowRow.NONE);
        fixture.delete(key);
        writeShadow(ShadowRows.row(2), ShadowRows.row(1));

        assertThat(shadow()).contains(ShadowRows.row(2));
        assertThat(item()).isEmpty();
        assertThat(fixture.records(key, 2)).hasSize(2);
    }

    @Test
    void aRowOfAnUnknownFormatIsNeitherReadNorOverwritten() {
        fixture.putRawShadow(key, FROM_THE_FUTURE);

        assertUnknownFormat(this::shadow);
        assertUnknownFormat(() -> await(fixture.store().readShadows(List.of(newKey(), key, newKey()))));
        assertUnknownFormat(() -> writeShadow(ShadowRows.row(1), ShadowRow.NONE));
        assertUnknownFormat(() -> writeShadow(ShadowRows.row(1), ShadowRows.row(2)));
        assertUnknownFormat(() -> writeTombstone(ShadowRows.row(1), ShadowRows.row(2)));
        assertUnknownFormat(this::shadow);
    }

    private static void assertUnknownFormat(org.assertj.core.api.ThrowableAssert.ThrowingCallable operation) {
        assertThatThrownBy(operation)
                .hasCauseInstanceOf(FormatException.class)
                .cause()
                .asInstanceOf(InstanceOfAssertFactories.type(FormatException.class))
                .extracting(FormatException::kind)
                .isEqualTo(FormatException.Kind.UNKNOWN_FORMAT);
    }
}
